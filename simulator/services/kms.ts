// The simulated KMS: keys and aliases. Nothing is encrypted.
import type { AliasListEntry, KeyListEntry } from '@aws-sdk/client-kms'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

const marker = { input: 'Marker', output: 'NextMarker' }

export function simulatedKms(world: World): SimulatedService {
  return {
    signingName: 'kms',
    client: '@aws-sdk/client-kms',
    protocol: 'awsJson1_1',
    target: 'TrentService',
    operations: {
      ListKeys: listing<KeyListEntry>(world, {
        action: 'kms:ListKeys',
        kind: 'kms:key',
        member: 'Keys',
        token: marker,
        limit: 'Limit',
        size: 100,
        most: 1000,
        badToken: 'InvalidMarkerException',
      }),
      ListAliases: listing<AliasListEntry>(world, {
        action: 'kms:ListAliases',
        kind: 'kms:alias',
        member: 'Aliases',
        token: marker,
        limit: 'Limit',
        size: 50,
        most: 100,
        badToken: 'InvalidMarkerException',
      }),
    },
  }
}
