// Connecting, changing and removing AWS accounts: what may be saved, by whom, and with which external ID or key.
import { type AwsAccount, accountLabel, type KeyAccount, type RoleAccount, usesRole } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { invalidExternalId } from '../external-ids.ts'
import { type AccountActor, type AccountDependencies, audit, getAccount, type Updated } from './change.ts'
import { acceptFault, type FaultInput, withdrawFault } from './faults.ts'
import { type AccountInput, checkedName, ignoredNames, invalid } from './input.ts'
import { pause, resume, turnOff } from './life.ts'
import { refuseOwn } from './own-role.ts'
import { type RemoveOptions, remove } from './remove.ts'
import { cancelRotation, finishRotation, type RotatingAccount, rotate } from './rotation.ts'
import { mergeSettings } from './settings.ts'
import { changedTarget, type EnteredKeys, type EnteredRole, enteredTarget, sameTarget } from './target.ts'

export type { AccountActor } from './change.ts'

/** An account as it is, and as a request would make it. */
export interface AccountChange {
  before: AwsAccount
  after: AwsAccount
  /** Whether the way in would be another, so that it has to be proven anew. */
  moved: boolean
}

export interface Accounts {
  /** Saves at once with state `pending`; verification is scheduled, and nobody waits for it. */
  create(actor: AccountActor, input: AccountInput): Promise<AwsAccount>
  /** Groups that are left out keep their values. A changed role, account, external ID or key starts verification anew. */
  update(actor: AccountActor, id: string, input: AccountInput): Promise<AwsAccount>
  /** What `update` would come to, refused as it would be; nothing is saved. */
  preview(actor: AccountActor, id: string, input: AccountInput): Promise<AccountChange>
  /** `erase` has everything that was collected of it erased, which takes time and is recorded; it stays otherwise. */
  delete(actor: AccountActor, id: string, options?: RemoveOptions): Promise<void>
  /** Nothing is collected until `resume`; the proof of its role goes on. */
  pause(actor: AccountActor, id: string): Promise<AwsAccount>
  resume(actor: AccountActor, id: string): Promise<AwsAccount>
  /** Switches off whatever needs the feature's permissions. Rejects with `bad_request` for the feature `account`, and unknown ones. */
  turnOff(actor: AccountActor, id: string, feature: string): Promise<AwsAccount>
  /** Issues the next external ID; the present one goes on being used. The same again while a rotation is under way. */
  rotate(actor: AccountActor, id: string): Promise<RotatingAccount>
  /** The next external ID becomes the only one. Rejects with `rotation_not_ready` while AWS refuses it, unless `force`. */
  finishRotation(actor: AccountActor, id: string, options?: { force?: boolean | undefined }): Promise<AwsAccount>
  cancelRotation(actor: AccountActor, id: string): Promise<void>
  /** Leaves a warning about the trust policy as it is, for a reason. Rejects with `bad_request` for an error, and for what is no fault. */
  acceptFault(actor: AccountActor, id: string, fault: FaultInput): ReturnType<typeof acceptFault>
  /** Rejects with `not_found` where it was not accepted. */
  withdrawFault(actor: AccountActor, id: string, fault: Omit<FaultInput, 'reason'>): Promise<void>
  /** Rejects with `account_not_found`. */
  get(organisation: string, id: string): Promise<AwsAccount>
  list(organisation: string, accountId?: string): Promise<AwsAccount[]>
}

const accountExists = (fields: Record<string, string> = {}): HeyCloudError =>
  new HeyCloudError('account_exists', 'AWS account with provided id already exists', fields)

/**
 * An AWS account is once in an organisation, and belongs to the one that has proven its role or key. Of another organisation's nothing
 * is said but that it exists.
 */
async function refuseTaken(
  { settings }: AccountDependencies,
  organisation: string,
  accountId: string,
  exceptId?: string,
): Promise<void> {
  const own = await settings.accounts.byAccountId(organisation, accountId)
  if (own && own.id !== exceptId) {
    const since = new Date(own.createdAt).toISOString().slice(0, 10)
    throw accountExists({
      aws_account_id: `connected as ${accountLabel(own)} since ${since}`,
      aws_account_config_id: own.id,
    })
  }
  const holder = await settings.claims.holder(accountId)
  if (holder !== undefined && holder !== exceptId) throw accountExists()
  const erasing = (await settings.erasures.open()).find(
    one => one.organisation === organisation && one.accountId === accountId,
  )
  // What is collected from now on would be erased with what was before.
  if (erasing) throw accountExists({ aws_account_id: 'its earlier data is being erased; add it when that has ended' })
}

