// What is published of Amazon EMR and EMR Serverless.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, reserve, untold } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/ElasticMapReduce',
    period: 300,
    publicationDelay: 180,
    metrics: [
      ...each(counter, 'Count', 'AppsCompleted AppsFailed HbaseBackupFailed JobsFailed'),
      gauge('Node Status', 'Count'),
      ...each(
        gauge,
        'Count',
        `
          AppsPending AppsRunning ContainerAllocated ContainerPending ContainerPendingRatio CoreNodesPending
          CoreNodesRunning DfsPendingReplicationBlocks JobsRunning MRActiveNodes MRDecommissionedNodes
          MRLostNodes MRRebootedNodes MRTotalNodes MRUnhealthyNodes MapTasksRunning MemoryAllocatedMB
          MemoryReservedMB MemoryTotalMB PendingDeletionBlocks ReduceTasksRunning TaskNodesPending
          TaskNodesRunning TotalLoad
        `,
      ),
      gauge('Cluster Status', 'None'),
      ...each(gauge, 'Percent', 'HDFSUtilization LiveDataNodes LiveTaskTrackers'),
      ...each(
        level,
        'Count',
        `
          AppsKilled AppsSubmitted ContainerReserved CorruptBlocks HDFSBytesRead HDFSBytesWritten IO
          Map/Reduce MapSlotsOpen MissingBlocks ReduceSlotsOpen S3BytesRead S3BytesWritten
          UnderReplicatedBlocks
        `,
      ),
      ...each(reserve, 'Count', 'MapTasksRemaining ReduceTasksRemaining'),
      reserve('CapacityRemainingGB', 'Gigabytes'),
      reserve('MemoryAvailableMB', 'Megabytes'),
      ...each(reserve, 'None', 'IsIdle RemainingMapTasksPerSlot'),
      reserve('YARNMemoryAvailablePercentage', 'Percent'),
      ...each(untold, 'None', 'BackupFailed HBase MostRecentBackupDuration TimeSinceLastSuccessfulBackup'),
    ],
    dimensions: ['ClusterId', 'JobFlowId', 'JobId'],
    grain: [['JobFlowId']],
    associations: [
      { resourceType: 'elasticmapreduce:cluster', arn: /:cluster\/(?<JobFlowId>[^/]+)$/ },
      { resourceType: 'elasticmapreduce:cluster', arn: /:cluster\/(?<ClusterId>[^/]+)$/ },
    ],
  },
  {
    namespace: 'AWS/EMRServerless',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(counter, 'Count', 'CancelledJobs CancellingJobs FailedJobs ScheduledJobs SubmittedJobs SuccessJobs'),
      ...each(
        gauge,
        'None',
        `
          CPUAllocated MaxCPUAllowed MaxMemoryAllowed MaxStorageAllowed MemoryAllocated
          PendingCreationWorkerCount PendingJobs RunningJobs RunningWorkerCount StorageAllocated
        `,
      ),
      reserve('IdleWorkerCount', 'None'),
      untold('TotalWorkerCount', 'None'),
    ],
    dimensions: ['ApplicationId', 'ApplicationName', 'CapacityAllocationType', 'JobId', 'JobName', 'WorkerType'],
    grain: [],
    associations: [{ resourceType: 'emr-serverless:applications', arn: /:\/applications\/(?<ApplicationId>[^/]+)$/ }],
  },
]
