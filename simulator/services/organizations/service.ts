// AWS Organizations as a simulated service: its operations, gathered, and how often each may be called.
import type { Clock } from '../../../src/core/clock.ts'
import { AwsError, type Call, type SimulatedService } from '../../contract.ts'
import type { IamState } from '../../iam/state.ts'
import { memberOperations, type OnCreated } from './members.ts'
import { policyOperations } from './policies.ts'
import { treeChanges, treeReads } from './tree.ts'

/**
 * Calls a second and in a burst, for one account.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html#throttling-limits
 */
const rates: Record<string, readonly [rate: number, burst: number]> = {
  CloseAccount: [0.05, 1],
  CreateAccount: [0.1, 3],
  DescribeAccount: [20, 30],
  DescribeCreateAccountStatus: [2, 2],
  CreateOrganizationalUnit: [1, 2],
  DescribeOrganization: [1, 2],
  DescribeOrganizationalUnit: [2, 2],
  ListAccounts: [8, 12],
  ListChildren: [6, 10],
  ListRoots: [1, 2],
  MoveAccount: [2, 3],
  RemoveAccountFromOrganization: [2, 2],
  CreatePolicy: [2, 3],
  AttachPolicy: [2, 3],
  DetachPolicy: [2, 3],
  DescribePolicy: [2, 2],
  EnableAWSServiceAccess: [1, 2],
  RegisterDelegatedAdministrator: [1, 2],
  DeregisterDelegatedAdministrator: [1, 2],
}
/** ListParents, ListAccountsForParent, ListOrganizationalUnitsForParent and the lists of policies and administrators. */
const otherwise = [5, 8] as const

function quotaOn(clock: Clock) {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return (operation: string, _input: unknown, { caller }: Call): void => {
    const [rate, burst] = rates[operation] ?? otherwise
    const now = clock.now()
    const key = `${caller.accountId} ${operation}`
    const bucket = buckets.get(key) ?? { tokens: burst, at: now }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * rate)
    bucket.at = now
    buckets.set(key, bucket)
    if (bucket.tokens < 1)
      throw new AwsError(
        'TooManyRequestsException',
        'AWS Organizations cannot complete your request: too many requests.',
      )
    bucket.tokens -= 1
  }
}

export interface OrganizationsServiceOptions {
  onCreated: OnCreated
  /** What the rates run on; undefined switches them off. */
  realTime: Clock | undefined
}

export function organizationsService(
  iam: IamState,
  { onCreated, realTime }: OrganizationsServiceOptions,
): SimulatedService {
  return {
    signingName: 'organizations',
    client: '@aws-sdk/client-organizations',
    protocol: 'awsJson1_1',
    target: 'AWSOrganizationsV20161128',
    operations: {
      ...treeReads(iam),
      ...treeChanges(iam),
      ...memberOperations(iam, onCreated),
      ...policyOperations(iam),
    },
    ...(realTime ? { quota: quotaOn(realTime) } : {}),
  }
}