/** For the audit log: what somebody tried to set that cannot be. */
function ignored(input: AccountInput): Record<string, string> {
  const names = ignoredNames(input)
  return names.length > 0 ? { ignored: names.slice(0, 20).join(' ') } : {}
}

interface UsableId {
  externalId: string
  /** The organization connection whose members share it. */
  joinedBy: string | null
}

/** The ID given, if this organisation may use it for this account; a new one if none was given, as the public API does. */
async function usableExternalId(
  { externalIds }: AccountDependencies,
  actor: AccountActor,
  { accountId, externalId }: Pick<EnteredRole, 'accountId' | 'externalId'>,
): Promise<UsableId> {
  if (externalId === undefined)
    return { externalId: (await externalIds.issueForApi(actor.organisation, actor.name)).value, joinedBy: null }
  const check = await externalIds.check(actor.organisation, externalId, accountId)
  if (!check.ok) throw invalidExternalId(check)
  return { externalId, joinedBy: check.joinedBy ?? null }
}

type NewFacts = Omit<RoleAccount, keyof EnteredRole>

async function saveRole(deps: AccountDependencies, actor: AccountActor, facts: NewFacts, role: EnteredRole) {
  const account: RoleAccount = { ...facts, ...role, ...(await usableExternalId(deps, actor, role)) }
  await deps.settings.accounts.insert(account)
  if (account.joinedBy !== null) return account
  try {
    await deps.externalIds.bind(actor.organisation, account.externalId, account.id)
  } catch (error) {
    await deps.settings.accounts.delete(actor.organisation, account.id)
    throw error
  }
  return account
}

/** The secret first: no account is ever there without one. */
async function saveKeys({ settings }: AccountDependencies, facts: NewFacts, { secret, ...keys }: EnteredKeys) {
  const account: KeyAccount = { ...facts, ...keys, secretId: facts.id, secretLastFour: secret.slice(-4) }
  await settings.secrets.put(account.secretId, secret)
  try {
    await settings.accounts.insert(account)
  } catch (error) {
    await settings.secrets.delete(account.secretId)
    throw error
  }
  return account
}

