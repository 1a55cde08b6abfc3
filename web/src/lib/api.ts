// The border to the server: every reply is parsed by its schema here, and every fault becomes an ApiError.
import { z } from 'zod'
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
  errorReply,
  externalIdReply,
  metricsReply,
  queryReply,
} from '../../../src/server/schema/web-reads.ts'
import { t } from '../i18n.ts'
import { noteServerDate } from './clock.ts'

export class ApiError extends Error {
  /** HTTP status; 0 when the server did not answer. */
  readonly status: number
  /** The error table's code; `offline` or `unreadable` for the web's own. */
  readonly code: string
  readonly title: string
  readonly detail: string
  /** Dotted field name to fault. */
  readonly fields: Record<string, string>

  constructor(status: number, code: string, title: string, detail: string, fields: Record<string, string> = {}) {
    super(detail === '' ? title : `${title}: ${detail}`)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.title = title
    this.detail = detail
    this.fields = fields
  }
}

async function fault(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const parsed = errorReply.safeParse(body)
  const first = parsed.success ? parsed.data.errors[0] : undefined
  if (first === undefined) return new ApiError(response.status, 'unreadable', t.errors.status(response.status), '')
  if (typeof first === 'string') return new ApiError(response.status, 'bad_request', first, '')
  return new ApiError(
    response.status,
    first.code ?? 'unknown',
    first.title ?? t.errors.status(response.status),
    first.detail ?? '',
    first.meta,
  )
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause
    throw new ApiError(0, 'offline', t.errors.offline, t.errors.offlineDetail)
  })
  noteServerDate(response.headers.get('date'))
  if (!response.ok) throw await fault(response)
  return response
}

async function read<T extends z.ZodType>(
  schema: T,
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<z.infer<T>> {
  const response = await send(method, path, body, signal)
  const parsed = schema.safeParse(await response.json())
  if (parsed.success) return parsed.data
  throw new ApiError(response.status, 'unreadable', t.errors.unreadable, `${path}\n${z.prettifyError(parsed.error)}`)
}

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
