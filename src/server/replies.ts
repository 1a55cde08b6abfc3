// How errors leave: the public API's body, `{"errors":[{status,title,detail,meta}]}`, for every error of the table.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, errorTable, HeyCloudError } from '../core/errors.ts'

export const jsonApi = 'application/vnd.api+json'

interface ErrorBody {
  errors: { status: string; title: string; detail: string; code: string; meta?: Record<string, string> }[]
}

const body = (
  status: number,
  code: string,
  title: string,
  detail: string,
  meta?: Record<string, string>,
): ErrorBody => ({
  errors: [{ status: String(status), title, detail, code, ...(meta && Object.keys(meta).length > 0 ? { meta } : {}) }],
})

/** `/data/attributes/aws_account_id` -> `aws_account_id`: the name a person typed. */
const fieldName = (path: string): string =>
  path
    .replace(/^\//, '')
    .replaceAll('/', '.')
    .replace(/^data\.(attributes\.)?/, '')

function invalid(error: FastifyError): ErrorBody | undefined {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined
  const meta: Record<string, string> = {}
  for (const issue of error.validation) meta[fieldName(issue.instancePath) || 'body'] = issue.message ?? 'invalid'
  const { status, title } = errorTable.bad_request
  return body(status, 'bad_request', title, 'invalid value', meta)
}

/**
 * Where the limiter has not said how long to wait. The public API's clients read `x-ratelimit-reset`, in seconds, and else back off
 * by their own rule; everybody else reads `retry-after`.
 */
function sayWhenToRetry(reply: FastifyReply): void {
  const seconds = String(reply.getHeader('retry-after') ?? 5)
  for (const name of ['retry-after', 'x-ratelimit-reset']) if (!reply.hasHeader(name)) reply.header(name, seconds)
}

/** The server's error handler. What is not of the table is a fault of ours: logged whole, answered without detail. */
export function replyToError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.type(jsonApi)
  if ((error instanceof HeyCloudError ? error.status : error.statusCode) === 429) sayWhenToRetry(reply)
  if (error instanceof HeyCloudError) {
    reply.status(error.status).send(body(error.status, error.code, error.title, error.detail, error.fields))
    return
  }
  const invalidBody = invalid(error)
  if (invalidBody) {
    reply.status(400).send(invalidBody)
    return
  }
  const status = error.statusCode ?? 500
  if (status === 429)
    reply.status(429).send(body(429, 'too_many_requests', errorTable.too_many_requests.title, error.message))
  // A path that no file may have, such as one with a backslash: nothing is there, as at any other.
  else if (error.code === 'FST_STATIC_FORBIDDEN_PATH') replyNotFound(request, reply)
  else if (status < 500)
    reply.status(status).send(body(status, 'bad_request', errorTable.bad_request.title, error.message))
  else {
    request.log.error({ err: error }, 'request failed')
    reply
      .status(500)
      .send(
        body(
          500,
          'internal',
          'Internal error',
          `Something failed inside HeyCloud; its log has it under request ${request.id}.`,
        ),
      )
  }
}

export function replyNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const code: ErrorCode = 'not_found'
  reply
    .status(404)
    .type(jsonApi)
    .send(
      body(404, code, errorTable[code].title, `There is nothing at ${request.method} ${request.url.split('?')[0]}.`),
    )
}
