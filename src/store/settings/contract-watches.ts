// The settings contract of what is watched and of history on request.
import { expect, it } from 'vitest'
import { at, type Engine, historyRequest, historyShare, hour, watch } from './testing/fixtures.ts'

export function watches(engine: () => Engine) {
  it('keeps a watch until its later end, from when it began', async () => {
    const { watches } = engine().first
    await watches.put([watch(), watch({ metric: 'aws.lambda.errors' })])
    await watches.put([watch({ since: at + 1, until: at + 2 * hour }), watch({ since: at + 1, until: at + 1 })])
    await watches.put([watch({ organisation: 'other' }), watch({ source: 'asked' })])
    await watches.put([])
    const [latest, ...others] = await watches.list('acme', at)
    expect(latest).toEqual(watch({ until: at + 2 * hour }))
    expect(others).toHaveLength(2)
    expect(others).toEqual(expect.arrayContaining([watch({ metric: 'aws.lambda.errors' }), watch({ source: 'asked' })]))
    expect(await watches.list('acme', at + hour)).toEqual([watch({ until: at + 2 * hour })])
  })
  it('begins anew after it had run out, and is swept when nobody renews it', async () => {
    const { watches } = engine().first
    await watches.sweep(at + hour)
    await watches.put([watch({ since: at + 3 * hour, until: at + 4 * hour })])
    expect(await watches.list('acme', at)).toEqual([watch({ since: at + 3 * hour, until: at + 4 * hour })])
    expect(await watches.list('other', at)).toEqual([])
    await watches.sweep(at + 4 * hour)
    expect(await watches.list('acme', at)).toEqual([])
  })
  it('keeps those of a source that run out last, also of two that write at once', async () => {
    const { first, second } = engine()
    const many = Array.from({ length: 1_200 }, (_, i) => watch({ metric: `m${i}`, source: 'asked', until: at + i + 1 }))
    await Promise.all([first.watches.put(many), second.watches.put(many.toReversed())])
    await first.watches.put([watch({ metric: 'dash', until: at + 1 })])
    await first.watches.keepNewest('acme', 'asked', 3)
    const left = await first.watches.list('acme', at)
    expect(left.map(({ metric }) => metric)).toEqual(['m1199', 'm1198', 'm1197', 'dash'])
    await first.watches.keepNewest('acme', 'monitor', 0)
    expect(await first.watches.list('acme', at)).toHaveLength(4)
  })
  it('takes a filter of any length', async () => {
    const { watches } = engine().first
    const filter = { kind: 'tag' as const, key: 'instanceid', value: 'i-'.repeat(4_000) }
    await watches.put([watch({ organisation: 'long', filter })])
    expect(await watches.list('long', at)).toEqual([watch({ organisation: 'long', filter })])
  })
}

export function historyRequests(engine: () => Engine) {
  it('keeps one request of an account with how far each region is, until another begins', async () => {
    const { historyRequests } = engine().first
    await historyRequests.begin(historyRequest())
    await historyRequests.putShare(historyShare({ region: 'us-east-1' }))
    await historyRequests.putShare(historyShare())
    await historyRequests.putShare(historyShare({ read: 9, lastId: 4_294_967_295, finished: true, points: 3e12 }))
    await historyRequests.stop('cfg-1', at + 1)
    expect(await historyRequests.get('cfg-1')).toEqual(historyRequest({ stoppedAt: at + 1 }))
    expect(await historyRequests.shares('cfg-1')).toEqual([
      historyShare({ read: 9, lastId: 4_294_967_295, finished: true, points: 3e12 }),
      historyShare({ region: 'us-east-1' }),
    ])
    await historyRequests.begin(historyRequest({ months: 3, requestedAt: at + 2 }))
    expect(await historyRequests.get('cfg-1')).toEqual(historyRequest({ months: 3, requestedAt: at + 2 }))
    expect(await historyRequests.shares('cfg-1')).toEqual([])
    expect(await historyRequests.get('cfg-2')).toBeUndefined()
  })
}
