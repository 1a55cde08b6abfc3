// IAM's memory: accounts with their users, roles and policies, written to a file, seen by evaluation after a delay.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Clock } from '../../src/core/clock.ts'
import type { Random } from '../../src/core/random.ts'
import type { AwsOrganization } from '../organization/model.ts'
import { createOrganizations, type Organizations } from '../organization/organizations.ts'
import { createHistory } from './history.ts'
import { emptyAccount, type IamAccount, type IamUser } from './model.ts'

export interface IamStateOptions {
  random: Random
  /** Real time: IAM's dates, signatures and expiries do not follow the simulated world's clock. */
  wallClock: Clock
  /** Where everything is kept over a restart; nothing is kept without. */
  stateFile?: string
  /** How long a change stays unseen by evaluation, ms; reads of the IAM API see it at once. */
  propagationMs?: number
  /** Epoch ms of the world's clock; a state file's own counts before it. */
  startedAt?: number
}

export interface IamState {
  readonly wallClock: Clock
  readonly random: Random
  /** Signs the tokens of temporary credentials; kept in the state file, so that they survive a restart. */
  readonly tokenKey: string
  /** When this simulated AWS was first started, epoch ms of the world's clock: over restarts it stays the same world. */
  readonly startedAt: number
  accountIds(): string[]
  /** As it is now; not to be changed but in `change`. */
  account(accountId: string): IamAccount | undefined
  /** As evaluation sees it: changes younger than the delay are not there yet. */
  effective(accountId: string): IamAccount | undefined
  /**
   * Changes an account (made if it does not exist) and writes it down. When `edit` throws, nothing has changed. With `atOnce`
   * evaluation sees it without the delay, and what else was changed before.
   */
  change<T>(accountId: string, edit: (draft: IamAccount) => T, options?: { atOnce: boolean }): T
  readonly organizations: Organizations
  /** The user whose access key this is. */
  keyOwner(accessKeyId: string): { account: IamAccount; user: IamUser } | undefined
  /** Takes the delay away for what has been changed so far: the seeds of a world are old. */
  settle(): void
  /** Ends the session of these temporary credentials before its time. */
  endSession(accessKeyId: string): void
  hasEnded(accessKeyId: string): boolean
  /** A unique id: `AROA` and seventeen capitals and digits. */
  newId(prefix: string): string
}

interface StateFile {
  format: 1
  tokenKey: string
  startedAt: number
  accounts: IamAccount[]
  organizations?: AwsOrganization[]
}

function readState(path: string): StateFile | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const state = JSON.parse(text) as StateFile
  if (state.format !== 1) throw new Error(`${path} is of format ${String(state.format)}; this version reads format 1`)
  return state
}

/** A crash leaves the old file or the new one, never half of one. The file holds secrets: only its owner reads it. */
function writeState(path: string, state: StateFile): void {
  const temporary = `${path}.writing`
  writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 })
  renameSync(temporary, path)
}

const idLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Throws when `stateFile` exists and cannot be read. */
export function createIamState(options: IamStateOptions): IamState {
  const { random, wallClock, stateFile, propagationMs = 0 } = options
  const accounts = createHistory<IamAccount>(wallClock)
  const ended = new Set<string>()
  const keyOwners = new Map<string, { accountId: string; userName: string }>()
  const stored = stateFile === undefined ? undefined : readState(stateFile)
  const tokenKey = stored?.tokenKey ?? random.hex(32)
  const startedAt = stored?.startedAt ?? options.startedAt ?? wallClock.now()

  function indexKeys(account: IamAccount): void {
    for (const [id, owner] of keyOwners) if (owner.accountId === account.accountId) keyOwners.delete(id)
    for (const user of Object.values(account.users))
      for (const key of user.accessKeys)
        keyOwners.set(key.accessKeyId, { accountId: account.accountId, userName: user.name })
  }

  function save(): void {
    if (stateFile === undefined) return
    const all = accounts.keys().flatMap(id => accounts.latest(id) ?? [])
    writeState(stateFile, { format: 1, tokenKey, startedAt, accounts: all, organizations: organizations.all() })
  }

  const organizations = createOrganizations({ wallClock, stored: stored?.organizations ?? [], propagationMs, save })

  function putAccount(account: IamAccount, delay: number): void {
    accounts.put(account.accountId, account, delay)
    indexKeys(account)
  }

  for (const account of stored?.accounts ?? []) putAccount(account, 0)

  return {
    wallClock,
    random,
    tokenKey,
    startedAt,
    accountIds: accounts.keys,
    account: accounts.latest,
    effective: accounts.effective,
    change(accountId, edit, options) {
      const draft = structuredClone(accounts.latest(accountId) ?? emptyAccount(accountId))
      const result = edit(draft)
      putAccount(draft, options?.atOnce ? 0 : propagationMs)
      save()
      return result
    },
    organizations,
    keyOwner(accessKeyId) {
      const owner = keyOwners.get(accessKeyId)
      const account = owner && accounts.latest(owner.accountId)
      const user = owner && account?.users[owner.userName]
      return account && user ? { account, user } : undefined
    },
    settle() {
      accounts.settle()
      organizations.settle()
    },
    endSession: accessKeyId => void ended.add(accessKeyId),
    hasEnded: accessKeyId => ended.has(accessKeyId),
    newId(prefix) {
      const bytes = Buffer.from(random.hex(17), 'hex')
      return prefix + Array.from(bytes, byte => idLetters[byte % idLetters.length]).join('')
    },
  }
}
