// AWS Direct Connect: connections and virtual interfaces. Neither keys of BGP nor a router's configuration is kept.
import type { Connection, VirtualInterface } from '@aws-sdk/client-direct-connect'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, pagesOf, related, tagRecord } from '../facts.ts'
import { namespaces } from './metrics.ts'

function connectionFacts(context: ReadContext, connection: Connection): ResourceFacts[] {
  const { connectionId: id } = connection
  const arn = arnsIn(context, 'directconnect')('dxcon', id)
  if (id === undefined || arn === undefined) return []
  return [
    {
      arn,
      name: connection.connectionName || id,
      tags: tagRecord(connection.tags),
      labels: labelRecord({
        name: connection.connectionName,
        bandwidth: connection.bandwidth,
        location: connection.location,
      }),
      attributes: describe(connection, [
        'connectionId',
        'connectionName',
        'connectionState',
        'bandwidth',
        'location',
        'ownerAccount',
        'partnerName',
        'providerName',
        'vlan',
        'awsDevice',
        'hasLogicalRedundancy',
        'jumboFrameCapable',
        'encryptionMode',
        'portEncryptionStatus',
      ]),
      ...related(['part of', arnsIn(context, 'directconnect')('dxlag', connection.lagId)]),
    },
  ]
}

function interfaceFacts(context: ReadContext, found: VirtualInterface): ResourceFacts[] {
  const { virtualInterfaceId: id } = found
  const arn = arnsIn(context, 'directconnect')('dxvif', id)
  if (id === undefined || arn === undefined) return []
  return [
    {
      arn,
      name: found.virtualInterfaceName || id,
      tags: tagRecord(found.tags),
      labels: labelRecord({ name: found.virtualInterfaceName, type: found.virtualInterfaceType }),
      attributes: describe(found, [
        'virtualInterfaceId',
        'virtualInterfaceName',
        'virtualInterfaceType',
        'virtualInterfaceState',
        'connectionId',
        'location',
        'ownerAccount',
        'vlan',
        'asn',
        'mtu',
        'addressFamily',
        'directConnectGatewayId',
        'virtualGatewayId',
      ]),
      ...related([
        'in',
        arnsIn(context, 'directconnect')(
          found.connectionId?.startsWith('dxlag') ? 'dxlag' : 'dxcon',
          found.connectionId,
        ),
      ]),
    },
  ]
}

const connections: ResourceDefinition = {
  type: 'directconnect:dxcon',
  title: 'Direct Connect connections',
  actions: [
    { action: 'directconnect:DescribeConnections', why: 'Lists connections with their state, bandwidth and place.' },
  ],
  scope: 'regional',
  labels: ['name', 'bandwidth', 'location'],
  async *list(context) {
    const { DescribeConnectionsCommand, DirectConnectClient } = await import('@aws-sdk/client-direct-connect')
    const client = context.client(DirectConnectClient)
    const ask = (nextToken?: string) => client.send(new DescribeConnectionsCommand({ nextToken }))
    for await (const page of pagesOf(ask, ({ nextToken }) => nextToken))
      yield (page.connections ?? []).flatMap(connection => connectionFacts(context, connection))
  },
}

const interfaces: ResourceDefinition = {
  type: 'directconnect:dxvif',
  title: 'Direct Connect virtual interfaces',
  actions: [
    {
      action: 'directconnect:DescribeVirtualInterfaces',
      why: 'Lists virtual interfaces with their state and connection. Keys and router configurations are not kept.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'type'],
  async *list(context) {
    const { DescribeVirtualInterfacesCommand, DirectConnectClient } = await import('@aws-sdk/client-direct-connect')
    const client = context.client(DirectConnectClient)
    const ask = (nextToken?: string) => client.send(new DescribeVirtualInterfacesCommand({ nextToken }))
    for await (const page of pagesOf(ask, ({ nextToken }) => nextToken))
      yield (page.virtualInterfaces ?? []).flatMap(found => interfaceFacts(context, found))
  },
}

export const directConnect = defineService({
  id: 'directconnect',
  title: 'AWS Direct Connect',
  namespaces,
  resources: [connections, interfaces],
})
