// AWS IAM: roles and users by name; no policy is read.
import type { Role, User } from '@aws-sdk/client-iam'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, related, withArn } from '../facts.ts'

const roleFacts = (role: Role, arn: string): ResourceFacts => ({
  arn,
  name: role.RoleName ?? arn,
  tags: {},
  labels: labelRecord({ path: role.Path }),
  // Not AssumeRolePolicyDocument: who may take a role is told to nobody who only looks at resources.
  attributes: describe(role, ['RoleName', 'RoleId', 'Path', 'Description', 'CreateDate', 'MaxSessionDuration']),
  ...related(['uses', role.PermissionsBoundary?.PermissionsBoundaryArn]),
})

const userFacts = (user: User, arn: string): ResourceFacts => ({
  arn,
  name: user.UserName ?? arn,
  tags: {},
  labels: labelRecord({ path: user.Path }),
  attributes: describe(user, ['UserName', 'UserId', 'Path', 'CreateDate', 'PasswordLastUsed']),
  ...related(['uses', user.PermissionsBoundary?.PermissionsBoundaryArn]),
})

const iamRoles: ResourceDefinition = {
  type: 'iam:role',
  title: 'IAM roles',
  actions: [
    { action: 'iam:ListRoles', why: 'Lists roles by name. The policies that AWS lists along with them are not kept.' },
  ],
  scope: 'global',
  labels: ['path'],
  async *list(context) {
    const { IAMClient, paginateListRoles } = await import('@aws-sdk/client-iam')
    for await (const page of paginateListRoles({ client: context.client(IAMClient), pageSize: 1000 }, {}))
      yield withArn(page.Roles, 'Arn', roleFacts)
  },
}

const users: ResourceDefinition = {
  type: 'iam:user',
  title: 'IAM users',
  actions: [
    { action: 'iam:ListUsers', why: 'Lists users by name and when each last signed in. No access key is read.' },
  ],
  scope: 'global',
  labels: ['path'],
  async *list(context) {
    const { IAMClient, paginateListUsers } = await import('@aws-sdk/client-iam')
    for await (const page of paginateListUsers({ client: context.client(IAMClient), pageSize: 1000 }, {}))
      yield withArn(page.Users, 'Arn', userFacts)
  },
}

export const iam = defineService({
  id: 'iam',
  title: 'AWS IAM',
  namespaces: [],
  resources: [iamRoles, users],
})
