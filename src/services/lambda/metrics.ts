// What AWS/Lambda publishes: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
import type { MetricDefinition } from '../../core/define.ts'
import { counter, fact, gauge, latency, perRequest } from '../kinds.ts'

export const metrics: MetricDefinition[] = [
  counter('Invocations'),
  counter('Errors'),
  counter('Throttles'),
  latency('Duration', 'Milliseconds'),
  perRequest('PostRuntimeExtensionsDuration', 'Milliseconds'),
  fact('ConcurrentExecutions', 'Count'),
  fact('UnreservedConcurrentExecutions', 'Count'),
  fact('ClaimedAccountConcurrency', 'Count'),
  fact('ProvisionedConcurrentExecutions', 'Count'),
  fact('ProvisionedConcurrencyUtilization', 'Percent'),
  counter('ProvisionedConcurrencyInvocations'),
  counter('ProvisionedConcurrencySpilloverInvocations'),
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
  counter('PolledEventCount'),
  counter('FilteredOutEventCount'),
  counter('InvokedEventCount'),
  counter('FailedInvokeEventCount'),
  counter('DroppedEventCount'),
  counter('DeletedEventCount'),
  counter('OnFailureDestinationDeliveredEventCount'),
  fact('ProvisionedPollers', 'Count'),
]
