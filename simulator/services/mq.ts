// The simulated Amazon MQ: brokers. No message is kept.
import type { BrokerSummary } from '@aws-sdk/client-mq'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedMq(world: World): SimulatedService {
  return {
    signingName: 'mq',
    client: '@aws-sdk/client-mq',
    protocol: 'restJson1',
    operations: {
      ListBrokers: listing<BrokerSummary>(world, {
        action: 'mq:ListBrokers',
        kind: 'mq:broker',
        member: 'BrokerSummaries',
        limit: 'MaxResults',
        size: 20,
        most: 100,
        badToken: 'BadRequestException',
      }),
    },
  }
}
