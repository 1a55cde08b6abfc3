// The simulated Transfer Family: servers.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedTransfer(world: World): SimulatedService {
  return {
    signingName: 'transfer',
    client: '@aws-sdk/client-transfer',
    protocol: 'awsJson1_1',
    target: 'TransferService',
    operations: {
      ListServers: listing(world, {
        action: 'transfer:ListServers',
        kind: 'transfer:server',
        member: 'Servers',
        limit: 'MaxResults',
        size: 1000,
        badToken: 'InvalidNextTokenException',
      }),
    },
  }
}
