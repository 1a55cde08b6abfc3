// The simulated App Runner: services.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedAppRunner(world: World): SimulatedService {
  return {
    signingName: 'apprunner',
    client: '@aws-sdk/client-apprunner',
    protocol: 'awsJson1_0',
    target: 'AppRunner',
    operations: {
      ListServices: listing(world, {
        action: 'apprunner:ListServices',
        kind: 'apprunner:service',
        member: 'ServiceSummaryList',
        limit: 'MaxResults',
        size: 20,
        badToken: 'InvalidRequestException',
      }),
    },
  }
}
