// The demo's button: makes policy and role in a simulated account, by the very calls that the guide asks a person to make.
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { HeyCloudError } from '../../core/errors.ts'
import { parseRoleName, roleNameFault } from '../accounts/role-name.ts'
import type { NamedPolicy } from '../policies/document.ts'

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

export interface SimulatedRoleInput {
  roleName: string
  trustPolicy: string
  policies: readonly NamedPolicy[]
}

/** Rejects with `bad_request` in AWS's words, for example when the role is there already. */
export async function makeSimulatedRole(target: SimulatedTarget, input: SimulatedRoleInput): Promise<SimulatedRole> {
  const fault = roleNameFault(input.roleName)
  if (fault) throw new HeyCloudError('bad_request', 'invalid value', { role_name: fault })
  const { roleName, rolePath } = parseRoleName(input.roleName)
  const { endpoint, region, accessKeyId, secretAccessKey } = target
  const iam = new IAMClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } })
  const calls: string[] = []
  try {
    const arns: string[] = []
    for (const { name, document } of input.policies) {
      const made = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document }))
      calls.push(`iam:CreatePolicy ${name}`)
      arns.push(made.Policy?.Arn ?? '')
    }
    const role = await iam.send(
      new CreateRoleCommand({ RoleName: roleName, Path: rolePath, AssumeRolePolicyDocument: input.trustPolicy }),
    )
    calls.push(`iam:CreateRole ${roleName}`)
    for (const arn of arns) {
      await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: arn }))
      calls.push(`iam:AttachRolePolicy ${arn}`)
    }
    return { roleArn: role.Role?.Arn ?? '', calls }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const done = calls.length > 0 ? ` Done before that: ${calls.join(', ')}.` : ''
    throw new HeyCloudError('bad_request', `${error.name}: ${error.message}${done}`, {}, { cause: error })
  } finally {
    iam.destroy()
  }
}
