// What AWS publishes of data flows, stream processing and dashboards; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, outcome, perRequest, reserve, untold } from '../kinds.ts'

export const analytics: ServiceDefinition[] = [
  defineService({
    id: 'appflow',
    title: 'Amazon AppFlow',
    namespaces: [
      {
        namespace: 'AWS/AppFlow',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              FlowExecutionRecordsProcessed FlowExecutionsFailed FlowExecutionsStarted FlowExecutionsSucceeded
            `,
          ),
          untold('FlowExecutionTime', 'None'),
        ],
        dimensions: ['FlowName'],
        grain: [['FlowName']],
        associations: [{ resourceType: 'appflow:flow', arn: /:flow\/(?<FlowName>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'airflow',
    title: 'Amazon Managed Workflows for Apache Airflow',
    namespaces: [
      {
        namespace: 'AWS/MWAA',
        period: 60,
        publicationDelay: 180,
        metrics: [
          gauge('WriteThroughput', 'Bytes/Second'),
          ...each(
            gauge,
            'Count',
            `
              ActiveConnectionCount DatabaseConnections DiskQueueDepth QueuedTasks RunningTasks
            `,
          ),
          gauge('WriteIOPS', 'Count/Second'),
          ...each(gauge, 'Percent', 'CPUUtilization MemoryUtilization'),
          gauge('ApproximateAgeOfOldestTask', 'Seconds'),
          perRequest('WriteLatency', 'Milliseconds'),
          reserve('FreeableMemory', 'Bytes'),
          untold('VolumeWriteIOPS', 'None'),
        ],
        dimensions: ['Cluster', 'Queue', 'Database', 'Environment'],
        grain: [],
        associations: [{ resourceType: 'airflow:environment', arn: /:environment\/(?<Environment>[^/]+)$/ }],
      },
      {
        namespace: 'AmazonMWAA',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              DAGFileRefreshError DagCallbackExceptions ExceptionFailures FailedCeleryTaskExecution
              FailedSLACallback FailedSLAEmailAttempts FilePathQueueUpdateCount ImportErrors InfraFailures
              JobHeartbeatFailure OperatorFailures OperatorSuccesses OtherCallbackCount PokedExceptions
              PokedSuccess PoolFailures ProcessorTimeouts SlaCallbackCount TaskInstanceCreatedUsingOperator
              TaskInstanceFailures TaskInstancePreviouslySucceeded TaskInstanceSuccesses TaskTimeoutError
              TriggersBlockedMainThread TriggersFailed TriggersSucceeded
            `,
          ),
          ...each(
            gauge,
            'None',
            `
              DagBagSize LoadedTasks PoolQueuedSlots PoolRunningSlots QueuedTasks RunningTasks
              StartedTaskInstances TaskInstanceQueuedDuration TasksPending TasksRunning TriggersRunning
            `,
          ),
          ...each(
            untold,
            'None',
            `
              CollectDBDags CriticalSectionBusy CriticalSectionDuration CriticalSectionQueryDuration
              DAGDependencyCheck DAGDurationFailed DAGDurationSuccess DAGFileProcessingLastDuration
              DAGFileProcessingLastRunSecondsAgo DAGScheduleDelay ExecutedTasks FirstTaskSchedulingDelay JobEnd
              JobStart ManagerStalls OpenSlots Orphaned OrphanedTasksAdopted OrphanedTasksCleared PokedTasks
              PoolDeferredSlots PoolOpenSlots PoolStarvingTasks Processes SLAMissed SchedulerHeartbeat
              SchedulerLoopDuration TaskInstanceDuration TaskInstanceFinished TaskInstanceScheduledDuration
              TaskRemovedFromDAG TaskRestoredToDAG TasksExecutable TasksKilledExternally TasksStarving
              TasksWithoutDagRun TotalParseTime TriggerHeartbeat TriggeredDagRuns Updates ZombiesKilled
            `,
          ),
        ],
        dimensions: ['DAG', 'DAGFilename', 'Function', 'Job', 'Operator', 'Pool', 'Task', 'HostName', 'Environment'],
        grain: [],
        associations: [{ resourceType: 'airflow:environment', arn: /:environment\/(?<Environment>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'cloudsearch',
    title: 'Amazon CloudSearch',
    namespaces: [
      {
        namespace: 'AWS/CloudSearch',
        period: 60,
        publicationDelay: 180,
        metrics: [
          counter('SuccessfulRequests', 'Count'),
          gauge('IndexUtilization', 'Percent'),
          ...each(level, 'Count', 'Partitions SearchableDocuments'),
        ],
        dimensions: ['ClientId', 'DomainName'],
        grain: [['ClientId', 'DomainName']],
        associations: [{ resourceType: 'cloudsearch:domain', arn: /:domain\/(?<DomainName>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'kinesisanalytics',
    title: 'Amazon Managed Service for Apache Flink',
    namespaces: [
      {
        namespace: 'AWS/KinesisAnalytics',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'Bytes InputProcessing.OkBytes'),
          ...each(
            counter,
            'Count',
            `
              InputProcessing.DroppedRecords InputProcessing.OkRecords InputProcessing.ProcessingFailedRecords
              LambdaDelivery.DeliveryFailedRecords LambdaDelivery.OkRecords Records numLateRecordsDropped
            `,
          ),
          ...each(gauge, 'Bytes', 'lastCheckpointSize managedMemoryTotal managedMemoryUsed'),
          ...each(
            gauge,
            'Count',
            `
              KPUs fullRestarts numberOfFailedCheckpoints oldGenerationGCCount threadCount zeppelinThreadCount
            `,
          ),
          ...each(gauge, 'Milliseconds', 'downtime millisBehindLatest uptime'),
          gauge('zeppelinServerUptime', 'None'),
          ...each(
            gauge,
            'Percent',
            `
              containerCPUUtilization containerDiskUtilization containerMemoryUtilization cpuUtilization
              heapMemoryUtilization managedMemoryUtilization zeppelinCpuUtilization zeppelinHeapMemoryUtilization
            `,
          ),
          ...each(perRequest, 'Milliseconds', 'MillisBehindLatest lastCheckpointDuration'),
          ...each(
            untold,
            'None',
            `
              InputProcessing.Duration InputProcessing.Success LambdaDelivery.Duration Success
              backPressuredTimeMsPerSecond busyTimeMsPerSecond bytesRequestedPerFetch bytes_consumed_rate
              commitsFailed commitsSucceeded committedoffsets currentInputWatermark currentOutputWatermark
              currentoffsets idleTimeMsPerSecond numRecordsIn numRecordsInPerSecond numRecordsOut
              numRecordsOutPerSecond oldGenerationGCTime records_lag_max zeppelinWaitingJobs
            `,
          ),
        ],
        dimensions: ['Application', 'Flow', 'Id', 'Operator', 'Parallelism', 'Task'],
        grain: [],
        associations: [{ resourceType: 'kinesisanalytics:application', arn: /:application\/(?<Application>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'kinesisvideo',
    title: 'Amazon Kinesis Video Streams',
    namespaces: [
      {
        namespace: 'AWS/KinesisVideo',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Bytes',
            `
              GetMP4MediaFragment.OutgoingBytes GetMedia.OutgoingBytes GetMediaForFragmentList.OutgoingBytes
              GetTSFragment.OutgoingBytes PutMedia.IncomingBytes
            `,
          ),
          ...each(
            counter,
            'Count',
            `
              GetHLSMasterPlaylist.Requests GetHLSMediaPlaylist.Requests GetHLSStreamingSessionURL.Requests
              GetMP4InitFragment.Requests GetMP4MediaFragment.Requests GetMedia.ConnectionErrors
              GetMedia.OutgoingFragments GetMedia.OutgoingFrames GetMedia.Requests
              GetMediaForFragmentList.OutgoingFragments GetMediaForFragmentList.OutgoingFrames
              GetMediaForFragmentList.Requests GetTSFragment.Requests PutMedia.ConnectionErrors
              PutMedia.ErrorAckCount PutMedia.IncomingFragments PutMedia.IncomingFrames PutMedia.Requests
            `,
          ),
          gauge('PutMedia.ActiveConnections', 'None'),
          ...[
            'GetHLSMasterPlaylist.Success',
            'GetHLSMediaPlaylist.Success',
            'GetHLSStreamingSessionURL.Success',
            'GetMP4InitFragment.Success',
            'GetMP4MediaFragment.Success',
            'GetMedia.Success',
            'GetMediaForFragmentList.Success',
            'GetTSFragment.Success',
            'PutMedia.Success',
          ].map(outcome),
          ...each(
            perRequest,
            'Milliseconds',
            `
              GetHLSMasterPlaylist.Latency GetHLSMediaPlaylist.Latency GetHLSStreamingSessionURL.Latency
              GetMP4InitFragment.Latency GetMP4MediaFragment.Latency GetMedia.MillisBehindNow
              GetTSFragment.Latency ListFragments.Latency PutMedia.BufferingAckLatency
              PutMedia.FragmentIngestionLatency PutMedia.FragmentPersistLatency PutMedia.Latency
              PutMedia.PersistedAckLatency PutMedia.ReceivedAckLatency
            `,
          ),
        ],
        dimensions: ['StreamName'],
        grain: [['StreamName']],
        associations: [{ resourceType: 'kinesisvideo:stream', arn: /:stream\/(?<StreamName>[^/]+)\/[0-9]+$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'quicksight',
    title: 'Amazon QuickSight',
    namespaces: [
      {
        namespace: 'AWS/QuickSight',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              DashboardViewCount IngestionErrorCount IngestionInvocationCount IngestionRowCount
              VisualLoadErrorCount
            `,
          ),
          ...each(gauge, 'Megabytes', 'SPICECapacityConsumedInMB SPICECapacityLimitInMB'),
          ...each(gauge, 'None', 'DashboardViewLoadTime VisualLoadTime'),
          untold('IngestionLatency', 'None'),
        ],
        dimensions: ['DashboardId', 'DatasetId', 'SheetId', 'VisualId'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
]
