// The telemetry contract: questions, compared with plain loops over the same points.
import { expect, it } from 'vitest'
import type { Sample, Series } from '../../core/metric.ts'
import { type AnswerSeries, aggregators, type Question, type TagFilter } from '../../core/question.ts'
import { hour, midnight, question, randomValues, sample, series, type TelemetryUnderTest } from './testing/fixtures.ts'
import { naiveAnswer } from './testing/reference.ts'

const tag = (key: string, value: string): TagFilter => ({ kind: 'tag', key, value })

/** Equal but for the last digits, which hang on the order of adding. */
function expectClose(actual: AnswerSeries[], expected: AnswerSeries[]): void {
  const rounded = (list: AnswerSeries[]) =>
    list.map(one => ({
      group: one.group,
      values: one.values.map(value => (value === null ? null : value.toPrecision(10))),
    }))
  expect(rounded(actual)).toEqual(rounded(expected))
}

/** Twelve series of one metric with gaps, three hours of 300 s points with differing weights. */
async function load(store: () => TelemetryUnderTest, name: string): Promise<{ all: Series[]; points: Sample[] }> {
  const all = Array.from({ length: 12 }, (_, n) =>
    series({
      name,
      tags: [
        `env:${['prod', 'dev', 'prod-eu'][n % 3]}`,
        ...(n % 4 === 0 ? [] : [`team:t${n % 4}`]),
        `url:http://h${n}:80/a_b%c`,
        'zone:a',
        'zone:b',
      ].sort(),
    }),
  )
  const values = randomValues(11, 12 * 36)
  const points = all.flatMap((one, s) =>
    Array.from({ length: 36 }, (_, n) =>
      sample(one, midnight + n * 300, values[s * 36 + n] ?? 0, { weight: 1 + ((s + n) % 5) }),
    ).filter((_, n) => (n + s) % 7 !== 0 && !(n >= 12 && n < 24 && s % 2 === 0)),
  )
  const { telemetry } = store()
  await telemetry.saveSeries(all)
  await telemetry.saveSamples(points)
  await telemetry.saveSamples(points.filter((_, n) => n % 3 === 0))
  return { all, points }
}

function comparing(store: () => TelemetryUnderTest): void {
  const ask = (asked: Question) => store().telemetry.ask(asked)
  it('aggregates in time and space as plain loops do', async () => {
    const name = 'aws.loops'
    const { all, points } = await load(store, name)
    for (const timeAggregator of aggregators)
      for (const spaceAggregator of aggregators)
        for (const interval of [300, 1_500, hour]) {
          const asked = question(name, {
            timeAggregator,
            spaceAggregator,
            interval,
            groupBy: ['env'],
            to: midnight + 3 * hour,
          })
          expectClose((await ask(asked)).series, naiveAnswer(asked, all, points))
        }
  })
  it('filters as plain loops do', async () => {
    const name = 'aws.filters'
    const { all, points } = await load(store, name)
    const filters: TagFilter[] = [
      tag('env', 'prod'),
      tag('env', 'prod*'),
      tag('env', '*o*'),
      tag('env', 'p_od'),
      tag('env', 'pr%'),
      tag('env', '*'),
      tag('team', '*'),
      tag('url', 'http://h3:80/a_b%c'),
      tag('url', '*:80/a_b%c'),
      tag('url', '*:80/aXb*'),
      tag('url', 'http://h1*'),
      tag('zone', 'b'),
      tag('e*v', 'prod'),
      { kind: 'not', of: tag('team', 't1') },
      { kind: 'and', of: [tag('env', 'prod'), { kind: 'not', of: tag('team', '*') }] },
      { kind: 'or', of: [tag('env', 'dev'), { kind: 'and', of: [tag('zone', 'a'), tag('team', 't2')] }] },
      { kind: 'and', of: [] },
      { kind: 'or', of: [] },
      tag('env', "x') OR 1=1 --"),
      tag('env', 'x\\'),
    ]
    for (const filter of filters) {
      const asked = question(name, { filter, groupBy: ['team', 'env'], timeAggregator: 'sum', interval: 900 })
      const answer = await ask(asked)
      expectClose(answer.series, naiveAnswer(asked, all, points))
    }
  })
}

