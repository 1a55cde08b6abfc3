// Queries over a real telemetry store: what was written is what is answered, gaps included.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sample, Series } from '../core/metric.ts'
import type { Telemetry } from '../store/ports.ts'
import { openTelemetry } from '../store/telemetry/index.ts'
import { evaluate } from './evaluate.ts'
import { parseFormula, parseQueries } from './parse.ts'

/** Sat 22 Nov 2025, 12:00:00 UTC. */
const noon = 1_763_812_800
const minute = 60
const day = 86_400

let directory = ''
let store: Telemetry
let nextId = 1

/** The dimension set that each metric is counted by. */
const dimensionSets: Record<string, string> = {
  'aws.lambda.invocations': 'functionname',
  'aws.lambda.errors': 'functionname',
  'aws.lambda.concurrent_executions': 'functionname',
  'aws.rds.cpuutilization': 'dbinstanceidentifier',
  'aws.s3.bucket_size_bytes': 'bucketname+storagetype',
}

/** One series with a point each minute from noon; null writes none. */
function series(
  name: string,
  tags: string[],
  values: (number | null)[],
  more: { period?: number; at?: number; unit?: string; set?: string } = {},
) {
  const { period = minute, at = noon, unit = 'Count', set = dimensionSets[name] ?? 'none' } = more
  const id = nextId++
  const [, service = '', metric = ''] = name.split('.')
  const row: Series = {
    organisation: 'acme',
    accountId: '111122223333',
    region: 'us-east-1',
    namespace: `AWS/${service}`,
    metric,
    dimensions: { Id: String(id) },
    statistic: 'Average',
    id,
    name,
    unit,
    tags: [...tags, `dimension_set:${set}`].toSorted(),
    resource: '',
  }
  const samples: Sample[] = values.flatMap((value, index) =>
    value === null ? [] : [{ name, id, ts: at + index * period, period, value, weight: period }],
  )
  return { row, samples }
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'heycloud-query-'))
  store = await openTelemetry({ directory })
  await store.migrate()
  const all = [
    series('aws.lambda.invocations', ['functionname:resize', 'env:prod'], [10, 20, null, 40, 50]),
    series('aws.lambda.invocations', ['functionname:mail', 'env:prod', 'critical'], [1, 1, 1, 1, 0]),
    series('aws.lambda.invocations', ['functionname:test', 'env:dev'], [7, 7, 7, 7, 7]),
    series('aws.lambda.invocations', ['env:dev'], [1000, null, null, null, null], { set: 'none' }),
    series('aws.lambda.errors', ['functionname:resize', 'env:prod'], [1, 0, null, 4, 5]),
    series('aws.rds.cpuutilization', ['dbinstanceidentifier:a'], [10, 20, 30, 40, 50], { unit: 'Percent' }),
    series('aws.rds.cpuutilization', ['dbinstanceidentifier:b'], [50, 50, 50, 50, null], { unit: 'Percent' }),
    series('aws.rds.cpuutilization', ['dbinstanceidentifier:a'], [1, 2, 3, 4, 5], { unit: 'Percent', at: noon - day }),
    series('aws.lambda.concurrent_executions', ['functionname:resize'], [1, 9, 2, 3, 4]),
    series('aws.s3.bucket_size_bytes', ['bucketname:logs'], [100, 200], {
      unit: 'Bytes',
      period: day,
      at: noon - 2.5 * day,
    }),
  ]
  await store.saveSeries(all.map(one => one.row))
  await store.saveSamples(all.flatMap(one => one.samples))
})

afterAll(async () => {
  await store?.close()
  await rm(directory, { recursive: true, force: true })
})

const run = (query: string, options: { from?: number; to?: number; interval?: number } = {}) =>
  evaluate(parseQueries(query), {
    organisation: 'acme',
    from: noon,
    to: noon + 5 * minute,
    ask: question => store.ask(question),
    ...options,
  })

/** Tags and values alone. */
const answer = async (query: string, options?: { from?: number; to?: number; interval?: number }) =>
  (await run(query, options)).map(found => [found.tagSet.join(), found.points.map(([, value]) => value)])

