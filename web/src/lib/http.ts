// The border to the server: every reply is parsed by its schema here, and every fault becomes an ApiError.
import { z } from 'zod'
import { errorReply } from '../../../src/server/schema/web-reads.ts'
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

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
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

export async function read<T extends z.ZodType>(
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
