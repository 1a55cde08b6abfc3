// The simulated Cognito: user pools, without a user.
import type { UserPoolDescriptionType } from '@aws-sdk/client-cognito-identity-provider'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedCognito(world: World): SimulatedService {
  return {
    signingName: 'cognito-idp',
    client: '@aws-sdk/client-cognito-identity-provider',
    protocol: 'awsJson1_1',
    target: 'AWSCognitoIdentityProviderService',
    operations: {
      ListUserPools: listing<UserPoolDescriptionType>(world, {
        action: 'cognito-idp:ListUserPools',
        kind: 'cognito-idp:userpool',
        member: 'UserPools',
        limit: 'MaxResults',
        size: 60,
        badToken: 'InvalidParameterException',
      }),
    },
  }
}
