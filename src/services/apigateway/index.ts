// Amazon API Gateway: REST, HTTP and WebSocket APIs and their stages.
import { defineService, type MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, latency, outcome } from '../kinds.ts'
import { httpApis, httpStages, restApis, restStages } from './apis.ts'

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html (REST),
 * http-api-metrics.html and apigateway-websocket-api-logging.html beside it.
 */
const metrics: MetricDefinition[] = [
  counter('Count'),
  latency('Latency', 'Milliseconds'),
  latency('IntegrationLatency', 'Milliseconds'),
  ...countedBy(
    [['ApiName']],
    [outcome('4XXError'), outcome('5XXError'), outcome('CacheHitCount'), outcome('CacheMissCount')],
  ),
  ...countedBy(
    [['ApiId']],
    [
      outcome('4xx'),
      outcome('5xx'),
      counter('DataProcessed', 'Bytes'),
      counter('ConnectCount'),
      counter('MessageCount'),
      counter('ClientError'),
      counter('ExecutionError'),
      counter('IntegrationError'),
    ],
  ),
]

export const apiGateway = defineService({
  id: 'apigateway',
  title: 'Amazon API Gateway',
  namespaces: [
    {
      namespace: 'AWS/ApiGateway',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['ApiName', 'ApiId', 'Stage', 'Method', 'Resource', 'Route'],
      // REST APIs go by their name, the others by their id; each again by stage, and by method and resource where it is asked for.
      grain: [['ApiName'], ['ApiId']],
      otherSets: [
        ['ApiName', 'Stage'],
        ['ApiName', 'Stage', 'Resource', 'Method'],
        ['ApiId', 'Stage'],
        ['ApiId', 'Stage', 'Route'],
        ['ApiId', 'Stage', 'Resource', 'Method'],
      ],
      associations: [
        {
          resourceType: 'apigateway:restapis/stages',
          arn: /\/restapis\/[^/]+\/stages\/(?<Stage>[^/]+)$/,
          facts: { ApiName: 'apiname' },
        },
        { resourceType: 'apigateway:restapis', arn: /\/restapis\/[^/]+$/, facts: { ApiName: 'apiname' } },
        { resourceType: 'apigateway:apis/stages', arn: /\/apis\/(?<ApiId>[^/]+)\/stages\/(?<Stage>[^/]+)$/ },
        { resourceType: 'apigateway:apis', arn: /\/apis\/(?<ApiId>[^/]+)$/ },
      ],
    },
  ],
  resources: [restApis, restStages, httpApis, httpStages],
})
