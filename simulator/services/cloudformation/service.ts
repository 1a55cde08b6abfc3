// CloudFormation as a simulated service: its operations, gathered.
import type { SimulatedService } from '../../contract.ts'
import { changeSetOperations } from './change-sets.ts'
import type { CloudFormation } from './common.ts'
import { stackInstanceOperations } from './stack-instances.ts'
import { followOrganization } from './stack-set-targets.ts'
import { stackSetOperations } from './stack-sets.ts'
import { stackOperations } from './stacks.ts'
import { templateOperations } from './templates.ts'

export function cloudFormationService(cfn: CloudFormation): SimulatedService {
  cfn.iam.organizations.watch(organization => followOrganization(cfn, organization))
  return {
    signingName: 'cloudformation',
    client: '@aws-sdk/client-cloudformation',
    protocol: 'awsQuery',
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    operations: {
      ...stackOperations(cfn),
      ...templateOperations(cfn),
      ...changeSetOperations(cfn),
      ...stackSetOperations(cfn),
      ...stackInstanceOperations(cfn),
    },
  }
}
