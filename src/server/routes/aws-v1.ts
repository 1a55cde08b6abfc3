// The public API's AWS endpoints of version 1: gone, each answer saying which endpoint of version 2 does its work.
import type { HTTPMethods } from 'fastify'
import { HeyCloudError } from '../../core/errors.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

const v1 = '/api/v1/integration/aws'
const v2 = '/api/v2/integration/aws'
const account = `PATCH ${v2}/accounts/{aws_account_config_id}`

/** What to call instead, by path and method. */
const successors: Record<string, Partial<Record<HTTPMethods, string>>> = {
  '': {
    GET: `GET ${v2}/accounts`,
    POST: `POST ${v2}/accounts`,
    PUT: account,
    DELETE: `DELETE ${v2}/accounts/{aws_account_config_id}`,
  },
  '/available_namespace_rules': { GET: `GET ${v2}/available_namespaces` },
  '/filtering': {
    GET: `GET ${v2}/accounts/{aws_account_config_id}`,
    POST: `${account} with metrics_config.tag_filters`,
    DELETE: `${account} with metrics_config.tag_filters`,
  },
  '/generate_new_external_id': { PUT: `POST ${v2}/generate_new_external_id` },
  '/logs': {
    GET: `GET ${v2}/accounts/{aws_account_config_id}`,
    POST: `${account} with logs_config.lambda_forwarder.lambdas`,
    DELETE: `${account} with logs_config.lambda_forwarder.lambdas`,
  },
  '/logs/services': {
    GET: `GET ${v2}/logs/services`,
    POST: `${account} with logs_config.lambda_forwarder.sources`,
  },
  '/logs/check_async': { POST: `${account} with logs_config.lambda_forwarder.lambdas` },
  '/logs/services_async': { POST: `${account} with logs_config.lambda_forwarder.sources` },
  '/event_bridge': {
    GET: `GET ${v2}/event_bridge`,
    POST: `POST ${v2}/event_bridge`,
    DELETE: `DELETE ${v2}/event_bridge`,
  },
}

/** Answered without a key too: nothing is told but an address, and an old client should learn of it before it mends its keys. */
export const awsV1Routes: Routes = () => async app => {
  speakJsonApi(app)
  for (const [path, methods] of Object.entries(successors))
    for (const [method, successor] of Object.entries(methods))
      app.route({
        method,
        url: `${v1}${path}`,
        config: { permit: 'public' },
        schema: { deprecated: true, summary: 'Gone', description: `Answers 410. Use ${successor}.` },
        handler: () => {
          throw new HeyCloudError('gone', `This endpoint of version 1 is gone. Use ${successor}.`)
        },
      })
}
