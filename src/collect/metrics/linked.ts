// Which of the accounts that are linked to a monitoring account are read through it, and what is known of them.
import type { AwsAccount } from '../../core/account.ts'
import type { Place, Tools } from '../context.ts'
import { regionWanted } from '../inventory/regions.ts'

/** What the organisation has itself of accounts that may be linked to one of its own. */
export interface LinkedAccounts {
  /** The account as the organisation has connected it; undefined where it has not. */
  connected(accountId: string): AwsAccount | undefined
  /**
   * Whether it is nobody's business to read it through another: its own role reads it, or it is paused, or its data is being erased.
   */
  isApart(accountId: string): boolean
  /** Whether it reads the accounts that are linked to it, in this region. */
  isMonitoring(accountId: string, region: string): boolean
}

/** Undefined where the account's settings leave out what is linked to it. */
export async function linkedAccounts(tools: Tools, reader: AwsAccount): Promise<LinkedAccounts | undefined> {
  if (!reader.settings.features.linked_accounts) return undefined
  const { settings, isCollectable } = tools
  const accounts = new Map<string, AwsAccount>()
  const collectable = new Set<string>()
  for (const account of await settings.accounts.list(reader.organisation)) {
    accounts.set(account.accountId, account)
    if (account.pausedAt === null && (await isCollectable(account))) collectable.add(account.accountId)
  }
  // Read last, so that whoever finds an account gone finds its erasure.
  const open = await settings.erasures.open()
  const erasing = new Set(open.filter(one => one.organisation === reader.organisation).map(one => one.accountId))
  return {
    connected: accountId => accounts.get(accountId),
    isApart: accountId =>
      erasing.has(accountId) || collectable.has(accountId) || (accounts.get(accountId)?.pausedAt ?? null) !== null,
    isMonitoring(accountId, region) {
      const account = accounts.get(accountId)
      if (!account || !collectable.has(accountId) || !regionWanted(account, region)) return false
      return account.settings.features.linked_accounts && account.settings.metrics_config.enabled
    },
  }
}

/** Says of an owner whether its metrics are read through the place's account: of several that could, the first one does. */
export async function createChoice(
  { telemetry }: Pick<Tools, 'telemetry'>,
  { account, region }: Place,
  linked: LinkedAccounts | undefined,
): Promise<(owner: string) => boolean> {
  if (!linked) return () => false
  const readers = new Map<string, string>()
  // They come sorted.
  for (const { accountId, through } of await telemetry.linkedOwners(account.organisation, region))
    if (!readers.has(accountId) && linked.isMonitoring(through, region)) readers.set(accountId, through)
  return owner => !linked.isApart(owner) && (readers.get(owner) ?? account.accountId) === account.accountId
}

/** What the plan of these owners' metrics hangs on. */
export const linkedKey = (linked: LinkedAccounts | undefined, owners: Iterable<string>): unknown =>
  linked &&
  [...owners].sort().map(owner => {
    const account = linked.connected(owner)
    return [owner, linked.isApart(owner), account?.name, account?.alias, account?.settings.account_tags]
  })
