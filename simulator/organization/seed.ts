// The Organization that the simulated world starts with: prod manages it, staging and whatever else is asked for are its members.
import type { IamState } from '../iam/state.ts'
import { mix, seedOf } from '../world/chance.ts'
import type { SimulatedAccount, World } from '../world/world.ts'
import { addMember, addUnit, newOrganization } from './edit.ts'
import type { AwsOrganization } from './model.ts'

/** OUs by their path from the root, parents first. */
const units = [
  'Workloads',
  'Workloads/Production',
  'Workloads/Production/Payments',
  'Workloads/Production/Search',
  'Workloads/Staging',
  'Security',
  'Sandbox',
]
/** Where further members are, by turns. */
const homes = [
  'Workloads/Production/Payments',
  'Workloads/Production/Search',
  'Workloads/Staging',
  'Security',
  'Sandbox',
]

const homeOf = (index: number): string => homes[index % homes.length] ?? 'Sandbox'
const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Further members: `payments-1`, `search-1` …, numbered from 200000000001. */
export const furtherMembers = (count: number): SimulatedAccount[] =>
  Array.from({ length: count }, (_, index) => {
    const name = `${lastOf(homeOf(index)).toLowerCase()}-${Math.floor(index / homes.length) + 1}`
    return { accountId: String(200_000_000_001 + index), name, alias: `acme-${name}` }
  })

export interface SeedOrganization {
  seed: number
  /** Its first account manages the Organization; whatever members a restored state has are added to it. */
  world: World
  further: readonly SimulatedAccount[]
}

/** The same ids for the same seed, as accounts and instances have them. */
function idsOf(seed: number) {
  const text = (name: string, length: number): string => {
    const own = seedOf(seed, `organization ${name}`)
    return Array.from({ length }, (_, index) => (mix(own, index) % 36).toString(36)).join('')
  }
  const root = text('root', 4)
  return {
    organization: `o-${text('organization', 10)}`,
    root: `r-${root}`,
    /** Of an OU by its path; the root's for the empty one. */
    unit: (path: string) => (path === '' ? `r-${root}` : `ou-${root}-${text(path, 8)}`),
  }
}

type Ids = ReturnType<typeof idsOf>

function firstOrganization(ids: Ids, accounts: readonly SimulatedAccount[], joinedAt: number): AwsOrganization {
  const [management, ...members] = accounts
  if (!management) throw new RangeError('An Organization needs a management account')
  const organization = newOrganization({
    id: ids.organization,
    rootId: ids.root,
    management: { accountId: management.accountId, name: management.name, joinedMethod: 'INVITED', joinedAt },
  })
  for (const path of units)
    addUnit(organization, {
      id: ids.unit(path),
      name: lastOf(path),
      parentId: ids.unit(path.slice(0, Math.max(path.lastIndexOf('/'), 0))),
    })
  for (const { accountId, name } of members)
    addMember(organization, {
      accountId,
      name,
      joinedMethod: 'CREATED',
      joinedAt,
      parentId: ids.unit('Workloads/Staging'),
    })
  return organization
}

function addFurther(iam: IamState, ids: Ids, present: AwsOrganization, further: readonly SimulatedAccount[]): void {
  const joinedAt = iam.wallClock.now()
  iam.organizations.change(present.id, draft => {
    for (const [index, { accountId, name }] of further.entries())
      if (!Object.hasOwn(draft.members, accountId))
        addMember(draft, { accountId, name, joinedMethod: 'CREATED', joinedAt, parentId: ids.unit(homeOf(index)) })
  })
}

/** Makes the Organization unless a restored state has it, and sees to it that the world has all of its members. */
export function seedOrganization(iam: IamState, { seed, world, further }: SeedOrganization): void {
  const ids = idsOf(seed)
  const managementId = world.accounts[0]?.accountId ?? ''
  if (!iam.organizations.of(managementId))
    iam.organizations.add(firstOrganization(ids, world.accounts, iam.wallClock.now()))
  const present = iam.organizations.of(managementId)
  if (present && further.length > 0) addFurther(iam, ids, present, further)
  for (const { accountId, name } of Object.values(iam.organizations.of(managementId)?.members ?? {})) {
    if (world.accounts.some(account => account.accountId === accountId)) continue
    const alias = iam.account(accountId)?.alias
    world.add(
      further.find(account => account.accountId === accountId) ?? { accountId, name, ...(alias ? { alias } : {}) },
    )
  }
}
