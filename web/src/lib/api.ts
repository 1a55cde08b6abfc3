// What the pages ask of the server, one function a request.
import type { z } from 'zod'
import { costReply } from '../../../src/server/schema/cost.ts'
import { dashboardReply, dashboardsReply } from '../../../src/server/schema/dashboard.ts'
import { permissionsPageReply } from '../../../src/server/schema/permissions.ts'
import { waysReply } from '../../../src/server/schema/setup-ways.ts'
import { alertsReply, driftReply, statusReply } from '../../../src/server/schema/status.ts'
import {
  alarmsReply,
  coverageReply,
  coverageWhyReply,
  lintBody,
  lintReply,
  resourceCountsReply,
  sessionReply,
  setupReply,
  simulateBody,
  simulateReply,
} from '../../../src/server/schema/web.ts'
import {
  type AccountData,
  accountReply,
  accountsReply,
  allTagsReply,
  type CoverageRow,
  externalIdReply,
  metricsReply,
  queryReply,
} from '../../../src/server/schema/web-reads.ts'
import { read, send } from './http.ts'

const aws = '/api/v2/integration/aws'
const session = '/api/v2/heycloud/session'
export const accountPath = (id: string) => `${aws}/accounts/${encodeURIComponent(id)}`

type Present = AccountData['attributes']
/** All that names a row of the coverage. */
export type CoverageKey = Pick<CoverageRow, 'account_config_id' | 'kind' | 'region' | 'namespace'>

/** What the add and settings forms send, in the public API's words. */
export interface AccountAttributes {
  aws_account_id: string
  aws_partition: string
  auth_config:
    | { role_name: string; external_id?: string | undefined }
    | { access_key_id: string; secret_access_key?: string | undefined }
  account_name?: string | null
  account_tags?: string[]
  aws_regions?: Present['aws_regions']
  /** Groups are merged over what is stored. */
  metrics_config?: Partial<Present['metrics_config']>
  resources_config?: Partial<Present['resources_config']>
  features?: Partial<Present['features']>
}
export const wrapAccount = (attributes: Partial<AccountAttributes>) => ({ data: { type: 'account', attributes } })

export const api = {
  session: () => read(sessionReply, 'GET', session),
  signIn: (email: string, password: string) => read(sessionReply, 'POST', session, { email, password }),
  signOut: () => send('DELETE', session),
  spendSetupLink: (body: { token: string; email?: string; password?: string }) =>
    send('POST', '/api/v2/heycloud/setup', body),

  accounts: () => read(accountsReply, 'GET', `${aws}/accounts`),
  account: (id: string) => read(accountReply, 'GET', accountPath(id)),
  createAccount: (attributes: AccountAttributes) =>
    read(accountReply, 'POST', `${aws}/accounts`, wrapAccount(attributes)),
  updateAccount: (id: string, attributes: Partial<AccountAttributes>) =>
    read(accountReply, 'PATCH', accountPath(id), wrapAccount(attributes)),
  status: (id: string) => read(statusReply, 'GET', `${accountPath(id)}/status`),
  verify: (id: string) => send('POST', `${accountPath(id)}/verify`),

  setup: () => read(setupReply, 'GET', `${aws}/setup`),
  /** What these features need; those that are on by default when none are given. */
  permissions: (features: readonly string[] | null, access: 'role' | 'key' = 'role') =>
    read(
      permissionsPageReply,
      'GET',
      `${aws}/permissions?${new URLSearchParams({ access, ...(features ? { features: features.join(',') } : {}) })}`,
    ),
  setupWays: (choice: { features: readonly string[]; form: string; ownRoleOnly: boolean; securityAudit: boolean }) =>
    read(
      waysReply,
      'GET',
      `${aws}/setup/ways?${new URLSearchParams({
        features: choice.features.join(','),
        form: choice.form,
        own_role_only: String(choice.ownRoleOnly),
        security_audit: String(choice.securityAudit),
      })}`,
    ),
  newExternalId: () => read(externalIdReply, 'POST', `${aws}/setup/external_id`),
  simulate: (body: z.infer<typeof simulateBody>) =>
    read(simulateReply, 'POST', `${aws}/setup/simulate`, simulateBody.parse(body)),
  lint: (body: z.infer<typeof lintBody>) => read(lintReply, 'POST', `${aws}/trust_policy/lint`, lintBody.parse(body)),

  drift: () => read(driftReply, 'GET', `${aws}/permissions/drift`),
  alerts: () => read(alertsReply, 'GET', `${aws}/alerts`),

  cost: () => read(costReply, 'GET', `${aws}/cost`),
  alarms: () => read(alarmsReply, 'GET', `${aws}/alarms`),
  resourceCounts: () => read(resourceCountsReply, 'GET', `${aws}/resource_counts`),
  coverage: () => read(coverageReply, 'GET', `${aws}/coverage`),
  coverageWhy: ({ account_config_id, kind, region, namespace }: CoverageKey) =>
    read(
      coverageWhyReply,
      'GET',
      `${aws}/coverage/why?${new URLSearchParams({ account_config_id, kind, region, ...(namespace === null ? {} : { namespace }) })}`,
    ),

  /** `from` and `to` in epoch seconds. */
  query: (from: number, to: number, query: string, signal?: AbortSignal) =>
    read(
      queryReply,
      'GET',
      `/api/v1/query?${new URLSearchParams({ from: String(from), to: String(to), query })}`,
      undefined,
      signal,
    ),
  metrics: () => read(metricsReply, 'GET', '/api/v2/metrics'),
  allTags: (metric: string) => read(allTagsReply, 'GET', `/api/v2/metrics/${encodeURIComponent(metric)}/all-tags`),
  dashboards: () => read(dashboardsReply, 'GET', '/api/v1/dashboard'),
  dashboard: (id: string) => read(dashboardReply, 'GET', `/api/v1/dashboard/${encodeURIComponent(id)}`),
}