describe('evaluate', () => {
  it('answers each minute, groups by tag, and leaves gaps', async () => {
    expect(await answer('sum:aws.lambda.invocations{env:prod} by {functionname}')).toEqual([
      ['functionname:mail', [1, 1, 1, 1, 0]],
      ['functionname:resize', [10, 20, null, 40, 50]],
    ])
  })

  it('describes each series', async () => {
    const [first] = await run('sum:aws.lambda.errors{env:prod} by {functionname}')
    expect(first).toMatchObject({
      metric: 'aws.lambda.errors',
      expression: 'sum:aws.lambda.errors{functionname:resize,env:prod}',
      scope: 'functionname:resize,env:prod',
      tagSet: ['functionname:resize'],
      interval: 60,
      unit: 'Count',
      aggregator: 'sum',
      newestPoint: noon + 4 * minute,
      queryIndex: 0,
    })
    expect(first?.points[0]).toEqual([noon * 1000, 1])
    expect(first?.points).toHaveLength(5)
    const [whole] = await run('sum:aws.lambda.errors{*}')
    expect(whole).toMatchObject({ expression: 'sum:aws.lambda.errors{*}', scope: '*', tagSet: [] })
  })

  it("combines series, and a point that one of them lacks is the others'", async () => {
    expect(await answer('sum:aws.lambda.invocations{env:prod}')).toEqual([['', [11, 21, 1, 41, 50]]])
    expect(await answer('count:aws.lambda.invocations{*}')).toEqual([['', [3, 3, 2, 3, 3]]])
    expect(await answer('count:aws.lambda.invocations{dimension_set:*}')).toEqual([['', [4, 3, 2, 3, 3]]])
    expect(await answer('aws.rds.cpuutilization{*}')).toEqual([['', [30, 35, 40, 45, 50]]])
  })

  it.each([
    ['functionname:resize OR functionname:mail', [11, 21, 1, 41, 50]],
    ['functionname IN (resize, mail)', [11, 21, 1, 41, 50]],
    ['functionname:*e*', [17, 27, 7, 47, 57]],
    ['!env:dev', [11, 21, 1, 41, 50]],
    ['env:prod AND NOT functionname:resize', [1, 1, 1, 1, 0]],
    ['NOT functionname:*', [1000, null, null, null, null]],
    ['ENV:Prod', [11, 21, 1, 41, 50]],
    ['critical', [1, 1, 1, 1, 0]],
    ['env:prod, !Critical', [10, 20, null, 40, 50]],
  ])('filters by %s', async (scope, values) => {
    expect(await answer(`sum:aws.lambda.invocations{${scope}}`)).toEqual([['', values]])
  })

  it('rolls totals up by adding, levels by averaging, maxima by the maximum', async () => {
    expect(await answer('sum:aws.lambda.invocations{functionname:resize}', { interval: 300 })).toEqual([['', [120]]])
    expect(await answer('avg:aws.rds.cpuutilization{dbinstanceidentifier:a}', { interval: 300 })).toEqual([['', [30]]])
    expect(await answer('avg:aws.lambda.concurrent_executions{*}', { interval: 300 })).toEqual([['', [9]]])
    expect(await answer('avg:aws.rds.cpuutilization{*}.rollup(min, 300)')).toEqual([['', [30]]])
    expect(await answer('avg:aws.lambda.invocations{functionname:resize}.rollup(avg, 300)')).toEqual([['', [30]]])
  })

  it('gives rates by the second and says so', async () => {
    const [rate] = await run('sum:aws.lambda.invocations{functionname:resize}.as_rate()', { interval: 300 })
    expect(rate).toMatchObject({ unit: 'Count/Second', points: [[noon * 1000, 0.4]] })
    expect(await answer('sum:aws.rds.cpuutilization{dbinstanceidentifier:a}.as_count()', { interval: 300 })).toEqual([
      ['', [150]],
    ])
  })

  it('fills only what it is asked to', async () => {
    const query = 'sum:aws.lambda.invocations{functionname:resize}'
    expect(await answer(`${query}.fill(zero)`)).toEqual([['', [10, 20, 0, 40, 50]]])
    expect(await answer(`${query}.fill(linear)`)).toEqual([['', [10, 20, 30, 40, 50]]])
    expect(await answer(`${query}.fill(last, 60)`)).toEqual([['', [10, 20, 20, 40, 50]]])
    expect(await answer(`default_zero(${query})`)).toEqual([['', [10, 20, 0, 40, 50]]])
  })

  it('divides group by group; a group without errors has none only where the query says so', async () => {
    const invocations = 'sum:aws.lambda.invocations{env:prod} by {functionname}'
    const errors = 'sum:aws.lambda.errors{*} by {functionname}'
    expect(await answer(`100 * ${errors} / ${invocations}`)).toEqual([['functionname:resize', [10, 0, null, 10, 10]]])
    expect(await answer(`100 * default_zero(${errors}) / ${invocations}`)).toEqual([
      ['functionname:resize', [10, 0, null, 10, 10]],
      ['functionname:mail', [0, 0, 0, 0, null]],
    ])
    expect(await answer(`${errors} / sum:aws.lambda.errors{*}`)).toEqual([
      ['functionname:resize', [1, null, null, 1, 1]],
    ])
  })

  it('names arithmetic by its text', async () => {
    const [ratio] = await run('sum:aws.lambda.errors{*} / sum:aws.lambda.invocations{*}')
    const text = 'sum:aws.lambda.errors{*} / sum:aws.lambda.invocations{*}'
    expect(ratio).toMatchObject({ metric: text, expression: text, scope: '*', aggregator: null, unit: '' })
  })

  it('ranks', async () => {
    expect(
      (await answer('top(sum:aws.lambda.invocations{functionname:*} by {functionname}, 2, max)')).map(([tags]) => tags),
    ).toEqual(['functionname:resize', 'functionname:test'])
    expect((await answer('exclude_null(sum:aws.lambda.invocations{dimension_set:*} by {functionname})')).length).toBe(3)
    expect(
      (await answer('sum:aws.lambda.invocations{dimension_set:*} by {functionname}')).map(([tags]) => tags),
    ).toContain('functionname:N/A')
  })

  it('draws yesterday over today', async () => {
    const query = 'avg:aws.rds.cpuutilization{dbinstanceidentifier:a}'
    const found = await run(`day_before(${query}), ${query} - timeshift(${query}, -86400)`)
    expect(found.map(one => one.points.map(([, value]) => value))).toEqual([
      [1, 2, 3, 4, 5],
      [9, 18, 27, 36, 45],
    ])
    expect(found[0]?.points[0]?.[0]).toBe(noon * 1000)
    expect(found.map(one => one.queryIndex)).toEqual([0, 1])
  })

  it('reaches back to the last point of a daily metric', async () => {
    const [size] = await run('avg:aws.s3.bucket_size_bytes{*}')
    expect(size?.interval).toBe(day)
    expect(size?.points.flatMap(([, value]) => value ?? [])).toEqual([100, 200])
  })

  it('answers formulas over named queries', async () => {
    const formula = parseFormula('errors / calls', {
      errors: 'sum:aws.lambda.errors{functionname:resize}',
      calls: 'sum:aws.lambda.invocations{functionname:resize}',
    })
    const options = { organisation: 'acme', from: noon, to: noon + 300, ask: store.ask }
    const [series] = await evaluate([formula], options)
    expect(series?.points.map(([, value]) => value)).toEqual([0.1, 0, null, 0.1, 0.1])
  })

  it('finds nothing, and says nothing, of a metric that is not there, or of another organisation', async () => {
    expect(await run('avg:aws.ec2.cpuutilization{*} by {region}')).toEqual([])
    const options = { organisation: 'other', from: noon, to: noon + 300, ask: store.ask }
    const found = await evaluate(parseQueries('sum:aws.lambda.errors{*} by {functionname}'), options)
    expect(found).toEqual([])
  })

  it.each([
    ['sum:aws.lambda.errors{*} by {env} + sum:aws.lambda.errors{*} by {functionname}', 'here env against functionname'],
    ['sum:aws.lambda.errors{*}.rollup(sum, 60) + sum:aws.lambda.errors{*}.rollup(sum, 300)', '60 s and 300 s'],
    [
      'hour_before(sum:aws.lambda.errors{*}.rollup(sum, 7200))',
      'shifts by 3600 s, which the interval of 7200 s does not divide',
    ],
    ['abs(1 + 1)', 'a number alone is no query'],
  ])('refuses %s', async (query, message) => {
    await expect(async () => run(query)).rejects.toThrow(message)
  })

  it('refuses an empty range', async () => {
    await expect(run('avg:aws.lambda.errors{*}', { from: noon, to: noon })).rejects.toMatchObject({
      code: 'query_range',
    })
  })
})
