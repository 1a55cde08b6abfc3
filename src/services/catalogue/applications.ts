// What AWS publishes of web sites, contact centres, mail, work flows and games; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, perRequest, reserve, untold } from '../kinds.ts'

export const applications: ServiceDefinition[] = [
  defineService({
    id: 'amplify',
    title: 'AWS Amplify Hosting',
    namespaces: [
      {
        namespace: 'AWS/AmplifyHosting',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'BytesDownloaded BytesUploaded'),
          ...each(counter, 'Count', '4xxErrors 5xxErrors Requests'),
          perRequest('Latency', 'Seconds'),
        ],
        dimensions: ['App'],
        grain: [['App']],
        associations: [{ resourceType: 'amplify:apps', arn: /:apps\/(?<App>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'chatbot',
    title: 'AWS Chatbot',
    namespaces: [
      {
        namespace: 'AWS/Chatbot',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Count', 'MessageDeliveryFailure MessageDeliverySuccess UnsupportedEvents'),
          gauge('EventsThrottled', 'Bytes'),
          level('EventsProcessed', 'Count'),
        ],
        dimensions: ['ConfigurationName'],
        grain: [['ConfigurationName']],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'connect',
    title: 'Amazon Connect',
    namespaces: [
      {
        namespace: 'AWS/Connect',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Count', 'CallRecordingUploadError ContactFlowErrors ContactFlowFatalErrors MissedCalls'),
          ...each(
            gauge,
            'Count',
            `
              CallsBreachingConcurrencyQuota ConcurrentCalls PublicSigningKeyUsage QueueCapacityExceededError
              QueueSize
            `,
          ),
          ...each(gauge, 'Percent', 'ConcurrentCallsPercentage ToInstancePacketLossRate'),
          gauge('ThrottledCalls', 'Seconds'),
          ...each(level, 'Count', 'CallBackNotDialableNumber CallsPerInterval MisconfiguredPhoneNumbers'),
          perRequest('LongestQueueWaitTime', 'Seconds'),
        ],
        dimensions: [
          'InstanceId',
          'MetricGroup',
          'ContactFlowName',
          'SigningKeyId',
          'TypeOfConnection',
          'Participant',
          'QueueName',
          'StreamType',
        ],
        grain: [],
        associations: [{ resourceType: 'connect:instance', arn: /:instance\/(?<InstanceId>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'gamelift',
    title: 'Amazon GameLift',
    namespaces: [
      {
        namespace: 'AWS/GameLift',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              MatchAcceptancesTimedOut MatchesCreated MatchesRejected PlacementsCanceled PlacementsFailed
              PlacementsStarted PlacementsSucceeded PlacementsTimedOut PlayersStarted RuleEvaluationsFailed
              TicketsFailed TicketsStarted TicketsTimedOut
            `,
          ),
          ...each(
            gauge,
            'Count',
            `
              ActivatingGameSessions ActiveGameSessions ActiveInstances ActiveServerProcesses
              CurrentPlayerSessions CurrentTickets DesiredInstances DrainingUtilizedGameServers
              FirstChoiceOutOfCapacity MaxInstances MinInstances PlayerSessionActivations QueueDepth
              UtilizedGameServers
            `,
          ),
          ...each(gauge, 'Seconds', 'TimeToMatch TimeToTicketSuccess'),
          ...each(
            level,
            'Count',
            `
              FirstChoiceNotViable GameSessionInterruptions InstanceInterruptions LowestLatencyPlacement
              MatchesAccepted MatchesPlaced ServerProcessAbnormalTerminations ServerProcessActivations
              ServerProcessTerminations
            `,
          ),
          perRequest('AverageWaitTime', 'Seconds'),
          ...each(
            reserve,
            'Count',
            `
              AvailableGameServers AvailableGameSessions DrainingAvailableGameServers HealthyServerProcesses
              IdleInstances
            `,
          ),
          ...each(
            reserve,
            'Percent',
            'PercentAvailableGameSessions PercentHealthyServerProcesses PercentIdleInstances',
          ),
          ...each(untold, 'None', 'LowestPricePlacement Placement RuleEvaluationsPassed'),
        ],
        dimensions: [
          'GameServerGroup',
          'FleetId',
          'InstanceType',
          'Location',
          'MatchmakingConfigurationName',
          'MatchmakingConfigurationName-RuleName',
          'MetricGroup',
          'OperatingSystem',
          'QueueName',
        ],
        grain: [],
        associations: [
          { resourceType: 'gamelift:fleet', arn: /:fleet\/(?<FleetId>[^/]+)$/ },
          { resourceType: 'gamelift:gamesessionqueue', arn: /:gamesessionqueue\/(?<QueueName>[^/]+)$/ },
          {
            resourceType: 'gamelift:matchmakingconfiguration',
            arn: /:matchmakingconfiguration\/(?<MatchmakingConfigurationName>[^/]+)$/,
          },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'ses',
    title: 'Amazon SES',
    namespaces: [
      {
        namespace: 'AWS/SES',
        period: 300,
        publicationDelay: 180,
        metrics: [
          counter('Rendering Failures', 'Count'),
          ...each(
            counter,
            'Count',
            `
              Bounce Clicks Complaint Delivery Opens PublishExpired PublishFailure PublishSuccess Received Reject
              Send
            `,
          ),
          ...each(gauge, 'None', 'Reputation.BounceRate Reputation.ComplaintRate'),
        ],
        dimensions: ['RuleName', 'RuleSetName'],
        grain: [[]],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'swf',
    title: 'Amazon SWF',
    namespaces: [
      {
        namespace: 'AWS/SWF',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              ActivityTasksCanceled ActivityTasksCompleted ActivityTasksFailed DecisionTasksCompleted
              ScheduledActivityTasksTimedOutOnClose ScheduledActivityTasksTimedOutOnStart
              StartedActivityTasksTimedOutOnClose StartedActivityTasksTimedOutOnHeartbeat
              StartedDecisionTasksTimedOutOnClose ThrottledEvents WorkflowsCanceled WorkflowsCompleted
              WorkflowsContinuedAsNew WorkflowsFailed WorkflowsTerminated WorkflowsTimedOut
            `,
          ),
          ...each(gauge, 'None', 'ConsumedCapacity PendingTasks ProvisionedBucketSize'),
          ...each(
            perRequest,
            'Milliseconds',
            `
              ActivityTaskScheduleToCloseTime ActivityTaskScheduleToStartTime ActivityTaskStartToCloseTime
              DecisionTaskScheduleToStartTime DecisionTaskStartToCloseTime WorkflowStartToCloseTime
            `,
          ),
          reserve('ProvisionedRefillRate', 'None'),
        ],
        dimensions: [
          'APIName',
          'ActivityTypeName',
          'ActivityTypeVersion',
          'DecisionName',
          'Domain',
          'TaskListName',
          'WorkflowTypeName',
          'WorkflowTypeVersion',
        ],
        grain: [],
        associations: [{ resourceType: 'swf:domain', arn: /:\/domain\/(?<Domain>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
]
