// By whose permissions a StackSet works in an account: a role that is there, which its administrator may assume.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs.html
import { createHash } from 'node:crypto'
import type { StackSet } from '../../cloudformation/model.ts'
import { AwsError, type Call, type Caller } from '../../contract.ts'
import { decideAssume } from '../../iam/assume.ts'
import { sessionArn } from '../../iam/credentials.ts'
import { makeRole } from '../../iam/entities.ts'
import { type IamAccount, type IamRole, iamArn } from '../../iam/model.ts'
import type { IamState } from '../../iam/state.ts'
import { partitionOfRegion } from '../../partitions.ts'

export const stackSetsPrincipal = 'member.org.stacksets.cloudformation.amazonaws.com'

const serviceTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: stackSetsPrincipal }, Action: 'sts:AssumeRole' }],
})

/** With service-managed permissions AWS makes this role in each member; service control policies restrict it like any other. */
function serviceRole(iam: IamState, organizationId: string, accountId: string): IamRole {
  const name = `stacksets-exec-${createHash('md5').update(organizationId).digest('hex')}`
  const present = iam.account(accountId)?.roles[name]
  if (present) return present
  const make = (draft: IamAccount): IamRole => {
    const role = makeRole(iam, draft, { name, trust: serviceTrust })
    role.attached = ['arn:aws:iam::aws:policy/AdministratorAccess']
    return role
  }
  // AWS makes it long before it is used.
  return iam.change(accountId, make, { atOnce: true })
}

const sessionOf = (role: IamRole, accountId: string, name: string): Caller => ({
  accountId,
  arn: sessionArn(role.arn, name),
  userId: `${role.id}:${name}`,
  accessKeyId: '',
  roleArn: role.arn,
})

/** The administration role assumes the execution role of the account; if either will not, nobody works there. */
function selfManaged(iam: IamState, stackSet: StackSet, accountId: string, origin: Call): Caller {
  const partition = partitionOfRegion(stackSet.region)
  const administration = Object.values(iam.account(stackSet.accountId)?.roles ?? {}).find(
    role => role.arn === stackSet.administrationRole,
  )
  const roleArn = iamArn({ accountId, partition }, `role/${stackSet.executionRole}`)
  const decided =
    administration &&
    decideAssume(iam, {
      caller: sessionOf(administration, stackSet.accountId, 'AWSCloudFormation'),
      actions: ['sts:AssumeRole'],
      context: {},
      roleArn,
      call: origin,
    })
  if (decided?.allowed) return sessionOf(decided.role, accountId, 'AWSCloudFormation')
  const administrator = stackSet.administrationRole.split('/').at(-1)
  throw new AwsError(
    'AccessDenied',
    `Account ${accountId} should have '${stackSet.executionRole}' role with trust relationship to Role '${administrator}'.`,
  )
}

/** The call as it is made in the account and the region. Throws where nobody may work there. */
export function handIn(iam: IamState, stackSet: StackSet, accountId: string, region: string, origin: Call): Call {
  const organization = iam.organizations.of(stackSet.accountId)
  const caller =
    stackSet.permissionModel === 'SERVICE_MANAGED'
      ? sessionOf(serviceRole(iam, organization?.id ?? '', accountId), accountId, iam.random.uuid())
      : selfManaged(iam, stackSet, accountId, origin)
  return { ...origin, caller, region }
}