async function create(deps: AccountDependencies, actor: AccountActor, input: AccountInput): Promise<AwsAccount> {
  const entered = enteredTarget(input)
  const name = checkedName(input.account_name)
  const settings = mergeSettings(undefined, input, entered.partition)
  await refuseTaken(deps, actor.organisation, entered.accountId)
  await refuseOwn(entered, deps)
  const now = deps.clock.now()
  const facts: NewFacts = {
    ...{ id: deps.random.uuid(), organisation: actor.organisation, name, alias: null, settings, state: 'pending' },
    ...{ pausedAt: null, nextExternalId: null, secretLastFour: null, joinedBy: null, createdAt: now, modifiedAt: now },
  }
  const account =
    'secret' in entered ? await saveKeys(deps, facts, entered) : await saveRole(deps, actor, facts, entered)
  await audit(deps, actor, 'account.create', account, ignored(input))
  await deps.verification.begin(account)
  return account
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

/** The account with the external ID that it is to have, which ends a rotation; as it is where that stays good. */
async function withExternalId(
  deps: AccountDependencies,
  actor: AccountActor,
  old: AwsAccount,
  next: AwsAccount,
): Promise<AwsAccount> {
  if (!usesRole(old) || !usesRole(next)) return next
  const other = next.externalId !== old.externalId
  if (!other && (old.joinedBy === null || next.accountId === old.accountId)) return next
  const { joinedBy } = await usableExternalId(deps, actor, next)
  return other ? { ...next, joinedBy, nextExternalId: null } : next
}

/** An ID that is new to the account becomes its own; one of an AWS Organization is bound already. */
async function bindEntered({ externalIds }: AccountDependencies, old: AwsAccount, next: AwsAccount): Promise<void> {
  if (!usesRole(old) || !usesRole(next) || next.joinedBy !== null || next.externalId === old.externalId) return
  await externalIds.bind(next.organisation, next.externalId, next.id)
}

/** What nobody uses any more is refused from now on; what an AWS Organization's members share is not this account's to retire. */
async function retireLeft({ externalIds }: AccountDependencies, old: AwsAccount, next: AwsAccount): Promise<void> {
  if (!usesRole(old) || !usesRole(next) || old.joinedBy !== null || old.externalId === next.externalId) return
  await externalIds.retire(old.externalId)
  if (old.nextExternalId !== null) await externalIds.retire(old.nextExternalId)
}

/** The secret where it is another than is kept: Terraform sends the same with every change. One that cannot be read is entered anew. */
async function otherSecret(
  { settings }: AccountDependencies,
  id: string,
  sent: string | undefined,
): Promise<string | undefined> {
  if (sent === undefined) return undefined
  const kept = await settings.secrets.get(id).catch((error: unknown) => {
    if (error instanceof HeyCloudError && error.code === 'secrets_unreadable') return undefined
    throw error
  })
  return kept === sent ? undefined : sent
}

interface Change extends AccountChange {
  secret: string | undefined
}

/** What a request would make of an account. Whatever speaks against it is found here, and nothing is written. */
async function checkedChange(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
  input: AccountInput,
): Promise<Change> {
  const before = await getAccount(deps, actor.organisation, id)
  const { target, secret: sent } = changedTarget(before, input)
  const secret = await otherSecret(deps, id, sent)
  const wanted: AwsAccount = {
    ...target,
    ...(input.account_name === undefined ? {} : { name: checkedName(input.account_name) }),
    ...(secret === undefined ? {} : { secretLastFour: secret.slice(-4) }),
    settings: mergeSettings(before.settings, input, target.partition),
    modifiedAt: deps.clock.now(),
  }
  const moved = secret !== undefined || !sameTarget(before, wanted)
  await refuseOtherAccount(deps, before, wanted)
  if (moved) await refuseOwn(wanted, deps)
  return { before, after: await withExternalId(deps, actor, before, wanted), secret, moved }
}

async function update(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
  input: AccountInput,
): Promise<Updated> {
  const { before: old, after: next, secret, moved } = await checkedChange(deps, actor, id, input)
  await bindEntered(deps, old, next)
  // Closed first: a new secret is never used under what an old one has proven.
  await deps.settings.accounts.update(moved ? { ...next, state: 'pending' } : next)
  if (secret !== undefined) await deps.settings.secrets.put(id, secret)
  if (moved) {
    deps.aws.forget(old.accountId)
    // It is proven no longer, and so keeps nobody else out.
    await deps.settings.claims.release(id)
  }
  await retireLeft(deps, old, next)
  await audit(deps, actor, 'account.update', next, {
    ...ignored(input),
    ...(moved ? { verification: 'anew' } : {}),
  })
  return { account: await getAccount(deps, actor.organisation, id), moved }
}

export function createAccounts(deps: AccountDependencies): Accounts {
  const { serial, verification } = deps
  /** Verification takes its own turn under the same key, and so stands outside. */
  async function edit<A extends AwsAccount>(id: string, work: () => Promise<Updated<A>>): Promise<A> {
    const { account, moved } = await serial.run(id, work)
    await (moved ? verification.begin(account) : verification.recheck(account))
    return account
  }
  const alone = <T>(id: string, work: () => Promise<T>): Promise<T> => serial.run(id, work)
  /** What is accepted decides how the trust policy is judged: that is looked at again at once. */
  async function judged<T>({ organisation }: AccountActor, id: string, work: () => Promise<T>): Promise<T> {
    const result = await alone(id, work)
    await verification.recheck(await getAccount(deps, organisation, id))
    return result
  }
  return {
    create: (actor, input) => create(deps, actor, input),
    get: (organisation, id) => getAccount(deps, organisation, id),
    update: (actor, id, input) => edit(id, () => update(deps, actor, id, input)),
    async preview(actor, id, input) {
      const { before, after, moved } = await checkedChange(deps, actor, id, input)
      return { before, after, moved }
    },
    delete: (actor, id, options) => alone(id, () => remove(deps, actor, id, options)),
    pause: (actor, id) => alone(id, () => pause(deps, actor, id)),
    resume: (actor, id) => edit(id, () => resume(deps, actor, id)),
    turnOff: (actor, id, feature) => edit(id, () => turnOff(deps, actor, id, feature)),
    rotate: (actor, id) => edit(id, () => rotate(deps, actor, id)),
    finishRotation: (actor, id, options) => edit(id, () => finishRotation(deps, actor, id, options)),
    cancelRotation: (actor, id) => alone(id, () => cancelRotation(deps, actor, id)),
    acceptFault: (actor, id, fault) => judged(actor, id, () => acceptFault(deps, actor, id, fault)),
    withdrawFault: (actor, id, fault) => judged(actor, id, () => withdrawFault(deps, actor, id, fault)),
    async list(organisation, accountId) {
      const all = await deps.settings.accounts.list(organisation)
      return accountId === undefined ? all : all.filter(account => account.accountId === accountId)
    },
  }
}
