// What AWS/AppSync publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, perRequest } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/AppSync',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          4XXError 5XXError ConnectClientError ConnectServerError ConnectSuccess DisconnectClientError
          DisconnectServerError DisconnectSuccess PublishDataMessageClientError PublishDataMessageServerError
          PublishDataMessageSuccess Requests SubscribeClientError SubscribeServerError SubscribeSuccess
          TokensConsumed UnsubscribeClientError UnsubscribeServerError UnsubscribeSuccess
        `,
      ),
      gauge('PublishDataMessageSize', 'Bytes'),
      ...each(gauge, 'Count', 'ActiveConnections ActiveSubscriptions'),
      ...each(perRequest, 'Milliseconds', 'ConnectionDuration Latency'),
    ],
    dimensions: ['GraphQLAPIId'],
    grain: [['GraphQLAPIId']],
    associations: [{ resourceType: 'appsync:apis', arn: /:apis\/(?<GraphQLAPIId>[^/]+)$/ }],
  },
]
