// The simulated Step Functions: state machines and activities. Nothing is executed.
import type { ActivityListItem, StateMachineListItem } from '@aws-sdk/client-sfn'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

const pages = {
  token: { input: 'nextToken', output: 'nextToken' },
  limit: 'maxResults',
  size: 100,
  most: 1000,
  badToken: 'InvalidToken',
}

export function simulatedStepFunctions(world: World): SimulatedService {
  return {
    signingName: 'states',
    client: '@aws-sdk/client-sfn',
    protocol: 'awsJson1_0',
    target: 'AWSStepFunctions',
    operations: {
      ListStateMachines: listing<StateMachineListItem>(world, {
        ...pages,
        action: 'states:ListStateMachines',
        kind: 'states:stateMachine',
        member: 'stateMachines',
      }),
      ListActivities: listing<ActivityListItem>(world, {
        ...pages,
        action: 'states:ListActivities',
        kind: 'states:activity',
        member: 'activities',
      }),
    },
  }
}
