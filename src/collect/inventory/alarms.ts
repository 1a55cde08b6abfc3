// CloudWatch alarms of a region, with their present state.
import {
  CloudWatchClient,
  type CompositeAlarm,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch'
import { observe } from '../../aws/observe.ts'
import { traced } from '../../aws/trace.ts'
import type { Alarm } from '../../core/resource.ts'
import { clientOf, type Place, paceOf, type Tools } from '../context.ts'
import type { RegionWork } from '../region.ts'

const switchedOff = 'Collecting alarms is switched off in the account’s settings.'

/** One reading of a region's alarms, if the account's owner wants them. Resolves with when the next is due, epoch ms. */
export async function collectAlarms(
  tools: Tools,
  { place, coverage }: RegionWork,
  signal: AbortSignal,
): Promise<number> {
  const { stretch, stopped } = paceOf(tools, place.account)
  const due = tools.clock.now() + tools.cadence.alarms * stretch
  const reason = place.account.settings.metrics_config.collect_cloudwatch_alarms ? stopped : switchedOff
  if (reason !== null) {
    const left = await coverage.leaveOut(place, ['alarms'], reason, [{ kind: 'alarms', namespace: null }])
    if (left) await forgetAlarms(tools, place)
    return due
  }
  const client = clientOf(tools, place, 'alarms', CloudWatchClient)
  const read = async () => {
    const alarms: Alarm[] = []
    const input = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] }
    for await (const page of paginateDescribeAlarms({ client, pageSize: 100 }, input)) {
      signal.throwIfAborted()
      for (const alarm of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])])
        alarms.push(toAlarm(place, alarm))
    }
    return alarms
  }
  const { value: listed, trace } = await traced(() => observe('cloudwatch:DescribeAlarms', read, tools.clock))
  signal.throwIfAborted()
  if (listed.state === 'seen') {
    const { organisation, accountId } = place.account
    await tools.telemetry.saveAlarms({ organisation, accountId, region: place.region }, listed.value, listed.at)
  }
  const outcome = listed.state === 'seen' ? { state: 'seen' as const, items: listed.value.length } : listed
  await coverage.record(place, [{ kind: 'alarms', namespace: null, outcome, trace }])
  return due
}

/** The state of an alarm that nobody looks at is no state. */
export async function forgetAlarms({ telemetry, clock }: Tools, { account, region }: Place): Promise<void> {
  const { organisation, accountId } = account
  await telemetry.saveAlarms({ organisation, accountId, region }, [], clock.now())
}

/** A composite alarm watches other alarms, and no metric. */
function toAlarm({ account, region }: Place, alarm: MetricAlarm & CompositeAlarm): Alarm {
  const { AlarmArn = '', AlarmName = '', StateValue, StateReason = '' } = alarm
  const changed = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp
  const dimensions = (alarm.Dimensions ?? []).flatMap(({ Name, Value }) =>
    Name === undefined ? [] : [[Name, Value ?? ''] as const],
  )
  return {
    organisation: account.organisation,
    accountId: account.accountId,
    region,
    arn: AlarmArn,
    name: AlarmName,
    state: StateValue ?? 'INSUFFICIENT_DATA',
    reason: StateReason,
    since: changed?.getTime() ?? 0,
    namespace: alarm.Namespace ?? null,
    metric: alarm.MetricName ?? null,
    dimensions: Object.fromEntries(dimensions),
  }
}
