// What the pages ask of the server, one function a request.
import type { z } from 'zod'
import { dashboardReply } from '../../../src/server/schema/dashboard.ts'
import {
  alarmsReply,
  costReply,
  coverageReply,
  lintBody,
  lintReply,
  resourceCountsReply,
  sessionReply,
  setupReply,
  simulateBody,
  simulateReply,
  statusReply,
} from '../../../src/server/schema/web.ts'
import {
  accountReply,
  accountsReply,
  allTagsReply,
  externalIdReply,
  metricsReply,
  queryReply,
} from '../../../src/server/schema/web-reads.ts'
import { read, send } from './http.ts'

const aws = '/api/v2/integration/aws'
const session = '/api/v2/heycloud/session'
const account = (id: string) => `${aws}/accounts/${encodeURIComponent(id)}`

/** What the add and settings forms send, in the public API's words. */
export interface AccountAttributes {
  aws_account_id: string
  aws_partition: string
  auth_config: { role_name: string; external_id?: string }
  account_name?: string | null
  account_tags?: string[]
  aws_regions?: { include_all: boolean } | { include_only: string[] }
  /** Merged over what is stored. */
  metrics_config?: {
    collect_cloudwatch_alarms: boolean
    namespace_filters?: { include_only: string[] } | { exclude_only: string[] }
  }
}
const wrapAccount = (attributes: AccountAttributes) => ({ data: { type: 'account', attributes } })

export const api = {
  session: () => read(sessionReply, 'GET', session),
  signIn: (email: string, password: string) => read(sessionReply, 'POST', session, { email, password }),
  signOut: () => send('DELETE', session),
  spendSetupLink: (body: { token: string; email?: string; password?: string }) =>
    send('POST', '/api/v2/heycloud/setup', body),

  accounts: () => read(accountsReply, 'GET', `${aws}/accounts`),
  account: (id: string) => read(accountReply, 'GET', account(id)),
  createAccount: (attributes: AccountAttributes) =>
    read(accountReply, 'POST', `${aws}/accounts`, wrapAccount(attributes)),
  updateAccount: (id: string, attributes: AccountAttributes) =>
    read(accountReply, 'PATCH', account(id), wrapAccount(attributes)),
  deleteAccount: (id: string) => send('DELETE', account(id)),
  status: (id: string) => read(statusReply, 'GET', `${account(id)}/status`),
  verify: (id: string) => send('POST', `${account(id)}/verify`),

  setup: () => read(setupReply, 'GET', `${aws}/setup`),
  newExternalId: () => read(externalIdReply, 'POST', `${aws}/setup/external_id`),
  simulate: (body: z.infer<typeof simulateBody>) =>
    read(simulateReply, 'POST', `${aws}/setup/simulate`, simulateBody.parse(body)),
  lint: (body: z.infer<typeof lintBody>) => read(lintReply, 'POST', `${aws}/trust_policy/lint`, lintBody.parse(body)),

  cost: () => read(costReply, 'GET', `${aws}/cost`),
  alarms: () => read(alarmsReply, 'GET', `${aws}/alarms`),
  resourceCounts: () => read(resourceCountsReply, 'GET', `${aws}/resource_counts`),
  coverage: () => read(coverageReply, 'GET', `${aws}/coverage`),

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
  dashboard: (id: string) => read(dashboardReply, 'GET', `/api/v1/dashboard/${encodeURIComponent(id)}`),
}
