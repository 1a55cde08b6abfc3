// Connecting, changing and removing AWS accounts: what may be saved, by whom, and with which external ID.
import type { AwsAccess } from '../../aws/access.ts'
import { type AwsAccount, accountLabel, type RoleTarget } from '../../core/account.ts'
import type { Clock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Random } from '../../core/random.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { type ExternalIds, invalidExternalId } from '../external-ids.ts'
import type { Serial } from '../serial.ts'
import {
  type AccountInput,
  checkedAccountId,
  checkedName,
  checkedRole,
  invalid,
  partitionFrom,
  refuseKeys,
} from './input.ts'
import { refuseOwn } from './own-role.ts'
import { mergeSettings } from './settings.ts'

/** Who asks; `name` is for the audit log. */
export interface AccountActor {
  organisation: string
  name: string
}

export interface Accounts {
  /** Saves at once with state `pending`; verification is the caller's, afterwards, and never this call's concern. */
  create(actor: AccountActor, input: AccountInput): Promise<AwsAccount>
  /** Groups that are left out keep their values. A changed role, account or external ID starts verification anew. */
  update(actor: AccountActor, id: string, input: AccountInput): Promise<AwsAccount>
  delete(actor: AccountActor, id: string): Promise<void>
  /** Rejects with `account_not_found`. */
  get(organisation: string, id: string): Promise<AwsAccount>
  list(organisation: string, accountId?: string): Promise<AwsAccount[]>
}

export interface AccountDependencies {
  /** Shared with verification, so that a change of the role and what was proven of it never interleave. */
  serial: Serial
  settings: Pick<Settings, 'accounts' | 'organisations' | 'audit' | 'watermarks' | 'coverage'>
  externalIds: ExternalIds
  aws: Pick<AwsAccess, 'identity' | 'forget'>
  clock: Clock
  random: Random
  /** Whether an installation with several organisations may connect the account it runs in. */
  allowOwnAccount?: boolean | undefined
}

/** Whether what was proven of one role holds for the other. */
export const sameTarget = (a: RoleTarget, b: RoleTarget): boolean =>
  a.partition === b.partition &&
  a.accountId === b.accountId &&
  a.roleName === b.roleName &&
  a.rolePath === b.rolePath &&
  a.externalId === b.externalId

export const accountNotFound = (): HeyCloudError =>
  new HeyCloudError('account_not_found', 'AWS account with provided id is not integrated')

async function getAccount({ settings }: AccountDependencies, organisation: string, id: string): Promise<AwsAccount> {
  const account = await settings.accounts.get(organisation, id)
  if (!account) throw accountNotFound()
  return account
}

const audit = (
  { settings, clock }: AccountDependencies,
  actor: AccountActor,
  action: string,
  account: AwsAccount,
  detail: Record<string, string> = {},
): Promise<void> =>
  settings.audit.append({
    organisation: actor.organisation,
    at: clock.now(),
    actor: actor.name,
    action,
    target: account.id,
    detail: { account_id: account.accountId, role_name: account.roleName, ...detail },
  })

/** Of another organisation's account nothing is said but that it exists. */
async function refuseTaken(
  { settings }: AccountDependencies,
  organisation: string,
  accountId: string,
  exceptId?: string,
): Promise<void> {
  const taken = await settings.accounts.byAccountId(accountId)
  if (!taken || taken.id === exceptId) return
  const since = new Date(taken.createdAt).toISOString().slice(0, 10)
  const own = { aws_account_id: `connected as ${accountLabel(taken)} since ${since}`, aws_account_config_id: taken.id }
  throw new HeyCloudError(
    'account_exists',
    'AWS account with provided id already exists',
    taken.organisation === organisation ? own : {},
  )
}

/** The ID given, if this organisation may use it; a new one if none was given, as the public API does. */
async function usableExternalId(
  { externalIds }: AccountDependencies,
  actor: AccountActor,
  given: string | undefined,
): Promise<string> {
  if (given === undefined) return (await externalIds.issueForApi(actor.organisation, actor.name)).value
  const check = await externalIds.check(actor.organisation, given)
  if (!check.ok) throw invalidExternalId(check)
  return given
}

