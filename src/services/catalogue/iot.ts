// What AWS publishes of things, robots and satellites; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, reserve, untold } from '../kinds.ts'

export const iot: ServiceDefinition[] = [
  defineService({
    id: 'iot',
    title: 'AWS IoT Core',
    namespaces: [
      {
        namespace: 'AWS/IoT',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              CanceledJobExecutionCount CanceledJobExecutionTotalCount ClientError Connect.AuthError
              Connect.ClientError Connect.ServerError Connect.Success Connect.Throttle DeleteThingShadow.Accepted
              FailedJobExecutionCount FailedJobExecutionTotalCount Failure GetThingShadow.Accepted
              InProgressJobExecutionCount InProgressJobExecutionTotalCount NumLogBatchesFailedToPublishThrottled
              NumLogEventsFailedToPublishThrottled ParseError Ping.Success PublishIn.AuthError
              PublishIn.ClientError PublishIn.ServerError PublishIn.Success PublishIn.Throttle
              PublishOut.AuthError PublishOut.ClientError PublishOut.Success RejectedJobExecutionCount
              RejectedJobExecutionTotalCount RemovedJobExecutionCount RemovedJobExecutionTotalCount
              RuleMessageThrottled RuleNotFound RulesExecuted ServerError Subscribe.AuthError
              Subscribe.ClientError Subscribe.ServerError Subscribe.Success Subscribe.Throttle
              SuccededJobExecutionCount SuccededJobExecutionTotalCount Success TopicMatch Unsubscribe.ClientError
              Unsubscribe.ServerError Unsubscribe.Success Unsubscribe.Throttle UpdateThingShadow.Accepted
              Violations ViolationsCleared ViolationsInvalidated
            `,
          ),
          ...each(gauge, 'None', 'QueuedJobExecutionCount QueuedJobExecutionTotalCount'),
          ...each(untold, 'None', 'NonCompliantResources ResourcesEvaluated'),
        ],
        dimensions: [
          'ActionType',
          'BehaviorName',
          'CheckName',
          'JobId',
          'Protocol',
          'RuleName',
          'ScheduledAuditName',
          'SecurityProfileName',
          'TemplateName',
        ],
        grain: [],
        associations: [
          { resourceType: 'iot:rule', arn: /:rule\/(?<RuleName>[^/]+)$/ },
          { resourceType: 'iot:provisioningtemplate', arn: /:provisioningtemplate\/(?<TemplateName>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'iotanalytics',
    title: 'AWS IoT Analytics',
    namespaces: [
      {
        namespace: 'AWS/IoTAnalytics',
        period: 60,
        publicationDelay: 180,
        metrics: [...each(counter, 'Count', 'ActionExecution ActivityExecutionError IncomingMessages')],
        dimensions: [
          'ActionType',
          'ChannelName',
          'DatasetName',
          'DatastoreName',
          'PipelineActivityName',
          'PipelineActivityType',
          'PipelineName',
        ],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'iotsitewise',
    title: 'AWS IoT SiteWise',
    namespaces: [
      {
        namespace: 'AWS/IoTSiteWise',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Bytes',
            `
              IoTSiteWiseProcessor.MqttReceivedSuccessBytes IoTSiteWisePublisher.MqttReceivedSuccessBytes
            `,
          ),
          ...each(
            counter,
            'Count',
            `
              EIPCollector.IncomingValuesCount Gateway.DataProcessor.IngestionThrottled
              Gateway.DataProcessor.MeasurementRejected Gateway.DataProcessor.ProcessingError
              Gateway.ProcessFailureCount Gateway.PublishFailureCount Gateway.PublishRejectedCount
              Gateway.PublishSuccessCount IoTSiteWiseProcessor.MqttMessageReceivedSuccessCount
              IoTSiteWiseProcessor.NumberOfUniqueMqttTopicsReceived IoTSiteWisePublisher.DroppedCount
              IoTSiteWisePublisher.MqttMessageReceivedSuccessCount
              IoTSiteWisePublisher.NumberOfUniqueMqttTopicsReceived IoTSiteWisePublisher.PublishFailureCount
              IoTSiteWisePublisher.PublishRejectedCount IoTSiteWisePublisher.PublishSuccessCount
              IoTSiteWisePublisher.PublishToS3FailureCount IoTSiteWisePublisher.PublishToS3SuccessCount
              ModbusTCPCollector.IncomingValuesCount OpcUaCollector.ConversionErrors
              OpcUaCollector.IncomingValuesCount OpcUaCollector.IncomingValuesErrors
            `,
          ),
          ...each(
            gauge,
            'None',
            `
              EIPCollector.ActiveDataStreamCount Gateway.CpuUsage Gateway.TotalMemory Gateway.UsedDiskSpace
              Gateway.UsedMemory Gateway.UsedPercentageDiskSpace Gateway.UsedPercentageMemory
              IoTSiteWiseProcessor.IsConnectedToMqttBroker IoTSiteWisePublisher.IsConnectedToMqttBroker
              ModbusTCPCollector.ActiveDataStreamCount OPCUACollector.ActiveDataStreamCount
              OpcUaCollector.ActiveDataStreamCount
            `,
          ),
          ...each(reserve, 'None', 'Gateway.AvailableDiskSpace Gateway.AvailableMemory'),
          ...each(
            untold,
            'None',
            `
              EIPCollector.Heartbeat Gateway.CloudConnectivity Gateway.DataProcessor.MeasurementUnmodeled
              Gateway.DataProcessor.MessagesRemaining Gateway.Heartbeat Gateway.TotalDiskSpace
              IoTSiteWiseProcessor.NumberOfSubscriptionsToMqttBroker IoTSiteWisePublisher.Heartbeat
              IoTSiteWisePublisher.MessageCheckpointPersistenceErrorCount
              IoTSiteWisePublisher.NumberOfSubscriptionsToMqttBroker ModbusTCPCollector.Heartbeat
              OPCUACollector.Heartbeat OpcUaCollector.Heartbeat
            `,
          ),
        ],
        dimensions: ['AccountId', 'GatewayId', 'PropertyGroup', 'Reason', 'SourceName', 'StreamName', 'ThrottledAt'],
        grain: [],
        associations: [{ resourceType: 'iotsitewise:gateway', arn: /:gateway\/(?<GatewayId>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'iotthingsgraph',
    title: 'AWS IoT Things Graph',
    namespaces: [
      {
        namespace: 'AWS/ThingsGraph',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              FlowExecutionsFailed FlowExecutionsStarted FlowExecutionsSucceeded FlowStepExecutionsFailed
              FlowStepExecutionsStarted FlowStepExecutionsSucceeded
            `,
          ),
          gauge('EventStoreQueueSize', 'None'),
          ...each(untold, 'None', 'FlowExecutionTime FlowStepExecutionTime'),
        ],
        dimensions: ['FlowTemplateId', 'StepName', 'SystemTemplateId'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'robomaker',
    title: 'AWS RoboMaker',
    namespaces: [
      {
        namespace: 'AWS/Robomaker',
        period: 60,
        publicationDelay: 180,
        metrics: [gauge('Memory', 'None'), ...each(untold, 'None', 'RealTimeFactor SimulationUnit vCPU')],
        dimensions: ['SimulationJobId'],
        grain: [['SimulationJobId']],
        associations: [
          { resourceType: 'robomaker:simulation-job', arn: /:simulation-job\/(?<SimulationJobId>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'groundstation',
    title: 'AWS Ground Station',
    namespaces: [
      {
        namespace: 'AWS/GroundStation',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(gauge, 'None', 'BitErrorRate BlockErrorRate'),
          ...each(untold, 'None', 'Es/N0 ReceivedPower'),
        ],
        dimensions: ['Channel', 'Polarization', 'SatelliteId'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
]
