// The simulated Secrets Manager: secrets without values.
import type { SecretListEntry } from '@aws-sdk/client-secrets-manager'
import type { SimulatedService } from '../contract.ts'
import { tagList } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { here } from './here.ts'
import { listing } from './listed.ts'

export function simulatedSecretsManager(world: World): SimulatedService {
  return {
    signingName: 'secretsmanager',
    client: '@aws-sdk/client-secrets-manager',
    protocol: 'awsJson1_1',
    target: 'secretsmanager',
    operations: {
      ListSecrets: listing<SecretListEntry & { ARN: string }>(world, {
        action: 'secretsmanager:ListSecrets',
        kind: 'secretsmanager:secret',
        member: 'SecretList',
        limit: 'MaxResults',
        size: 100,
        badToken: 'InvalidNextTokenException',
        where: (secret, input) => secret.DeletedDate === undefined || input.IncludePlannedDeletion === true,
        shown: (secret, call) => ({ ...secret, Tags: tagList(here(world, call).state.tags.get(secret.ARN)) }),
      }),
    },
  }
}
