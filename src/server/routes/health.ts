// Whether this process lives and is ready, and HeyCloud's metrics about itself, for whoever runs it.
import type { FastifyPluginAsync } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { SECOND } from '../../core/clock.ts'
import { findActor } from '../auth/authenticate.ts'
import type { ServerDependencies } from '../dependencies.ts'

const gauge = (registry: Registry, name: string, help: string, labelNames: string[] = []) =>
  new Gauge({ name: `heycloud_${name}`, help, labelNames, registers: [registry] })

/** What anybody may know of this process: its memory, its CPU, its version. */
function processMetrics(version: string): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  gauge(registry, 'build_info', 'HeyCloud’s version.', ['version']).set({ version }, 1)
  return registry
}

/**
 * One organisation's gauges, read from the ledgers when asked, so that they cannot disagree with the pages. A registry for each
 * time: two that ask at once would count into the same gauges.
 */
async function ledgerMetrics({ settings, clock }: ServerDependencies, organisation: string): Promise<Registry> {
  const registry = new Registry()
  const accounts = gauge(registry, 'accounts', 'Connected AWS accounts by state.', ['state'])
  const lag = gauge(registry, 'lag_seconds', 'Age of the newest stored point.', ['account', 'region', 'namespace'])
  const notSeenLabels = ['account', 'region', 'kind', 'state']
  const notSeen = gauge(registry, 'not_seen', 'Reads that were denied or failed at the last attempt.', notSeenLabels)
  const place = ['account', 'region']
  const points = gauge(registry, 'points_stored', 'Points stored since the account was connected.', place)
  const charge = gauge(registry, 'cloudwatch_charge_dollars', 'Calculated CloudWatch charge this month.', place)

  const month = new Date(clock.now()).toISOString().slice(0, 8)
  const [all, coverage, cost] = await Promise.all([
    settings.accounts.list(organisation),
    settings.coverage.list(organisation),
    settings.cost.list(organisation, `${month}01`),
  ])
  const accountOf = new Map(all.map(account => [account.id, account.accountId]))
  for (const account of all) accounts.inc({ state: account.state })
  for (const { accountConfigId, region, kind, state, namespace, newestPoint, points: stored } of coverage) {
    const account = accountOf.get(accountConfigId) ?? accountConfigId
    if (newestPoint && namespace && state !== 'off')
      lag.set({ account, region, namespace }, clock.now() / SECOND - newestPoint)
    if (state === 'denied' || state === 'failed') notSeen.inc({ account, region, kind, state })
    points.inc({ account, region }, stored)
  }
  for (const row of cost)
    charge.inc({ account: accountOf.get(row.accountConfigId) ?? row.accountConfigId, region: row.region }, row.charge)
  return registry
}

export const healthRoutes =
  (deps: ServerDependencies): FastifyPluginAsync =>
  async app => {
    const own = processMetrics(deps.version)

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
    /** A stranger learns of the process alone; which AWS accounts there are, and how they fare, their own organisation. */
    app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
      const actor = await findActor(deps, request)
      const registry = actor ? Registry.merge([own, await ledgerMetrics(deps, actor.organisation)]) : own
      return reply
        .type(own.contentType)
        .header('cache-control', 'no-store')
        .send(await registry.metrics())
    })
  }
