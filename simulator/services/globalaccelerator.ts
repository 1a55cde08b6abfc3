// The simulated Global Accelerator, which answers in Oregon alone, whatever regions an account has enabled.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

/** What belongs to no region stands where the account's first things do. */
const home = 'us-east-1'

export function simulatedGlobalAccelerator(world: World): SimulatedService {
  const list = listing(world, {
    action: 'globalaccelerator:ListAccelerators',
    kind: 'globalaccelerator:accelerator',
    member: 'Accelerators',
    limit: 'MaxResults',
    size: 10,
    most: 100,
    badToken: 'InvalidNextTokenException',
  })
  return {
    signingName: 'globalaccelerator',
    client: '@aws-sdk/client-global-accelerator',
    protocol: 'awsJson1_1',
    target: 'GlobalAccelerator_V20180706',
    operations: {
      ListAccelerators: { ...list, answer: (input, call) => list.answer(input, { ...call, region: home }) },
    },
  }
}
