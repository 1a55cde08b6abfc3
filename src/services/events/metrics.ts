// What is published of EventBridge: rules and buses, pipes, and schedules.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, perRequest } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/Events',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          DeadLetterInvocations Events FailedInvocations InvocationAttempts Invocations InvocationsCreated
          InvocationsFailedToBeSentToDlq MatchedEvents PutEventsApproximateCallCount
          PutEventsApproximateFailedCount PutEventsApproximateSuccessCount PutEventsApproximateThrottledCount
          PutEventsEntriesCount PutEventsFailedEntriesCount PutPartnerEventsApproximateCallCount
          PutPartnerEventsApproximateFailedCount PutPartnerEventsApproximateSuccessCount
          PutPartnerEventsApproximateThrottledCount PutPartnerEventsEntriesCount
          PutPartnerEventsFailedEntriesCount RetryInvocationAttempts SuccessfulInvocationAttempts
          ThrottledRules
        `,
      ),
      gauge('PutEventsRequestSize', 'Bytes'),
      ...each(level, 'Count', 'InvocationsSentToDlq TriggeredRules'),
      ...each(
        perRequest,
        'Milliseconds',
        `
          IngestionToInvocationCompleteLatency IngestionToInvocationStartLatency PutEventsLatency
          PutPartnerEventsLatency
        `,
      ),
    ],
    dimensions: ['EventBusName', 'EventSourceName', 'RuleName'],
    grain: [],
    associations: [
      { resourceType: 'events:rule', arn: /:rule\/(?<EventBusName>[^/]+)\/(?<RuleName>[^/]+)$/ },
      // A partner's bus goes by its whole name; public tables leave the prefix out.
      { resourceType: 'events:rule', arn: /:rule\/(?<EventBusName>aws\.partner\/.+)\/(?<RuleName>[^/]+)$/ },
      { resourceType: 'events:rule', arn: /:rule\/aws\.partner\/(?<EventBusName>.+)\/(?<RuleName>[^/]+)$/ },
      { resourceType: 'events:rule', arn: /:rule\/(?<RuleName>[^/]+)$/ },
      { resourceType: 'events:event-bus', arn: /:event-bus\/(?<EventBusName>.+)$/ },
    ],
  },
  {
    namespace: 'AWS/EventBridge/Pipes',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          EnrichmentStageFailed EventCount ExecutionFailed ExecutionPartiallyFailed ExecutionThrottled
          ExecutionTimeout Invocations TargetStageFailed TargetStagePartiallyFailed TargetStageSkipped
        `,
      ),
      gauge('EventSize', 'Bytes'),
      gauge('Concurrency', 'None'),
      ...each(perRequest, 'Milliseconds', 'Duration EnrichmentStageDuration TargetStageDuration'),
    ],
    dimensions: ['AwsAccountId', 'PipeName'],
    grain: [],
    associations: [{ resourceType: 'pipes:pipe', arn: /:pipe\/(?<PipeName>[^/]+)$/ }],
  },
  {
    namespace: 'AWS/Scheduler',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          InvocationAttemptCount InvocationDroppedCount InvocationThrottleCount
          InvocationsFailedToBeSentToDeadLetterCount InvocationsSentToDeadLetterCount
          InvocationsSentToDeadLetterCount_Truncated_MessageSizeExceeded TargetErrorCount
          TargetErrorThrottledCount
        `,
      ),
    ],
    dimensions: ['ScheduleGroup'],
    grain: [['ScheduleGroup']],
    associations: [{ resourceType: 'scheduler:schedule-group', arn: /:schedule-group\/(?<ScheduleGroup>[^/]+)$/ }],
  },
]
