// The planted incident is to be found where and when the ground truth says, by asking the simulated CloudWatch alone.
import { readFileSync } from 'node:fs'
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movableClock } from '../../../src/core/clock.ts'
import { type Simulated, simulated, simulatedNow } from '../../../test/support/simulated.ts'
import { timeline } from '../../world/incident.ts'

interface Sight {
  of: string
  namespace: string
  metric: string
  dimensions: Record<string, string>
  statistic: string
  during: [number, number]
  atLeast: number
  before: [number, number]
  atMost: number
}

const truth: {
  minutesFromStart: Record<string, number>
  visible: Sight[]
  alarms: { name: string; alarmBetween: [number, number]; stateAtStart: string }[]
} = JSON.parse(readFileSync(new URL('ground-truth.json', import.meta.url), 'utf8'))

// In Virginia's small hours and at its evening peak: it must be seen at any time of the day.
const starts = [simulatedNow, Date.UTC(2026, 10, 19, 3, 40)]

describe.each(starts)('the bad deploy before %d', start => {
  let aws: Simulated
  let cloudwatch: CloudWatchClient
  beforeAll(async () => {
    aws = await simulated({ clock: movableClock(start) })
    cloudwatch = aws.client(CloudWatchClient)
  })
  afterAll(() => aws.simulator.close())

  const at = (minutes: number) => new Date(aws.simulator.world.start + minutes * 60_000)

  /** Values at 60 s of the metric whose dimensions are these, or begin like these where a `*` ends them. */
  async function values(sight: Sight, [from, to]: [number, number]): Promise<number[]> {
    const pages = paginateListMetrics({ client: cloudwatch }, { Namespace: sight.namespace, MetricName: sight.metric })
    const wanted = Object.entries(sight.dimensions)
    const found = []
    for await (const page of pages) {
      for (const metric of page.Metrics ?? []) {
        const fits = wanted.every(([name, value]) =>
          metric.Dimensions?.some(
            d => d.Name === name && (value.endsWith('*') ? d.Value?.startsWith(value.slice(0, -1)) : d.Value === value),
          ),
        )
        if (fits && metric.Dimensions?.length === wanted.length) found.push(metric)
      }
    }
    expect(found).toHaveLength(1)
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: at(from),
        EndTime: at(to),
        MetricDataQueries: [{ Id: 'q', MetricStat: { Metric: found[0], Period: 60, Stat: sight.statistic } }],
      }),
    )
    return MetricDataResults?.[0]?.Values ?? []
  }

  it.each(truth.visible)('$of', async sight => {
    const during = await values(sight, sight.during)
    // Points of the last minutes may not be out yet.
    expect(during.length).toBeGreaterThan(sight.during[1] - sight.during[0] - 5)
    expect(Math.min(...during)).toBeGreaterThanOrEqual(sight.atLeast)
    const before = await values(sight, sight.before)
    expect(before.length).toBeGreaterThan(0)
    expect(Math.max(...before)).toBeLessThanOrEqual(sight.atMost)
  })

  it.each(truth.alarms)('sets off $name', async ({ name, alarmBetween, stateAtStart }) => {
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))
    expect(MetricAlarms?.map(a => a.StateValue)).toEqual([stateAtStart])
    const { AlarmHistoryItems } = await cloudwatch.send(new DescribeAlarmHistoryCommand({ AlarmName: name }))
    const alarms = AlarmHistoryItems?.filter(item => item.HistorySummary?.endsWith('to ALARM')) ?? []
    expect(alarms).toHaveLength(1)
    const [item] = alarms
    expect(item?.Timestamp?.getTime()).toBeGreaterThanOrEqual(at(alarmBetween[0]).getTime())
    expect(item?.Timestamp?.getTime()).toBeLessThanOrEqual(at(alarmBetween[1]).getTime())
  })

  it('is told in the ground truth as it is planted', () => {
    expect(truth.minutesFromStart).toEqual(timeline)
  })
})
