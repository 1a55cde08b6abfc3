// What is published of Amazon SageMaker.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, perRequest, reserve } from '../kinds.ts'

/** SageMaker writes ARNs in lower case, dimensions as people named the thing. */
const lowerCase = (value: string): string => value.toLowerCase()

/** `<job>/algo-1-...`: the job that the host works for. */
const jobOfHost = (host: string): string => lowerCase(host.split('/', 1).join(''))

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: '/aws/sagemaker/Endpoints',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(gauge, 'None', 'CPUReservation GPUReservation LoadedModelCount MemoryReservation'),
      ...each(
        gauge,
        'Percent',
        `
          CPUUtilization CPUUtilizationNormalized DiskUtilization GPUMemoryUtilization
          GPUMemoryUtilizationNormalized GPUUtilization GPUUtilizationNormalized MemoryUtilization
        `,
      ),
    ],
    dimensions: ['EndpointName', 'Host', 'VariantName'],
    grain: [['EndpointName', 'VariantName']],
    associations: [
      {
        resourceType: 'sagemaker:endpoint',
        arn: /:endpoint\/(?<EndpointName>[^/]+)$/,
        values: { EndpointName: lowerCase },
      },
    ],
  },
  {
    namespace: '/aws/sagemaker/InferenceComponents',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        gauge,
        'Percent',
        `
          CPUUtilizationNormalized GPUMemoryUtilizationNormalized GPUUtilizationNormalized
          MemoryUtilizationNormalized
        `,
      ),
    ],
    dimensions: ['InferenceComponentName'],
    grain: [['InferenceComponentName']],
    associations: [
      {
        resourceType: 'sagemaker:inference-component',
        arn: /:inference-component\/(?<InferenceComponentName>[^/]+)$/,
        values: { InferenceComponentName: lowerCase },
      },
    ],
  },
  {
    namespace: '/aws/sagemaker/InferenceRecommendationsJobs',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(counter, 'Count', 'ClientInvocationErrors ClientInvocations'),
      gauge('NumberOfUsers', 'None'),
      perRequest('ClientLatency', 'Milliseconds'),
    ],
    dimensions: ['EndpointName', 'JobName'],
    grain: [],
    associations: [
      {
        resourceType: 'sagemaker:inference-recommendations-job',
        arn: /:inference-recommendations-job\/(?<JobName>[^/]+)$/,
        values: { JobName: lowerCase },
      },
    ],
  },
  {
    namespace: '/aws/sagemaker/ProcessingJobs',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(gauge, 'None', 'CPUReservation GPUReservation MemoryReservation'),
      ...each(
        gauge,
        'Percent',
        `
          CPUUtilization CPUUtilizationNormalized DiskUtilization GPUMemoryUtilization
          GPUMemoryUtilizationNormalized GPUUtilization GPUUtilizationNormalized MemoryUtilization
        `,
      ),
    ],
    dimensions: ['Host'],
    grain: [['Host']],
    associations: [
      {
        resourceType: 'sagemaker:processing-job',
        arn: /:processing-job\/(?<Host>[^/]+)$/,
        values: { Host: jobOfHost },
      },
    ],
  },
  {
    namespace: '/aws/sagemaker/TrainingJobs',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(gauge, 'None', 'CPUReservation GPUReservation MemoryReservation'),
      ...each(
        gauge,
        'Percent',
        `
          CPUUtilization CPUUtilizationNormalized DiskUtilization GPUMemoryUtilization
          GPUMemoryUtilizationNormalized GPUUtilization GPUUtilizationNormalized MemoryUtilization
        `,
      ),
    ],
    dimensions: ['Host'],
    grain: [['Host']],
    associations: [
      { resourceType: 'sagemaker:training-job', arn: /:training-job\/(?<Host>[^/]+)$/, values: { Host: jobOfHost } },
    ],
  },
  {
    namespace: '/aws/sagemaker/TransformJobs',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(gauge, 'None', 'CPUReservation GPUReservation MemoryReservation'),
      ...each(
        gauge,
        'Percent',
        `
          CPUUtilization CPUUtilizationNormalized DiskUtilization GPUMemoryUtilization
          GPUMemoryUtilizationNormalized GPUUtilization GPUUtilizationNormalized MemoryUtilization
        `,
      ),
    ],
    dimensions: ['Host'],
    grain: [['Host']],
    associations: [
      { resourceType: 'sagemaker:transform-job', arn: /:transform-job\/(?<Host>[^/]+)$/, values: { Host: jobOfHost } },
    ],
  },
  {
    namespace: 'AWS/SageMaker',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          Invocation4XXErrors Invocation5XXErrors InvocationModelErrors Invocations InvocationsPerCopy
          InvocationsPerInstance
        `,
      ),
      ...each(
        perRequest,
        'Microseconds',
        `
          ModelDownloadingTime ModelLatency ModelLoadingTime ModelLoadingWaitTime ModelSetupTime
          ModelUnloadingTime OverheadLatency
        `,
      ),
      reserve('ModelCacheHit', 'None'),
    ],
    dimensions: ['EndpointName', 'InferenceComponentName', 'VariantName'],
    grain: [['EndpointName', 'VariantName']],
    associations: [
      {
        resourceType: 'sagemaker:inference-component',
        arn: /:inference-component\/(?<InferenceComponentName>[^/]+)$/,
        values: { InferenceComponentName: lowerCase },
      },
      {
        resourceType: 'sagemaker:endpoint',
        arn: /:endpoint\/(?<EndpointName>[^/]+)$/,
        values: { EndpointName: lowerCase },
      },
    ],
  },
  {
    namespace: 'AWS/SageMaker/LabelingJobs',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          DatasetObjectsAutoAnnotated DatasetObjectsHumanAnnotated DatasetObjectsLabelingFailed JobsFailed
          JobsStopped JobsSucceeded TasksAccepted TasksDeclined TasksReturned TasksSubmitted
          TotalDatasetObjectsLabeled
        `,
      ),
      gauge('ActiveWorkers', 'None'),
      gauge('TimeSpent', 'Seconds'),
    ],
    dimensions: ['LabelingJobName'],
    grain: [['LabelingJobName']],
    associations: [
      {
        resourceType: 'sagemaker:labeling-job',
        arn: /:labeling-job\/(?<LabelingJobName>[^/]+)$/,
        values: { LabelingJobName: lowerCase },
      },
    ],
  },
  {
    namespace: 'AWS/Sagemaker/ModelBuildingPipeline',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          ExecutionFailed ExecutionStarted ExecutionStopped ExecutionSucceeded StepFailed StepStarted
          StepSucceeded
        `,
      ),
      level('StepStopped', 'Count'),
      ...each(perRequest, 'Milliseconds', 'ExecutionDuration StepDuration'),
    ],
    dimensions: ['PipelineName', 'StepName'],
    grain: [],
    associations: [
      {
        resourceType: 'sagemaker:pipeline',
        arn: /:pipeline\/(?<PipelineName>[^/]+)$/,
        values: { PipelineName: lowerCase },
      },
    ],
  },
]
