// What HeyCloud sees of the connected accounts, and what it does not see and why.
import { z } from 'zod'
import { type AwsAccount, accountLabel } from '../../core/account.ts'
import type { AwsCall } from '../../core/call.ts'
import { DAY, SECOND } from '../../core/clock.ts'
import { type Coverage, coverageKinds } from '../../core/coverage.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { byResource } from '../../delegation/policies/document.ts'
import { namespaceByName } from '../../services/index.ts'
import { asAwsCli } from '../aws-cli.ts'
import type { ServerDependencies } from '../dependencies.ts'
import { coverageReply, coverageWhyReply } from '../schema/web.ts'
import type { Routes } from './index.ts'

/** The wire form of a coverage row; lag is the age of the newest stored bucket. */
export const coverageAttributes = (row: Coverage, now: number) => ({
  kind: row.kind,
  region: row.region,
  namespace: row.namespace,
  state: row.state,
  last_success: row.lastSuccess,
  lag_seconds: row.newestPoint === null ? null : Math.max(0, Math.round(now / SECOND) - row.newestPoint),
  items: row.items,
  points: row.points,
  action: row.action,
  reason: row.reason,
  calls: row.calls,
  denials: row.denials,
  failures: row.failures,
  throttles: row.throttles,
  owed: row.owed,
})

/** Which row: the parts of its key. */
const rowQuery = z.object({
  account_config_id: z.string().max(100),
  kind: z.enum(coverageKinds),
  region: z.string().max(100),
  namespace: z.string().max(300).optional(),
})

const callAttributes = (call: AwsCall) => ({
  service: call.service,
  operation: call.operation,
  at: call.at,
  milliseconds: call.milliseconds,
  code: call.code,
  message: call.message,
  request_id: call.requestId,
  aws_cli: asAwsCli(call),
})

const statementFor = (action: string): string =>
  JSON.stringify({ Effect: 'Allow', Action: action, Resource: byResource([action])[0]?.resource ?? '*' }, null, 2)

/** The finest step that gaps are looked for at, seconds: what is read every five minutes may come late by as much. */
const finest = 300

/** The last day's points of a namespace, and how many steps of it are empty between the first and the newest. */
async function pointsOf(
  { telemetry, clock }: Pick<ServerDependencies, 'telemetry' | 'clock'>,
  account: AwsAccount,
  region: string,
  namespace: string,
) {
  const interval = Math.max(finest, namespaceByName(namespace)?.period ?? 0)
  const to = Math.floor(clock.now() / SECOND / interval) * interval
  const from = to - Math.ceil(DAY / SECOND / interval) * interval
  const { organisation, accountId } = account
  const linked = account.settings.features.linked_accounts
  const scope = { organisation, accountId, region, namespace, linked }
  const counted = await telemetry.pointCounts(scope, from, to, interval)
  const times = Array.from({ length: (to - from) / interval }, (_, index) => from + index * interval)
  const counts = times.map(time => counted.get(time) ?? 0)
  const within = counts.slice(counts.findIndex(Boolean), counts.findLastIndex(Boolean) + 1)
  return { points: { interval, times, counts }, gaps: within.filter(count => count === 0).length }
}

export const coverageRoutes: Routes =
  ({ settings, telemetry, clock }) =>
  async app => {
    app.get(
      '/api/v2/integration/aws/coverage/why',
      { schema: { querystring: rowQuery, response: { 200: coverageWhyReply } } },
      async ({ actor: { organisation }, query: { account_config_id: id, kind, region, namespace = null } }) => {
        const account = await settings.accounts.get(organisation, id)
        const rows = account ? await settings.coverage.list(organisation, id) : []
        const row = rows.find(one => one.kind === kind && one.region === region && one.namespace === namespace)
        if (!account || !row)
          throw new HeyCloudError('not_found', 'The coverage ledger has no such row. GET …/aws/coverage lists them.')
        const ofMetrics = kind === 'metrics' && namespace !== null
        return {
          data: {
            id: [account.accountId, region, kind, namespace].filter(Boolean).join('/'),
            type: 'coverage_why' as const,
            attributes: {
              ...coverageAttributes(row, clock.now()),
              call: row.lastCall && callAttributes(row.lastCall),
              statement: row.state === 'denied' && row.action !== null ? statementFor(row.action) : null,
              ...(ofMetrics
                ? await pointsOf({ telemetry, clock }, account, region, namespace)
                : { points: null, gaps: null }),
            },
          },
        }
      },
    )
    app.get(
      '/api/v2/integration/aws/coverage',
      { schema: { response: { 200: coverageReply } } },
      async ({ actor: { organisation } }) => {
        const accounts = new Map((await settings.accounts.list(organisation)).map(account => [account.id, account]))
        const rows = await settings.coverage.list(organisation)
        return {
          data: rows.flatMap(row => {
            const account = accounts.get(row.accountConfigId)
            if (!account) return []
            return [
              {
                id: [account.accountId, row.region, row.kind, row.namespace].filter(Boolean).join('/'),
                type: 'coverage' as const,
                attributes: {
                  ...coverageAttributes(row, clock.now()),
                  account_config_id: account.id,
                  account_id: account.accountId,
                  account_name: accountLabel(account),
                },
              },
            ]
          }),
        }
      },
    )
  }
