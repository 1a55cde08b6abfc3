// The simulated Direct Connect: connections and virtual interfaces, with their tags.
import type { Connection, VirtualInterface } from '@aws-sdk/client-direct-connect'
import type { Call, SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here, ownArn } from './here.ts'
import { listing } from './listed.ts'

const pages = {
  token: { input: 'nextToken', output: 'nextToken' },
  limit: 'maxResults',
  size: 100,
  badToken: 'DirectConnectClientException',
}

/** Tags in lower case, as this service writes them. */
function withTags<T extends object>(world: World, call: Call, shape: T, resource: string) {
  const tags = here(world, call).state.tags.get(ownArn(call, 'directconnect', resource)) ?? {}
  return { ...shape, tags: Object.entries(tags).map(([key, value]) => ({ key, value })) }
}

export function simulatedDirectConnect(world: World): SimulatedService {
  return {
    signingName: 'directconnect',
    client: '@aws-sdk/client-direct-connect',
    protocol: 'awsJson1_1',
    target: 'OvertureService',
    operations: {
      DescribeConnections: listing<Connection>(world, {
        action: 'directconnect:DescribeConnections',
        kind: 'directconnect:dxcon',
        member: 'connections',
        where: ({ connectionId }, input) => connectionId === (input.connectionId ?? connectionId),
        shown: (connection, call) => withTags(world, call, connection, `dxcon/${connection.connectionId}`),
        ...pages,
      }),
      DescribeVirtualInterfaces: listing<VirtualInterface>(world, {
        action: 'directconnect:DescribeVirtualInterfaces',
        kind: 'directconnect:dxvif',
        member: 'virtualInterfaces',
        where: ({ virtualInterfaceId }, input) =>
          virtualInterfaceId === (input.virtualInterfaceId ?? virtualInterfaceId),
        shown: (found, call) => withTags(world, call, found, `dxvif/${found.virtualInterfaceId}`),
        ...pages,
      }),
    },
  }
}
