// CloudFormation as a simulated service: its operations, gathered.
import type { SimulatedService } from '../../contract.ts'
import { changeSetOperations } from './change-sets.ts'
import type { CloudFormation } from './common.ts'
import { stackOperations } from './stacks.ts'
import { templateOperations } from './templates.ts'

export function cloudFormationService(cfn: CloudFormation): SimulatedService {
  return {
    signingName: 'cloudformation',
    client: '@aws-sdk/client-cloudformation',
    protocol: 'awsQuery',
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    operations: { ...stackOperations(cfn), ...templateOperations(cfn), ...changeSetOperations(cfn) },
  }
}
