// The telemetry contract: retention and erasure.
import { expect, it } from 'vitest'
import type { Series } from '../../core/metric.ts'
import { day, hour, midnight, question, sample, series, type TelemetryUnderTest } from './testing/fixtures.ts'

const at = Date.UTC(2026, 10, 23)

/** Something in every table that telemetry has of an account. */
async function saveAll({ telemetry, sql }: TelemetryUnderTest, one: Series, start: number): Promise<void> {
  const { organisation, accountId, region } = one
  await telemetry.saveSeries([one])
  await telemetry.saveSamples([sample(one, start, 1), sample(one, start + day, 1)])
  await telemetry.rollUp(start + day + hour)
  const scope = { organisation, accountId, region, types: ['t'] }
  const resource = { organisation, accountId, region, type: 't', name: 'n', tags: {}, labels: {}, attributes: {} }
  const arns = (...names: string[]) => names.map(arn => ({ ...resource, arn }))
  await telemetry.saveResources(scope, arns('stays', 'vanishes'), at)
  await telemetry.saveResources(scope, arns('stays'), at + 1)
  const alarm = {
    name: 'a',
    state: 'OK' as const,
    reason: '',
    since: at,
    namespace: null,
    metric: null,
    dimensions: {},
  }
  await telemetry.saveAlarms(scope, [{ ...alarm, organisation, accountId, region, arn: 'alarm' }], at)
  await sql(`INSERT INTO heycloud.events (organisation, account_id, region, at, id, body, version)
    SELECT '${organisation}', '${accountId}', '${region}', ${at}, 'e', '{}', 1`)
}

/** Two points, a rollup of each, the series, two resources and what happened to them, an alarm, an event; more until ClickHouse has merged. */
const rowsSaved = 12

const counting = (name: string, start: number) =>
  question(name, {
    organisation: 'erase',
    from: start,
    to: start + hour,
    interval: hour,
    timeAggregator: 'count',
    spaceAggregator: 'sum',
  })

function leavingLinked(store: () => TelemetryUnderTest): void {
  it('erases what was read through a monitoring account, but not of an account that is excepted or read through another now', async () => {
    const { telemetry, sql } = store()
    const [monitoring, another] = ['111111111111', '222222222222']
    const tags = [`monitoring_account:${monitoring}`]
    const made = { name: 'aws.linked', organisation: 'linked' }
    const own = series({ ...made, accountId: monitoring })
    const linked = series({ ...made, accountId: '333333333333', tags })
    const excepted = series({ ...made, accountId: '444444444444', tags })
    const moved = series({ ...made, accountId: '555555555555', tags })
    const tagged = series({ ...made, accountId: '666666666666', tags, resource: 'arn:somebody’s own tag' })
    const all = [own, linked, excepted, moved, tagged]
    await telemetry.saveSeries(all)
    await telemetry.saveSeries([{ ...moved, tags: [`monitoring_account:${another}`] }, linked])
    for (const one of all) await telemetry.saveSamples([sample(one, midnight - day, 1)])
    const count = () => telemetry.countAccount('linked', monitoring, [excepted.accountId])
    expect(await count()).toBeGreaterThanOrEqual(4)
    await telemetry.eraseAccount('linked', monitoring, [excepted.accountId])
    expect(await count()).toBe(0)
    const stays = [excepted, moved, tagged].map(({ id }) => ({ id }))
    for (const table of ['series', 'samples'])
      expect(await sql(`SELECT DISTINCT id FROM heycloud.${table} WHERE name = 'aws.linked' ORDER BY id`)).toEqual(
        stays,
      )
    expect(await telemetry.linkedOwners('linked', own.region)).toEqual([
      { accountId: excepted.accountId, through: monitoring },
      { accountId: moved.accountId, through: another },
    ])
    await telemetry.eraseAccount('linked', monitoring)
    expect((await telemetry.points('linked', excepted.id, 0, midnight)).length).toBe(0)
  })
}

export function leaving(store: () => TelemetryUnderTest): void {
  leavingLinked(store)
  it('erases one account whole, counts what is left, and touches nothing of another', async () => {
    const { telemetry, sql } = store()
    const name = 'aws.erased'
    const gone = series({ name, organisation: 'erase', accountId: '111111111111' })
    const stays = series({ name, organisation: 'erase', accountId: '222222222222' })
    const others = series({ name, organisation: 'erase-not', accountId: '111111111111' })
    const all = [gone, stays, others]
    const start = midnight - 2 * day
    for (const one of all) await saveAll(store(), one, start)
    const count = (of: Series) => telemetry.countAccount(of.organisation, of.accountId)
    for (const one of all) expect(await count(one)).toBeGreaterThanOrEqual(rowsSaved)
    await telemetry.eraseAccount('erase', '111111111111')
    expect(await count(gone)).toBe(0)
    for (const one of [stays, others]) expect(await count(one)).toBeGreaterThanOrEqual(rowsSaved)
    for (const table of ['samples', 'rollups_hourly'])
      expect(await sql(`SELECT DISTINCT id FROM heycloud.${table} WHERE name = '${name}' ORDER BY id`)).toEqual([
        { id: stays.id },
        { id: others.id },
      ])
    for (const table of ['series', 'resources', 'resources_history', 'alarms', 'events'])
      expect(
        await sql(
          `SELECT DISTINCT account_id AS id FROM heycloud.${table} WHERE organisation = 'erase' ORDER BY account_id`,
        ),
        table,
      ).toEqual([{ id: '222222222222' }])
    expect(await telemetry.loadSeries({ organisation: 'erase', accountId: '111111111111' })).toEqual([])
    expect((await telemetry.ask(counting(name, start))).series).toEqual([{ group: [], values: [1] }])
    await telemetry.eraseAccount('erase', '111111111111')
    await saveAll(store(), gone, start)
    expect(await count(gone)).toBeGreaterThanOrEqual(rowsSaved)
    expect((await telemetry.ask(counting(name, start))).series).toEqual([{ group: [], values: [2] }])
  })
  it('writes no rollup of what is erased at the same moment', async () => {
    const { telemetry, sql } = store()
    const gone = series({ name: 'aws.both', organisation: 'both', accountId: '111111111111' })
    await telemetry.saveSeries([gone])
    await telemetry.saveSamples([sample(gone, midnight - day, 1)])
    await Promise.all([telemetry.rollUp(midnight), telemetry.eraseAccount('both', '111111111111')])
    await Promise.all([telemetry.eraseAccount('both', '111111111111'), telemetry.rollUp(midnight)])
    for (const table of ['samples', 'rollups_hourly'])
      expect(await sql(`SELECT * FROM heycloud.${table} WHERE id = ${gone.id}`)).toEqual([])
  })
  it('drops whole days, and months of rollups, that ended before', async () => {
    const { telemetry, sql } = store()
    const one = series({ name: 'aws.dropped' })
    await telemetry.saveSeries([one])
    const days = [70, 40, 3, 2, 1]
    await telemetry.saveSamples(days.map(n => sample(one, midnight - n * day, n)))
    await telemetry.rollUp(midnight)
    await telemetry.dropBefore(midnight - 2 * day + hour)
    const left = await telemetry.points('acme', one.id, 0, midnight)
    expect(left.map(point => point.value)).toEqual([2, 1])
    const months = await sql<{ month: number }>(
      `SELECT DISTINCT toYYYYMM(hour) AS month FROM heycloud.rollups_hourly WHERE id = ${one.id}`,
    )
    expect(months).toEqual([{ month: 202611 }])
  })
}
