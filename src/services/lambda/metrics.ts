// What AWS/Lambda publishes: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
import type { MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, gauge, latency, perRequest } from '../kinds.ts'

export const metrics: MetricDefinition[] = [
  counter('Invocations'),
  counter('Errors'),
  counter('Throttles'),
  latency('Duration', 'Milliseconds'),
  perRequest('PostRuntimeExtensionsDuration', 'Milliseconds'),
  fact('ConcurrentExecutions', 'Count'),
  // Of the account and region.
  ...countedBy([[]], [fact('UnreservedConcurrentExecutions', 'Count'), fact('ClaimedAccountConcurrency', 'Count')]),
  // Of the version or alias that the concurrency was provisioned for.
  ...countedBy(
    [['FunctionName', 'Resource']],
    [
      fact('ProvisionedConcurrentExecutions', 'Count'),
      fact('ProvisionedConcurrencyUtilization', 'Percent'),
      counter('ProvisionedConcurrencyInvocations'),
      counter('ProvisionedConcurrencySpilloverInvocations'),
    ],
  ),
  counter('AsyncEventsReceived'),
  counter('AsyncEventsDropped'),
  perRequest('AsyncEventAge', 'Milliseconds'),
  counter('DeadLetterErrors'),
  counter('DestinationDeliveryFailures'),
  counter('RecursiveInvocationsDropped'),
  counter('OversizedRecordCount'),
  // Event source mappings.
  gauge('IteratorAge', 'Milliseconds'),
  gauge('OffsetLag', 'Count'),
  // By the mapping itself; AWS documents no dimension set.
  ...countedBy(
    [],
    [
      counter('PolledEventCount'),
      counter('FilteredOutEventCount'),
      counter('InvokedEventCount'),
      counter('FailedInvokeEventCount'),
      counter('DroppedEventCount'),
      counter('DeletedEventCount'),
      counter('OnFailureDestinationDeliveredEventCount'),
      fact('ProvisionedPollers', 'Count'),
    ],
  ),
]
