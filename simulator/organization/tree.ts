// Questions to an Organization's tree: what is above an account, which accounts are below an OU, which policies lie over it.
import type { AwsOrganization } from './model.ts'

/** The parents of an account or an OU, the root first, itself last; empty for what is not in the Organization. */
export function pathTo(organization: AwsOrganization, id: string): string[] {
  if (id === organization.rootId) return [id]
  const parentId = (organization.members[id] ?? organization.units[id])?.parentId
  return parentId === undefined ? [] : [...pathTo(organization, parentId), id]
}

/** `o-…/r-…/ou-…/`: the OU or the root that the account is in, as `aws:PrincipalOrgPaths` has it. */
export const orgPath = (organization: AwsOrganization, accountId: string): string =>
  `${[organization.id, ...pathTo(organization, accountId).slice(0, -1)].join('/')}/`

/** The ids of all accounts under the given roots and OUs, those of OUs within them included, in the order in which they joined. */
export function accountsUnder(organization: AwsOrganization, ids: readonly string[]): string[] {
  return Object.keys(organization.members).filter(accountId =>
    pathTo(organization, accountId).some(parentId => ids.includes(parentId)),
  )
}

/**
 * The service control policies over an account, level by level from the root down: every level has to allow.
 * Undefined for the management account, which they do not restrict.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export function controlLevels(organization: AwsOrganization, accountId: string): ControlSource[][] | undefined {
  if (accountId === organization.managementAccountId) return undefined
  return pathTo(organization, accountId).map(id =>
    (organization.attached[id] ?? []).flatMap(policyId => {
      const policy = organization.policies[policyId]
      return policy ? [{ id: policyId, arn: policyArn(organization, policyId), text: policy.text }] : []
    }),
  )
}

interface ControlSource {
  id: string
  arn: string
  text: string
}

/** Of one that is there or not. */
export function policyArn(organization: AwsOrganization, id: string): string {
  if (organization.policies[id]?.awsManaged) return `arn:aws:organizations::aws:policy/service_control_policy/${id}`
  return `arn:aws:organizations::${organization.managementAccountId}:policy/${organization.id}/service_control_policy/${id}`
}