function laidOut(store: () => TelemetryUnderTest): void {
  const ask = (asked: Question) => store().telemetry.ask(asked)
  it('names the group of what has no such tag, and takes the first of several', async () => {
    const name = 'aws.groups'
    await load(store, name)
    const groups = (groupBy: string[]) =>
      ask(question(name, { groupBy })).then(answer => answer.series.map(one => one.group))
    expect(await groups(['team'])).toEqual([['team:N/A'], ['team:t1'], ['team:t2'], ['team:t3']])
    expect(await groups(['zone', "no'ne"])).toEqual([['zone:a', "no'ne:N/A"]])
    expect(await groups([])).toEqual([[]])
    expect(await groups(['url'])).toHaveLength(12)
  })
  it('leaves gaps, in whole buckets from the range rounded outwards', async () => {
    const { telemetry } = store()
    const one = series({ name: 'aws.gaps', unit: 'Bytes' })
    await telemetry.saveSeries([one])
    await telemetry.saveSamples([sample(one, midnight, 0), sample(one, midnight + 900, 4)])
    const answer = await ask(question('aws.gaps', { from: midnight + 10, to: midnight + 901 }))
    expect(answer).toEqual({
      times: [0, 300, 600, 900].map(offset => midnight + offset),
      series: [{ group: [], values: [0, null, null, 4] }],
      unit: 'Bytes',
      newestPoint: midnight + 900,
    })
    const nothing = await ask(question('aws.gaps', { from: midnight + hour, to: midnight + 2 * hour }))
    expect(nothing).toMatchObject({ series: [], newestPoint: null })
    expect(nothing.times).toHaveLength(12)
    expect(await ask(question('aws.unheard-of'))).toMatchObject({ series: [], unit: '', newestPoint: null })
  })
}

function guarded(store: () => TelemetryUnderTest): void {
  const ask = (asked: Question) => store().telemetry.ask(asked)
  it('leaves points of no weight out of an average', async () => {
    const { telemetry } = store()
    const [one, two] = [series({ name: 'aws.weightless' }), series({ name: 'aws.weightless' })]
    await telemetry.saveSeries([one, two])
    await telemetry.saveSamples([
      sample(one, midnight, 9, { weight: 0 }),
      sample(two, midnight, 4),
      sample(one, midnight + 300, 9, { weight: 0 }),
      sample(two, midnight + 600, 2),
    ])
    const asked = question('aws.weightless', { to: midnight + 900 })
    expect((await ask(asked)).series).toEqual([{ group: [], values: [4, null, 2] }])
    expect((await ask({ ...asked, interval: hour })).series).toEqual([{ group: [], values: [3] }])
    expect((await ask({ ...asked, timeAggregator: 'max' })).series).toEqual([{ group: [], values: [6.5, 9, 2] }])
  })
  it('shows an organisation its own', async () => {
    const { telemetry } = store()
    const mine = series({ name: 'aws.own', tags: ['of:mine'] })
    const theirs = series({ name: 'aws.own', tags: ['of:theirs'], organisation: 'other' })
    await telemetry.saveSeries([mine, theirs])
    await telemetry.saveSamples([sample(mine, midnight, 1), sample(theirs, midnight, 2)])
    for (const [organisation, group, value] of [
      ['acme', 'of:mine', 1],
      ['other', 'of:theirs', 2],
    ] as const) {
      const answer = await ask(question('aws.own', { organisation, groupBy: ['of'] }))
      expect(answer.series.map(one => [one.group, one.values[0]])).toEqual([[[group], value]])
    }
    expect((await ask(question('aws.own', { organisation: "x' OR '1'='1" }))).series).toEqual([])
  })
  it('refuses what is too wide, too long or no range', async () => {
    const { telemetry } = store()
    const wide = Array.from({ length: 2_001 }, (_, n) => series({ name: 'aws.wide', tags: [`n:${n}`] }))
    await telemetry.saveSeries(wide)
    const refused = { code: 'query_range' }
    await expect(ask(question('aws.wide', { groupBy: ['n'] }))).rejects.toMatchObject(refused)
    const filter = tag('n', '1*')
    const long = { filter, groupBy: ['n'], from: midnight - 86_400, interval: 60 }
    await expect(ask(question('aws.wide', long))).rejects.toMatchObject(refused)
    expect((await ask(question('aws.wide', { ...long, interval: 300 }))).series).toEqual([])
    expect((await ask(question('aws.wide', { groupBy: [] }))).series).toEqual([])
    for (const range of [
      { to: midnight },
      { to: midnight - hour },
      { interval: 0 },
      { interval: 1.5 },
      { interval: 2 ** 40 },
      { from: -hour },
      { to: 2 ** 33 },
      { from: midnight - 86_400, interval: 1 },
    ])
      await expect(ask(question('aws.wide', range))).rejects.toMatchObject(refused)
  })
}

export function questions(store: () => TelemetryUnderTest): void {
  comparing(store)
  laidOut(store)
  guarded(store)
}
