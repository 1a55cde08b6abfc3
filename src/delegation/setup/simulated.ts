// The demo's button: makes policy and role in a simulated account, by the very calls that the guide asks a person to make.
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation'
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { HeyCloudError } from '../../core/errors.ts'
import { type NamedPolicy, pretty } from '../policies/document.ts'
import { trustPolicy } from '../trust/policy.ts'
import { defaultStackName } from './cloudformation.ts'
import { templateParameters } from './template-parameters.ts'
import type { ConnectValues } from './values.ts'

export interface SimulatedTarget {
  endpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

export interface SimulatedRole {
  roleArn: string
  /** What was called, in order: `iam:CreateRole HeyCloudIntegrationRole`. */
  calls: string[]
}

interface Calling {
  target: SimulatedTarget
  /** Told after each call. */
  called(call: string): void
}

/** Rejects with `bad_request` in AWS's words, with what was done before. */
async function calling(target: SimulatedTarget, work: (calling: Calling) => Promise<string>): Promise<SimulatedRole> {
  const calls: string[] = []
  try {
    return { roleArn: await work({ target, called: call => calls.push(call) }), calls }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const done = calls.length > 0 ? ` Done before that: ${calls.join(', ')}.` : ''
    throw new HeyCloudError('bad_request', `${error.name}: ${error.message}${done}`, {}, { cause: error })
  }
}

const optionsOf = ({ endpoint, region, accessKeyId, secretAccessKey }: SimulatedTarget) => ({
  ...{ endpoint, region },
  credentials: { accessKeyId, secretAccessKey },
})

async function makeRole({ target, called }: Calling, values: ConnectValues, policies: readonly NamedPolicy[]) {
  const { roleName: RoleName, rolePath: Path } = values
  const iam = new IAMClient(optionsOf(target))
  try {
    const arns: string[] = []
    for (const { name, document } of policies) {
      const made = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document }))
      called(`iam:CreatePolicy ${name}`)
      arns.push(made.Policy?.Arn ?? '')
    }
    const AssumeRolePolicyDocument = pretty(trustPolicy(values))
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument }))
    called(`iam:CreateRole ${RoleName}`)
    for (const PolicyArn of arns) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
      called(`iam:AttachRolePolicy ${PolicyArn}`)
    }
    return Role?.Arn ?? ''
  } finally {
    iam.destroy()
  }
}

async function makeStack({ target, called }: Calling, values: ConnectValues, template: string): Promise<string> {
  const StackName = defaultStackName
  const cloudFormation = new CloudFormationClient(optionsOf(target))
  try {
    await cloudFormation.send(
      new CreateStackCommand({
        ...{ StackName, TemplateBody: template, Capabilities: ['CAPABILITY_NAMED_IAM'] },
        Parameters: templateParameters(values).map(({ name, value }) => ({
          ParameterKey: name,
          ParameterValue: value,
        })),
      }),
    )
    called(`cloudformation:CreateStack ${StackName}`)
    await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 60 }, { StackName })
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }))
    called(`cloudformation:DescribeStacks ${StackName}`)
    return Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'RoleArn')?.OutputValue ?? ''
  } finally {
    cloudFormation.destroy()
  }
}

/** By the console's steps. Rejects with `bad_request` in AWS's words, for example when the role is there already. */
export const makeSimulatedRole = (target: SimulatedTarget, values: ConnectValues, policies: readonly NamedPolicy[]) =>
  calling(target, call => makeRole(call, values, policies))

/** By the CloudFormation template. Rejects as the other does. */
export const makeSimulatedStack = (target: SimulatedTarget, values: ConnectValues, template: string) =>
  calling(target, call => makeStack(call, values, template))
