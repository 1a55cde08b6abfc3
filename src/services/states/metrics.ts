// What AWS/States publishes: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
import type { MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, gauge, latency } from '../kinds.ts'

/** From being scheduled to its end, in all and in its two parts. */
const times = (name: string): MetricDefinition[] =>
  [`${name}Time`, `${name}RunTime`, `${name}ScheduleTime`].map(metric => latency(metric, 'Milliseconds'))

const counts = (names: string, states: readonly string[]): MetricDefinition[] =>
  states.map(state => counter(`${names}${state}`))

const ends = ['Scheduled', 'Started', 'Succeeded', 'Failed', 'TimedOut']

export const metrics: MetricDefinition[] = [
  latency('ExecutionTime', 'Milliseconds'),
  ...counts('Executions', ['Started', 'Succeeded', 'Failed', 'TimedOut', 'Aborted']),
  counter('ExecutionThrottled'),
  // Of express workflows, which are billed by duration and memory.
  counter('ExpressExecutionBilledDuration', 'Milliseconds'),
  counter('ExpressExecutionBilledMemory', 'Bytes'),
  counter('ExpressExecutionMemory', 'Bytes'),
  ...countedBy([['ActivityArn']], [...times('Activity'), ...counts('Activities', [...ends, 'HeartbeatTimedOut'])]),
  ...countedBy([['LambdaFunctionArn']], [...times('LambdaFunction'), ...counts('LambdaFunctions', ends)]),
  ...countedBy(
    [['ServiceIntegrationResourceArn']],
    [...times('ServiceIntegration'), ...counts('ServiceIntegrations', ends)],
  ),
  // Of the account: its state transitions, and the calls of its API.
  ...countedBy(
    [['ServiceName'], ['APIName']],
    [
      counter('ThrottledEvents'),
      fact('ProvisionedBucketSize', 'Count'),
      fact('ProvisionedRefillRate', 'Count'),
      gauge('ConsumedCapacity', 'Count'),
    ],
  ),
]
