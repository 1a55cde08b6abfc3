// What the operations of StackSets share: who administers them, where they are found, how many failures they bear.
import type { StackSetOperationPreferences } from '@aws-sdk/client-cloudformation'
import type { StackSet } from '../../cloudformation/model.ts'
import { validationError } from '../../cloudformation/template.ts'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import type { AwsOrganization } from '../../organization/model.ts'
import { arnOf, type CloudFormation, stacksOf } from './common.ts'
import { stackSetsPrincipal } from './stack-set-hands.ts'

export interface CallAsInput {
  CallAs?: 'SELF' | 'DELEGATED_ADMIN' | undefined
}

const notAnAdministrator = () =>
  validationError(
    'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set',
  )

/** Throws unless the caller may operate service-managed StackSets of the Organization, with trusted access turned on. */
export function organizationFor(cfn: CloudFormation, input: CallAsInput, call: Call): AwsOrganization {
  const { accountId } = call.caller
  const organization = cfn.iam.organizations.of(accountId)
  if (!organization) throw notAnAdministrator()
  const delegated = organization.members[accountId]?.delegated[stackSetsPrincipal] !== undefined
  const allowed = input.CallAs === 'DELEGATED_ADMIN' ? delegated : accountId === organization.managementAccountId
  if (!allowed) throw notAnAdministrator()
  if (organization.serviceAccess[stackSetsPrincipal] === undefined)
    throw validationError('You must enable organizations access to operate a service managed stack set')
  return organization
}

/** The account that keeps the caller's StackSets: a delegated administrator works on those of the management account. */
export function keeperOf(cfn: CloudFormation, input: CallAsInput, call: Call): string {
  if (input.CallAs !== 'DELEGATED_ADMIN') return call.caller.accountId
  return organizationFor(cfn, input, call).managementAccountId
}

interface Named extends CallAsInput {
  StackSetName: string | undefined
}

export const stackSetsOf = (cfn: CloudFormation, input: CallAsInput, call: Call): StackSet[] =>
  Object.values(stacksOf(cfn, keeperOf(cfn, input, call)).stackSets).filter(({ region }) => region === call.region)

/** A live one by its name or its id; a copy that may be changed. Throws `StackSetNotFoundException`. */
export function theStackSet(cfn: CloudFormation, input: Named, call: Call): StackSet {
  const found = stackSetsOf(cfn, input, call).find(
    ({ id, name, status }) => status === 'ACTIVE' && (name === input.StackSetName || id === input.StackSetName),
  )
  if (!found) throw new AwsError('StackSetNotFoundException', `StackSet ${input.StackSetName} not found`, 404)
  return structuredClone(found)
}

/** An operation on one StackSet; the action is the operation's own name. */
export function onStackSet<Input extends { StackSetName: string | undefined }>(
  action: string,
  answer: (input: Input, call: Call) => unknown,
): Record<string, Operation> {
  return {
    [action]: {
      requires: (input: Input, call) => [
        { action: `cloudformation:${action}`, resource: arnOf(call, `stackset/${input.StackSetName ?? ''}:*`) },
      ],
      answer: (input: Input, call) => answer(input, call),
    },
  }
}

/** Failures per region that do not stop the operation: none unless told otherwise. */
export function toleranceOf(preferences: StackSetOperationPreferences | undefined, accounts: number): number {
  const { FailureToleranceCount, FailureTolerancePercentage } = preferences ?? {}
  if (FailureToleranceCount !== undefined && FailureTolerancePercentage !== undefined)
    throw validationError('You can specify either FailureToleranceCount or FailureTolerancePercentage, but not both')
  return FailureToleranceCount ?? Math.floor((accounts * (FailureTolerancePercentage ?? 0)) / 100)
}
