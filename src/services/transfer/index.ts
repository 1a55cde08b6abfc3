// AWS Transfer Family: servers.
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { describe, labelRecord, related, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

const servers: ResourceDefinition = {
  type: 'transfer:server',
  title: 'Transfer Family servers',
  actions: [
    { action: 'transfer:ListServers', why: 'Lists servers with their state and kind of endpoint. No file is read.' },
  ],
  scope: 'regional',
  labels: ['state', 'domain'],
  async *list(context) {
    const { paginateListServers, TransferClient } = await import('@aws-sdk/client-transfer')
    for await (const page of paginateListServers({ client: context.client(TransferClient), pageSize: 1000 }, {}))
      yield withArn(page.Servers, 'Arn', (server, arn) => ({
        arn,
        name: server.ServerId ?? arn,
        tags: {},
        labels: labelRecord({ state: server.State, domain: server.Domain }),
        attributes: describe(server, [
          'ServerId',
          'State',
          'Domain',
          'EndpointType',
          'IdentityProviderType',
          'UserCount',
        ]),
        ...related(['uses', server.LoggingRole]),
      }))
  },
}

export const transfer = defineService({
  id: 'transfer',
  title: 'AWS Transfer Family',
  namespaces,
  resources: [servers],
})
