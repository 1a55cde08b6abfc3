// How errors leave: the public API's body, `{"errors":[{status,title,detail,meta}]}`, for every error of the table.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, errorTable, HeyCloudError } from '../core/errors.ts'

export const jsonApi = 'application/vnd.api+json'

interface ErrorBody {
  errors: { status: string; title: string; detail: string; code: string; meta?: Record<string, string> }[]
}

/** An error of the request, as it leaves. */
export interface Refusal {
  status: number
  code: ErrorCode
  title: string
  detail: string
  /** A fault per dotted field. */
  fields?: Record<string, string>
}

const body = ({ status, code, title, detail, fields = {} }: Omit<Refusal, 'code'> & { code: string }): ErrorBody => ({
  errors: [
    { status: String(status), title, detail, code, ...(Object.keys(fields).length > 0 ? { meta: fields } : {}) },
  ],
})

/** `/data/attributes/aws_account_id` -> `aws_account_id`: the name a person typed. */
const fieldName = (path: string): string =>
  path
    .replace(/^\//, '')
    .replaceAll('/', '.')
    .replace(/^data\.(attributes\.)?/, '')

function schemaFaults(issues: { instancePath: string; message?: string | undefined }[]): Record<string, string> {
  const faults = issues.map(issue => [fieldName(issue.instancePath) || 'body', issue.message ?? 'invalid'] as const)
  return Object.fromEntries(faults)
}

const refusal = (code: ErrorCode, detail: string, more: Partial<Refusal> = {}): Refusal => ({
  ...errorTable[code],
  code,
  detail,
  ...more,
})

/** What an error says of the request; undefined for a fault of ours. */
export function refusalOf(error: FastifyError): Refusal | undefined {
  if (error instanceof HeyCloudError) return error
  if (hasZodFastifySchemaValidationErrors(error))
    return refusal('bad_request', 'invalid value', { fields: schemaFaults(error.validation) })
  const status = error.statusCode ?? 500
  if (status === 429) return refusal('too_many_requests', error.message)
  return status < 500 ? refusal('bad_request', error.message, { status }) : undefined
}

/**
 * Where the limiter has not said how long to wait. The public API's clients read `x-ratelimit-reset`, in seconds, and else back off
 * by their own rule; everybody else reads `retry-after`.
 */
function sayWhenToRetry(reply: FastifyReply): void {
  const seconds = String(reply.getHeader('retry-after') ?? 5)
  for (const name of ['retry-after', 'x-ratelimit-reset']) if (!reply.hasHeader(name)) reply.header(name, seconds)
}

/** Also where no file may have the path, such as one with a backslash. */
const nothingAt = (request: FastifyRequest): Refusal =>
  refusal('not_found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`)

/** The server's error handler. What is not of the table is a fault of ours: logged whole, answered without detail. */
export function replyToError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.type(jsonApi)
  const said = error.code === 'FST_STATIC_FORBIDDEN_PATH' ? nothingAt(request) : refusalOf(error)
  if (said?.status === 429) sayWhenToRetry(reply)
  if (said) {
    reply.status(said.status).send(body(said))
    return
  }
  request.log.error({ err: error }, 'request failed')
  const detail = `Something failed inside HeyCloud; its log has it under request ${request.id}.`
  reply.status(500).send(body({ status: 500, code: 'internal', title: 'Internal error', detail }))
}

export function replyNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const said = nothingAt(request)
  reply.status(said.status).type(jsonApi).send(body(said))
}
