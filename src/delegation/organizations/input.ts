// What a request for a connection of an AWS Organization may say; each fault is named by its field.
import { accountIdPattern } from '../../core/account.ts'
import type { AccountSettings } from '../../core/account-settings.ts'
import type { HeyCloudError } from '../../core/errors.ts'
import {
  type OrganizationConnection,
  type OrganizationNode,
  ouIdPattern,
  rootIdPattern,
} from '../../core/organization.ts'
import { invalid } from '../accounts/input.ts'
import { parseRoleName, roleNameFault } from '../accounts/role-name.ts'
import { mergeSettings } from '../accounts/settings.ts'
import { defaultRoleName } from '../policies/policies.ts'

/** The settings groups of an account travel beside these: what members join with. */
export interface OrganizationInput {
  /** Config id of a connected account: the management account, or a delegated administrator. */
  read_through?: string | null | undefined
  role_name?: string | null | undefined
  include?: string[] | null | undefined
  exclude?: string[] | null | undefined
  auto_join?: boolean | null | undefined
  [group: string]: unknown
}

function faultyOf(field: string, values: readonly string[], isRight: (value: string) => boolean, wanted: string) {
  const wrong = values.filter(value => !isRight(value))
  return wrong.length > 0 ? invalid(field, `${wrong.slice(0, 5).join(', ')}: ${wanted}`) : undefined
}

/** While no tree has been read, ids of the right shape are believed. */
function includeFault(include: readonly string[], nodes: readonly OrganizationNode[]): HeyCloudError | undefined {
  const shaped = (id: string) => rootIdPattern.test(id) || ouIdPattern.test(id)
  const known = new Set(nodes.filter(({ kind }) => kind !== 'account').map(({ id }) => id))
  return (
    faultyOf('include', include, shaped, 'is not the id of a root (r-…) or of an OU (ou-…)') ??
    (known.size > 0 ? faultyOf('include', include, id => known.has(id), 'is not in the AWS Organization') : undefined)
  )
}

export type Chosen = Pick<
  OrganizationConnection,
  'roleName' | 'rolePath' | 'include' | 'exclude' | 'autoJoin' | 'settings'
>

const distinct = (values: readonly string[]): string[] => [...new Set(values)]

function roleOf(name: string | null | undefined, old: Chosen | undefined): Pick<Chosen, 'roleName' | 'rolePath'> {
  if (name == null) return old ?? { roleName: defaultRoleName, rolePath: '/' }
  const fault = roleNameFault(name)
  if (fault) throw invalid('role_name', fault)
  return parseRoleName(name)
}

/** A member is read for itself, never for the tree. */
const asMember = (settings: AccountSettings): AccountSettings => ({
  ...settings,
  features: { ...settings.features, organization: false },
})

/** The choices after the request is laid over the present ones. Rejects with `bad_request`. */
export function chosenFrom(
  input: OrganizationInput,
  partition: OrganizationConnection['partition'],
  nodes: readonly OrganizationNode[],
  old?: Chosen | undefined,
): Chosen {
  const include = distinct(input.include ?? old?.include ?? [])
  const exclude = distinct(input.exclude ?? old?.exclude ?? [])
  const fault =
    (input.include == null ? undefined : includeFault(include, nodes)) ??
    faultyOf('exclude', exclude, id => accountIdPattern.test(id), 'is not an account ID of 12 digits')
  if (fault) throw fault
  const { roleName, rolePath } = roleOf(input.role_name, old)
  return {
    ...{ roleName, rolePath, include, exclude },
    autoJoin: input.auto_join ?? old?.autoJoin ?? true,
    settings: asMember(mergeSettings(old?.settings, input, partition)),
  }
}
