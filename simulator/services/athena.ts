// The simulated Athena: workgroups. Nothing is queried.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedAthena(world: World): SimulatedService {
  return {
    signingName: 'athena',
    client: '@aws-sdk/client-athena',
    protocol: 'awsJson1_1',
    target: 'AmazonAthena',
    operations: {
      ListWorkGroups: listing(world, {
        action: 'athena:ListWorkGroups',
        kind: 'athena:workgroup',
        member: 'WorkGroups',
        limit: 'MaxResults',
        size: 50,
        badToken: 'InvalidRequestException',
      }),
    },
  }
}
