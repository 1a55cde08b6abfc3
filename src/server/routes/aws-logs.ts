// The public API's log services: ids that an account's `logs_config` may name. HeyCloud stores that choice and reads no logs.
import { logsServicesReply } from '../schema/aws-public.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

/** As the public API answers, in its order. */
const logsServices = [
  'apigw-access-logs',
  'apigw-execution-logs',
  'cloudfront',
  'cloudtrail',
  'elb',
  'elbv2',
  'lambda',
  'lambda-edge',
  'redshift',
  's3',
  'ssm',
  'states',
  'waf',
]

export const awsLogsRoutes: Routes = () => async app => {
  speakJsonApi(app)
  app.get('/api/v2/integration/aws/logs/services', { schema: { response: { 200: logsServicesReply } } }, () => ({
    data: {
      id: 'logs_services' as const,
      type: 'logs_services' as const,
      attributes: { logs_services: logsServices },
    },
  }))
}
