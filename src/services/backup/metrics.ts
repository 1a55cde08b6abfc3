// What AWS/Backup publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/Backup',
    period: 300,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          NumberOfBackupJobsAborted NumberOfBackupJobsCompleted NumberOfBackupJobsCreated
          NumberOfBackupJobsExpired NumberOfBackupJobsFailed NumberOfCopyJobsCompleted NumberOfCopyJobsCreated
          NumberOfCopyJobsFailed NumberOfRecoveryPointsCold NumberOfRecoveryPointsCompleted
          NumberOfRecoveryPointsDeleting NumberOfRecoveryPointsExpired NumberOfRecoveryPointsPartial
          NumberOfRestoreJobsCompleted NumberOfRestoreJobsFailed
        `,
      ),
      ...each(
        gauge,
        'None',
        `
          NumberOfBackupJobsPending NumberOfBackupJobsRunning NumberOfCopyJobsRunning
          NumberOfRestoreJobsPending NumberOfRestoreJobsRunning
        `,
      ),
    ],
    dimensions: ['BackupVaultName', 'ResourceType'],
    grain: [],
    associations: [{ resourceType: 'backup:backup-vault', arn: /:backup-vault:(?<BackupVaultName>[^:]+)$/ }],
  },
]
