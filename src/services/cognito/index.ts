// Amazon Cognito: user pools.
import { defineService, type MetricDefinition, type ResourceDefinition } from '../../core/define.ts'
import { describe, labelRecord } from '../facts.ts'
import { countedBy, counter, outcome } from '../kinds.ts'

/** https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html: 1 or 0 for each request. */
const metrics: MetricDefinition[] = [
  outcome('SignInSuccesses'),
  counter('SignInThrottles'),
  outcome('SignUpSuccesses'),
  counter('SignUpThrottles'),
  outcome('TokenRefreshSuccesses'),
  counter('TokenRefreshThrottles'),
  ...countedBy(
    [['UserPool', 'UserPoolClient', 'IdentityProvider']],
    [outcome('FederationSuccesses'), counter('FederationThrottles')],
  ),
  // Of threat protection.
  ...countedBy(
    [['UserPoolId', 'Operation', 'RiskLevel']],
    [counter('CompromisedCredentialsRisk'), counter('AccountTakeOverRisk'), counter('OverrideBlock')],
  ),
  ...countedBy([['UserPoolId', 'Operation']], [counter('Risk'), counter('NoRisk')]),
]

const userPools: ResourceDefinition = {
  type: 'cognito-idp:userpool',
  title: 'Cognito user pools',
  actions: [{ action: 'cognito-idp:ListUserPools', why: 'Lists user pools by name. No user and no client is read.' }],
  scope: 'regional',
  partitions: ['aws', 'aws-us-gov'],
  labels: ['name'],
  async *list(context) {
    const { CognitoIdentityProviderClient, paginateListUserPools } = await import(
      '@aws-sdk/client-cognito-identity-provider'
    )
    const client = context.client(CognitoIdentityProviderClient)
    const { partition, region, accountId } = context
    for await (const page of paginateListUserPools({ client }, { MaxResults: 60 })) {
      yield (page.UserPools ?? []).flatMap(pool => {
        if (!pool.Id) return []
        const name = pool.Name ?? pool.Id
        return {
          arn: `arn:${partition}:cognito-idp:${region}:${accountId}:userpool/${pool.Id}`,
          name,
          tags: {},
          labels: labelRecord({ name }),
          attributes: describe(pool, ['Id', 'Name', 'CreationDate', 'LastModifiedDate']),
        }
      })
    }
  },
}

export const cognito = defineService({
  id: 'cognito-idp',
  title: 'Amazon Cognito user pools',
  namespaces: [
    {
      namespace: 'AWS/Cognito',
      period: 60,
      publicationDelay: 300,
      metrics,
      dimensions: ['UserPool', 'UserPoolClient', 'IdentityProvider', 'UserPoolId', 'Operation', 'RiskLevel'],
      grain: [['UserPool', 'UserPoolClient']],
      associations: [
        { resourceType: 'cognito-idp:userpool', arn: /:userpool\/(?<UserPool>[^/]+)$/ },
        { resourceType: 'cognito-idp:userpool', arn: /:userpool\/(?<UserPoolId>[^/]+)$/ },
      ],
    },
  ],
  resources: [userPools],
})
