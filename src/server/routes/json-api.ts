// What every route of the public AWS API shares: its media type, its path id, and bodies that some clients leave empty.
import type { FastifyInstance } from 'fastify'
import { HeyCloudError } from '../../core/errors.ts'
import { jsonApi } from '../replies.ts'

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The config id of a path; Terraform's provider wraps it in double quotes. Throws `invalid_parameter` in the public API's words. */
export function configId(text: string): string {
  const id = text.replace(/^"(.*)"$/, '$1')
  if (!uuid.test(id))
    throw new HeyCloudError(
      'invalid_parameter',
      'invalid parameter "aws_account_config_id" in "path"; expected type "uuid"',
    )
  return id.toLowerCase()
}

/** In the scope of one plugin: replies carry the public API's media type, which requests may carry too, and a body may be empty. */
export function speakJsonApi(app: FastifyInstance): void {
  app.addHook('onRequest', async (_, reply) => {
    reply.type(jsonApi)
  })
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(['application/json', jsonApi], { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, String(body), done)
  })
}
