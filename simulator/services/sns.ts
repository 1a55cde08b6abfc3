// The simulated SNS: topics, a hundred to a page. Nothing is published.
import type { Topic } from '@aws-sdk/client-sns'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedSns(world: World): SimulatedService {
  return {
    signingName: 'sns',
    client: '@aws-sdk/client-sns',
    protocol: 'awsQuery',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    operations: {
      ListTopics: listing<Topic>(world, {
        action: 'sns:ListTopics',
        kind: 'sns:topic',
        member: 'Topics',
        size: 100,
        badToken: 'InvalidParameter',
      }),
    },
  }
}
