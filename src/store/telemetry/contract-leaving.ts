// The telemetry contract: retention and erasure.
import { expect, it } from 'vitest'
import { day, hour, midnight, question, sample, series, type TelemetryUnderTest } from './testing/fixtures.ts'

const at = Date.UTC(2026, 10, 23)

export function leaving(store: () => TelemetryUnderTest): void {
  it('erases one account whole, and nothing of another', async () => {
    const { telemetry, sql } = store()
    const name = 'aws.erased'
    const gone = series({ name, organisation: 'erase', accountId: '111111111111' })
    const stays = series({ name, organisation: 'erase', accountId: '222222222222' })
    const others = series({ name, organisation: 'erase-not', accountId: '111111111111' })
    await telemetry.saveSeries([gone, stays, others])
    const start = midnight - 2 * day
    await telemetry.saveSamples([gone, stays, others].map(one => sample(one, start, 1)))
    await telemetry.rollUp(start + hour)
    const scope = { accountId: '111111111111', region: 'eu-west-1', type: 't' }
    for (const organisation of ['erase', 'erase-not'])
      await telemetry.saveResources(
        { ...scope, organisation },
        [{ ...scope, organisation, arn: 'arn', name: 'n', tags: {}, labels: {}, attributes: {} }],
        at,
      )
    await telemetry.eraseAccount('erase', '111111111111')
    for (const table of ['samples', 'rollups_hourly'])
      expect(await sql(`SELECT DISTINCT id FROM heycloud.${table} WHERE name = '${name}' ORDER BY id`)).toEqual([
        { id: stays.id },
        { id: others.id },
      ])
    expect(await sql("SELECT * FROM heycloud.resources_history WHERE organisation = 'erase'")).toEqual([])
    expect(await telemetry.resources('erase')).toEqual([])
    expect(await telemetry.resources('erase-not')).toHaveLength(1)
    expect(await telemetry.loadSeries({ organisation: 'erase', accountId: '111111111111' })).toEqual([])
    const asked = question(name, {
      organisation: 'erase',
      from: start,
      to: start + hour,
      interval: hour,
      timeAggregator: 'count',
    })
    expect((await telemetry.ask(asked)).series).toEqual([{ group: [], values: [1] }])
    await telemetry.eraseAccount('erase', '111111111111')
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
