// Long histories of accounts as people ask for them: what one costs, that it is wanted, how far it is, and that it is not any more.
import type { AwsAccount } from '../core/account.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { HistoryRequest, HistoryShare } from '../store/settings-ports.ts'
import { paceOf, secondsOf, type Tools } from './context.ts'
import { type HistoryPrice, oldestOf, priceOfHistory } from './metrics/long-history.ts'
import type { Known } from './metrics/price.ts'

/** What a history of so many months would bring and cost, and what has become of the last request. */
export interface LongHistory extends HistoryPrice {
  months: number
  /** Where it begins, epoch seconds. */
  from: number
  /** Whether a request that reached as far back has been carried out: asking again costs as much again. */
  already: boolean
  state: 'none' | 'running' | 'stopped' | 'done'
  request: HistoryRequest | null
  /** How far each region is. */
  shares: HistoryShare[]
}

/** Works in any process; a collector carries it out. */
export interface Histories {
  /** `months`: 1 to 15. */
  look(account: AwsAccount, months: number): Promise<LongHistory>
  /** Replaces an earlier request. Rejects with `budget_reached` where a monthly limit has stopped reading. */
  begin(account: AwsAccount, months: number, by: string): Promise<LongHistory>
  /** What was read stays. */
  stop(account: AwsAccount): Promise<void>
}

export function createHistories(
  tools: Tools,
  knownOf: (account: AwsAccount) => Promise<Known>,
  onWanted: (accountConfigId: string) => void,
): Histories {
  const { settings, clock } = tools
  const look = async (account: AwsAccount, months: number): Promise<LongHistory> => {
    const [known, request, shares] = await Promise.all([
      knownOf(account),
      settings.historyRequests.get(account.id),
      settings.historyRequests.shares(account.id),
    ])
    const now = secondsOf(clock)
    const from = oldestOf(months, now)
    const state = stateOf(known, request, shares)
    const already = state === 'done' && request !== undefined && request.oldest <= from
    return { months, from, ...priceOfHistory(known, from, now), already, state, request: request ?? null, shares }
  }
  return {
    look,
    async begin(account, months, by) {
      const { stopped } = paceOf(tools, account)
      if (stopped !== null) throw new HeyCloudError('budget_reached', stopped)
      const requestedAt = clock.now()
      await settings.historyRequests.begin({
        ...{ accountConfigId: account.id, organisation: account.organisation, months, requestedBy: by, requestedAt },
        ...{ oldest: oldestOf(months, secondsOf(clock)), stoppedAt: null },
      })
      onWanted(account.id)
      return look(account, months)
    },
    stop: account => settings.historyRequests.stop(account.id, clock.now()),
  }
}

/** It is done when it is in every region whose metrics are read. */
function stateOf({ rows }: Known, request: HistoryRequest | undefined, shares: readonly HistoryShare[]) {
  if (!request) return 'none'
  const regions = rows.filter(row => row.kind === 'metrics' && row.namespace === null && row.state !== 'off')
  const isDone = (region: string) => shares.some(share => share.region === region && share.finished)
  if (regions.length > 0 && regions.every(({ region }) => isDone(region))) return 'done'
  return request.stoppedAt === null ? 'running' : 'stopped'
}
