// Service control policies: making them, and attaching them to the root, to OUs and to accounts.
import type {
  AttachPolicyCommandInput,
  CreatePolicyCommandInput,
  DescribePolicyCommandInput,
  DetachPolicyCommandInput,
  ListPoliciesCommandInput,
  ListPoliciesForTargetCommandInput,
  ListTargetsForPolicyCommandInput,
} from '@aws-sdk/client-organizations'
import { AwsError, type Operation } from '../../contract.ts'
import { checkDocument } from '../../iam/document-rules.ts'
import type { IamState } from '../../iam/state.ts'
import type { AwsOrganization, ControlPolicy } from '../../organization/model.ts'
import { type Ask, arnOfId, badPattern, invalid, operations, page, shownPolicy } from './common.ts'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const longestText = 5120
const mostAttached = 5

function checkType(type: string | undefined): void {
  if (type !== 'SERVICE_CONTROL_POLICY') throw invalid('You specified an invalid value.')
}

function policyIn(organization: AwsOrganization, id: string | undefined): ControlPolicy {
  if (!/^p-[0-9a-zA-Z_]{8,128}$/.test(id ?? '')) throw badPattern()
  const policy = organization.policies[id ?? '']
  if (!policy) throw new AwsError('PolicyNotFoundException', "You specified a policy that doesn't exist.")
  return policy
}

function targetIn(organization: AwsOrganization, id: string | undefined): string {
  if (id === undefined || !Object.hasOwn(organization.attached, id))
    throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.")
  return id
}

function checkText(text: string): void {
  if (text.length > longestText)
    throw new AwsError('ConstraintViolationException', 'You have exceeded the maximum policy content size.')
  try {
    checkDocument(text, 'identity')
  } catch {
    throw new AwsError(
      'MalformedPolicyDocumentException',
      'The provided policy document does not meet the requirements.',
    )
  }
}

function createPolicy(iam: IamState, input: CreatePolicyCommandInput, { organization }: Ask) {
  checkType(input.Type)
  const { Name: name = '', Description: description = '', Content: text = '' } = input
  checkText(text)
  if (Object.values(organization.policies).some(policy => policy.name === name))
    throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.')
  const policy: ControlPolicy = { id: `p-${iam.random.hex(4)}`, name, description, text, awsManaged: false }
  iam.organizations.change(organization.id, draft => {
    draft.policies[policy.id] = policy
  })
  return { Policy: { PolicySummary: shownPolicy(organization, policy), Content: text } }
}

function attach(iam: IamState, input: AttachPolicyCommandInput, { organization }: Ask): void {
  const { id } = policyIn(organization, input.PolicyId)
  const target = targetIn(organization, input.TargetId)
  const present = organization.attached[target] ?? []
  if (present.includes(id))
    throw new AwsError('DuplicatePolicyAttachmentException', 'The selected policy is already attached to the target.')
  if (present.length >= mostAttached)
    throw new AwsError(
      'ConstraintViolationException',
      'You have attached the maximum number of policies to the target.',
    )
  iam.organizations.change(organization.id, draft => {
    draft.attached[target] = [...present, id]
  })
}

function detach(iam: IamState, input: DetachPolicyCommandInput, { organization }: Ask): void {
  const { id } = policyIn(organization, input.PolicyId)
  const target = targetIn(organization, input.TargetId)
  const present = organization.attached[target] ?? []
  if (!present.includes(id))
    throw new AwsError('PolicyNotAttachedException', "The policy isn't attached to the specified target.")
  if (present.length === 1)
    throw new AwsError(
      'ConstraintViolationException',
      'You cannot remove the last policy attached to the specified target.',
    )
  iam.organizations.change(organization.id, draft => {
    draft.attached[target] = present.filter(other => other !== id)
  })
}

function forTarget(organization: AwsOrganization, input: ListPoliciesForTargetCommandInput) {
  checkType(input.Filter)
  const attached = organization.attached[targetIn(organization, input.TargetId)] ?? []
  const policies = attached.flatMap(id => organization.policies[id] ?? [])
  return page(
    'Policies',
    policies.map(policy => shownPolicy(organization, policy)),
    input,
  )
}

function targetsOf(organization: AwsOrganization, input: ListTargetsForPolicyCommandInput) {
  const { id } = policyIn(organization, input.PolicyId)
  const targets = Object.keys(organization.attached).filter(target => organization.attached[target]?.includes(id))
  const shown = targets.map(TargetId => {
    const found = organization.members[TargetId] ?? organization.units[TargetId]
    const Type = TargetId.startsWith('r-') ? 'ROOT' : TargetId.startsWith('ou-') ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT'
    return { TargetId, Arn: arnOfId(organization, TargetId), Name: found?.name ?? 'Root', Type }
  })
  return page('Targets', shown, input)
}

function listPolicies(organization: AwsOrganization, input: ListPoliciesCommandInput) {
  checkType(input.Filter)
  const policies = Object.values(organization.policies).map(policy => shownPolicy(organization, policy))
  return page('Policies', policies, input)
}

function describePolicy(organization: AwsOrganization, input: DescribePolicyCommandInput) {
  const policy = policyIn(organization, input.PolicyId)
  return { Policy: { PolicySummary: shownPolicy(organization, policy), Content: policy.text } }
}

const onPolicy = ({ PolicyId }: { PolicyId: string | undefined }) => [PolicyId]
const onBoth = ({ PolicyId, TargetId }: AttachPolicyCommandInput | DetachPolicyCommandInput) => [PolicyId, TargetId]

export const policyOperations = (iam: IamState): Record<string, Operation> => ({
  ...operations(iam, 'management', {
    CreatePolicy: { answer: (input: CreatePolicyCommandInput, ask) => createPolicy(iam, input, ask) },
    AttachPolicy: { on: onBoth, answer: (input: AttachPolicyCommandInput, ask) => attach(iam, input, ask) },
    DetachPolicy: { on: onBoth, answer: (input: DetachPolicyCommandInput, ask) => detach(iam, input, ask) },
  }),
  ...operations(iam, 'administrators', {
    ListPolicies: { answer: (input: ListPoliciesCommandInput, ask) => listPolicies(ask.organization, input) },
    DescribePolicy: {
      on: onPolicy,
      answer: (input: DescribePolicyCommandInput, ask) => describePolicy(ask.organization, input),
    },
    ListPoliciesForTarget: {
      on: ({ TargetId }: ListPoliciesForTargetCommandInput) => [TargetId],
      answer: (input: ListPoliciesForTargetCommandInput, ask) => forTarget(ask.organization, input),
    },
    ListTargetsForPolicy: {
      on: onPolicy,
      answer: (input: ListTargetsForPolicyCommandInput, ask) => targetsOf(ask.organization, input),
    },
  }),
})
