// IAM as a simulated service: its operations, gathered.
import type { SimulatedService } from '../../contract.ts'
import type { IamState } from '../../iam/state.ts'
import { accountOperations } from './account.ts'
import { groupOperations } from './groups.ts'
import { identityPolicyOperations } from './identity-policies.ts'
import { policyOperations } from './policies.ts'
import { roleOperations } from './roles.ts'
import { simulateOperations } from './simulate.ts'
import { userOperations } from './users.ts'

export function iamService(iam: IamState): SimulatedService {
  return {
    signingName: 'iam',
    client: '@aws-sdk/client-iam',
    protocol: 'awsQuery',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    operations: {
      ...userOperations(iam),
      ...roleOperations(iam),
      ...identityPolicyOperations(iam, 'Role'),
      ...groupOperations(iam),
      ...identityPolicyOperations(iam, 'User'),
      ...identityPolicyOperations(iam, 'Group'),
      ...policyOperations(iam),
      ...accountOperations(iam),
      ...simulateOperations(iam),
    },
  }
}
