// cloudwatch:DescribeAlarms and DescribeAlarmHistory, from states that are worked out of the metrics.
import type {
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch'
import { AwsError, type Call } from '../../contract.ts'
import { transitionsOf } from '../../world/alarms.ts'
import type { World, WorldRegion } from '../../world/world.ts'
import { here, pageOf } from '../here.ts'

const refuse = () => new AwsError('InvalidNextToken', 'The next token specified is invalid.')

function withState(alarm: MetricAlarm, region: WorldRegion, now: number): MetricAlarm {
  const { state, transitions } = transitionsOf(alarm, region.metrics, now)
  const [last] = transitions
  const since = last ? new Date(last.at) : alarm.AlarmConfigurationUpdatedTimestamp
  return {
    ...alarm,
    StateValue: state,
    StateReason: last?.reason ?? 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: since,
    StateTransitionedTimestamp: since,
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html; there are no composite alarms. */
export function describeAlarms(
  world: World,
  input: DescribeAlarmsCommandInput,
  call: Call,
): Omit<DescribeAlarmsCommandOutput, '$metadata'> {
  const region = here(world, call)
  if (input.AlarmNames && input.AlarmNamePrefix !== undefined) {
    throw new AwsError('InvalidParameterCombination', 'AlarmNames and AlarmNamePrefix cannot both be specified.')
  }
  const size = input.MaxRecords ?? 50
  if (size < 1 || size > 100)
    throw new AwsError('ValidationError', 'The parameter MaxRecords must be between 1 and 100.')
  if (input.AlarmTypes && !input.AlarmTypes.includes('MetricAlarm')) return { MetricAlarms: [], CompositeAlarms: [] }
  const alarms = region.state.alarms
    .filter(a => input.AlarmNames === undefined || input.AlarmNames.includes(a.AlarmName ?? ''))
    .filter(a => a.AlarmName?.startsWith(input.AlarmNamePrefix ?? ''))
    .map(a => withState(a, region, call.now))
    .filter(a => input.StateValue === undefined || a.StateValue === input.StateValue)
  const { items, next } = pageOf('alarms', alarms, size, input.NextToken, refuse)
  return { MetricAlarms: items, CompositeAlarms: [], ...(next !== undefined && { NextToken: next }) }
}

/** State updates of the last three days. */
export function describeAlarmHistory(
  world: World,
  input: DescribeAlarmHistoryCommandInput,
  call: Call,
): Omit<DescribeAlarmHistoryCommandOutput, '$metadata'> {
  const region = here(world, call)
  const from = input.StartDate?.getTime() ?? 0
  const to = input.EndDate?.getTime() ?? call.now
  const wanted = input.HistoryItemType === undefined || input.HistoryItemType === 'StateUpdate'
  const items = region.state.alarms
    .filter(a => wanted && (input.AlarmName === undefined || input.AlarmName === a.AlarmName))
    .flatMap(alarm =>
      transitionsOf(alarm, region.metrics, call.now).transitions.map(t => ({
        AlarmName: alarm.AlarmName,
        AlarmType: 'MetricAlarm' as const,
        Timestamp: new Date(t.at),
        HistoryItemType: 'StateUpdate' as const,
        HistorySummary: `Alarm updated from ${t.from} to ${t.to}`,
        HistoryData: JSON.stringify({
          version: '1.0',
          oldState: { stateValue: t.from },
          newState: { stateValue: t.to, stateReason: t.reason },
        }),
      })),
    )
    .filter(item => item.Timestamp.getTime() >= from && item.Timestamp.getTime() < to)
    .sort((a, b) => b.Timestamp.getTime() - a.Timestamp.getTime())
  if (input.ScanBy === 'TimestampAscending') items.reverse()
  const page = pageOf('alarm-history', items, input.MaxRecords ?? 100, input.NextToken, refuse)
  return { AlarmHistoryItems: page.items, ...(page.next !== undefined && { NextToken: page.next }) }
}
