// What AWS/CodeBuild publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, perRequest } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/CodeBuild',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(counter, 'Count', 'FailedBuilds SucceededBuilds'),
      ...each(gauge, 'Bytes/Second', 'StorageReadBytes StorageWriteBytes'),
      gauge('MemoryUtilized', 'Megabytes'),
      gauge('CPUUtilized', 'None'),
      ...each(gauge, 'Percent', 'CPUUtilizedPercent MemoryUtilizedPercent'),
      level('Builds', 'Count'),
      ...each(
        perRequest,
        'Seconds',
        `
          BuildDuration DownloadSourceDuration Duration FinalizingDuration InstallDuration PostBuildDuration
          PreBuildDuration ProvisioningDuration QueuedDuration SubmittedDuration UploadArtifactsDuration
        `,
      ),
    ],
    dimensions: ['BuildId', 'BuildNumber', 'ProjectName'],
    grain: [['ProjectName']],
    associations: [{ resourceType: 'codebuild:project', arn: /:project\/(?<ProjectName>[^/]+)$/ }],
  },
]