async function create(deps: AccountDependencies, actor: AccountActor, input: AccountInput): Promise<AwsAccount> {
  const { settings, externalIds, clock, random } = deps
  const auth = input.auth_config ?? {}
  const partition = partitionFrom(input.aws_partition)
  refuseKeys(auth, partition)
  const target = { partition, accountId: checkedAccountId(input.aws_account_id), ...checkedRole(auth) }
  const name = checkedName(input.account_name)
  const accountSettings = mergeSettings(undefined, input, partition)
  await refuseTaken(deps, actor.organisation, target.accountId)
  await refuseOwn(target, deps)
  const account: AwsAccount = {
    ...target,
    id: random.uuid(),
    organisation: actor.organisation,
    externalId: await usableExternalId(deps, actor, auth.external_id),
    name,
    alias: null,
    settings: accountSettings,
    state: 'pending',
    createdAt: clock.now(),
    modifiedAt: clock.now(),
  }
  await settings.accounts.insert(account)
  try {
    await externalIds.bind(actor.organisation, account.externalId, account.id)
  } catch (error) {
    await settings.accounts.delete(actor.organisation, account.id)
    throw error
  }
  await audit(deps, actor, 'account.create', account)
  return account
}

/** The account as it would be; nothing is written yet. */
function changed(old: AwsAccount, input: AccountInput, now: number): AwsAccount {
  const auth = input.auth_config
  if (auth?.access_key_id !== undefined || auth?.secret_access_key !== undefined)
    throw new HeyCloudError('auth_kind_fixed', 'cannot switch between role and key based auth')
  const partition = input.aws_partition === undefined ? old.partition : partitionFrom(input.aws_partition)
  return {
    ...old,
    partition,
    ...(input.aws_account_id === undefined ? {} : { accountId: checkedAccountId(input.aws_account_id) }),
    ...(auth?.role_name === undefined ? {} : checkedRole(auth)),
    ...(auth?.external_id === undefined ? {} : { externalId: auth.external_id }),
    ...(input.account_name === undefined ? {} : { name: checkedName(input.account_name) }),
    settings: mergeSettings(old.settings, input, partition),
    modifiedAt: now,
  }
}

/** History belongs to one AWS account: the number may be corrected only until the role has proven itself. */
async function refuseOtherAccount(deps: AccountDependencies, old: AwsAccount, next: AwsAccount): Promise<void> {
  if (next.accountId === old.accountId) return
  const rows = await deps.settings.coverage.list(old.organisation, old.id)
  // What was collected stays that account's also while its role is being proven anew.
  if (old.state === 'connected' || old.state === 'degraded' || rows.some(row => row.points > 0))
    throw invalid('aws_account_id', 'this account has been connected; add the other account beside it')
  await refuseTaken(deps, old.organisation, next.accountId, old.id)
}

async function update(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
  input: AccountInput,
): Promise<AwsAccount> {
  const old = await getAccount(deps, actor.organisation, id)
  const next = changed(old, input, deps.clock.now())
  const moved = !sameTarget(old, next)
  const newId = next.externalId !== old.externalId
  await refuseOtherAccount(deps, old, next)
  if (moved) await refuseOwn(next, deps)
  if (newId) {
    await usableExternalId(deps, actor, next.externalId)
    await deps.externalIds.bind(actor.organisation, next.externalId, id)
  }
  await deps.settings.accounts.update(moved ? { ...next, state: 'pending' } : next)
  if (moved) deps.aws.forget(old.accountId)
  if (newId) await deps.externalIds.retire(old.externalId)
  await audit(deps, actor, 'account.update', next, moved ? { verification: 'anew' } : {})
  return getAccount(deps, actor.organisation, id)
}

async function remove(deps: AccountDependencies, actor: AccountActor, id: string): Promise<void> {
  const account = await getAccount(deps, actor.organisation, id)
  await deps.settings.accounts.delete(actor.organisation, id)
  deps.aws.forget(account.accountId)
  await deps.externalIds.retire(account.externalId)
  await deps.settings.watermarks.deleteByAccount(id)
  await audit(deps, actor, 'account.delete', account)
}

export function createAccounts(deps: AccountDependencies): Accounts {
  const { serial } = deps
  return {
    create: (actor, input) => create(deps, actor, input),
    get: (organisation, id) => getAccount(deps, organisation, id),
    update: (actor, id, input) => serial.run(id, () => update(deps, actor, id, input)),
    delete: (actor, id) => serial.run(id, () => remove(deps, actor, id)),
    async list(organisation, accountId) {
      const all = await deps.settings.accounts.list(organisation)
      return accountId === undefined ? all : all.filter(account => account.accountId === accountId)
    },
  }
}
