// Whether this process lives and is ready, and HeyCloud's metrics about itself, for whoever runs it.
import type { FastifyPluginAsync } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { ServerDependencies } from '../dependencies.ts'

/** Gauges are read from the ledgers when asked, so that they cannot disagree with the pages. */
function selfMetrics({ settings, clock, version }: ServerDependencies): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `heycloud_${name}`, help, labelNames, registers: [registry] })
  gauge('build_info', 'HeyCloud’s version.', ['version']).set({ version }, 1)
  const accounts = gauge('accounts', 'Connected AWS accounts by state.', ['state'])
  const lag = gauge('lag_seconds', 'Age of the newest stored point.', ['account', 'region', 'namespace'])
  const notSeen = gauge('not_seen', 'Reads that were denied or failed at the last attempt.', [
    'account',
    'region',
    'kind',
    'state',
  ])
  const points = gauge('points_stored', 'Points stored since the account was connected.', ['account', 'region'])
  const charge = gauge('cloudwatch_charge_dollars', 'Calculated CloudWatch charge this month.', ['account', 'region'])

  const collect = async () => {
    for (const g of [accounts, lag, notSeen, points, charge]) g.reset()
    const month = new Date(clock.now()).toISOString().slice(0, 8)
    const all = await settings.accounts.listAll()
    const accountOf = new Map(all.map(account => [account.id, account.accountId]))
    for (const account of all) accounts.inc({ state: account.state })
    for (const { id } of await settings.organisations.list()) {
      for (const row of await settings.coverage.list(id)) {
        const account = accountOf.get(row.accountConfigId) ?? row.accountConfigId
        if (row.newestPoint && row.namespace)
          lag.set({ account, region: row.region, namespace: row.namespace }, clock.now() / 1000 - row.newestPoint)
        if (row.state === 'denied' || row.state === 'failed')
          notSeen.inc({ account, region: row.region, kind: row.kind, state: row.state })
        points.inc({ account, region: row.region }, row.points)
      }
      for (const row of await settings.cost.list(id, `${month}01`))
        charge.inc(
          { account: accountOf.get(row.accountConfigId) ?? row.accountConfigId, region: row.region },
          row.charge,
        )
    }
  }
  return Object.assign(registry, { refresh: collect })
}

export const healthRoutes =
  (deps: ServerDependencies): FastifyPluginAsync =>
  async app => {
    const registry = selfMetrics(deps) as Registry & { refresh(): Promise<void> }

    app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok' }))
    app.get('/readyz', { schema: { hide: true } }, async (_, reply) => {
      const checks: Record<string, string> = {}
      for (const [name, check] of [
        ['settings', () => deps.settings.organisations.list()],
        ['telemetry', () => deps.telemetry.resourceCounts('')],
      ] as const) {
        try {
          await check()
          checks[name] = 'ok'
        } catch (error) {
          deps.log.warn({ err: error }, `${name} store does not answer`)
          checks[name] = 'does not answer'
        }
      }
      const ready = Object.values(checks).every(state => state === 'ok')
      return reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not ready', checks })
    })
    app.get('/metrics', { schema: { hide: true } }, async (_, reply) => {
      await registry.refresh()
      return reply.type(registry.contentType).send(await registry.metrics())
    })
  }
