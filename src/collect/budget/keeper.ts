// Keeps to the monthly budgets: reckons them from what is stored, writes down what comes of it, and tells each account's pace.
import type { AwsAccount } from '../../core/account.ts'
import { type Budget, monthOf, monthSpan } from '../../core/budget.ts'
import type { Pace, Tools } from '../context.ts'
import { type BudgetState, projectionOf, reckon } from './reckon.ts'
import { type ForecastOf, spendingOf } from './spending.ts'

const money = (dollars: number): string => `$${dollars.toFixed(2)}`
const longDate = (at: number): string =>
  new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** Why nothing that AWS charges for is read any more, for people; null while it is. */
export function stoppedBy({ accountConfigId, monthlyLimit, stoppedAt, spent, month }: Budget, now: number) {
  if (stoppedAt === null || month !== monthOf(now)) return null
  const whose = accountConfigId === null ? 'of all accounts together' : 'of this account'
  return (
    `The monthly limit of ${money(monthlyLimit)} for the CloudWatch charges ${whose} is reached (${money(spent)} so far, as calculated). ` +
    `Nothing that AWS charges for is read until ${longDate(monthSpan(now).to)}, or until the limit is raised.`
  )
}

/** Of the two budgets that an account may be under the tighter counts. What is of another month counts no more. */
export function paceUnder(budgets: readonly Budget[], account: AwsAccount, now: number): Pace {
  const month = monthOf(now)
  const over = budgets.filter(
    ({ organisation, accountConfigId, ...state }) =>
      organisation === account.organisation &&
      (accountConfigId === null || accountConfigId === account.id) &&
      state.month === month,
  )
  return {
    stretch: Math.max(1, ...over.map(({ stretch }) => stretch)),
    stopped: over.map(one => stoppedBy(one, now)).find(sentence => sentence !== null) ?? null,
  }
}

export interface BudgetKeeper {
  /** Reckons every budget by what is stored; the caller makes sure that one process does so at a time. */
  reckon(): Promise<void>
  /** Takes over what is stored, whoever reckoned it. */
  refresh(): Promise<void>
  /** By what was last taken over. */
  paceOf(account: AwsAccount): Pace
}

export function createBudgetKeeper(
  tools: Pick<Tools, 'settings' | 'clock' | 'log'>,
  forecastOf: ForecastOf,
): BudgetKeeper {
  const { settings, clock } = tools
  let known: Budget[] = []
  return {
    async reckon() {
      const budgets = await settings.budgets.listAll()
      for (const [organisation, own] of Map.groupBy(budgets, one => one.organisation))
        await reckonOrganisation(tools, organisation, own, forecastOf)
    },
    async refresh() {
      known = await settings.budgets.listAll()
    },
    paceOf: account => paceUnder(known, account, clock.now()),
  }
}

/** The accounts' own first: what they are slowed to already is not slowed twice for the organisation's sake. */
async function reckonOrganisation(
  tools: Pick<Tools, 'settings' | 'clock' | 'log'>,
  organisation: string,
  budgets: readonly Budget[],
  forecastOf: ForecastOf,
): Promise<void> {
  const now = tools.clock.now()
  const accounts = await tools.settings.accounts.list(organisation)
  const spending = await spendingOf(tools, organisation, accounts, forecastOf)
  const stretches = new Map<string, number>()
  for (const budget of budgets) {
    const own = budget.accountConfigId === null ? undefined : spending.get(budget.accountConfigId)
    if (!own || budget.accountConfigId === null) continue
    const state = reckon(budget, own.spent, stretch => projectionOf(own, stretch, now), now)
    stretches.set(budget.accountConfigId, state.stretch)
    await note(tools, budget, state)
  }
  const whole = budgets.find(({ accountConfigId }) => accountConfigId === null)
  if (!whole) return
  const all = [...spending]
  // What a removed account has cost this month was spent all the same.
  const [month] = await tools.settings.cost.sums(['organisation'], `${monthOf(now)}-01`, organisation)
  const gone = (month?.charge ?? 0) - all.reduce((sum, [, { spent }]) => sum + spent, 0)
  const end = (stretch: number) =>
    all.reduce((sum, [id, one]) => sum + projectionOf(one, Math.max(stretch, stretches.get(id) ?? 1), now), gone)
  await note(tools, whole, reckon(whole, month?.charge ?? 0, end, now))
}

/** What happened, as the audit log names it; undefined where nothing did that anybody has to know. */
function happened(before: Budget, { month, stretch, stoppedAt }: BudgetState): string | undefined {
  const same = before.month === month ? before : { stretch: 1, stoppedAt: null }
  if (stoppedAt !== null) return before.stoppedAt === null || before.month !== month ? 'budget.stop' : undefined
  if (before.stoppedAt !== null) return 'budget.resume'
  return stretch === same.stretch && stretch === before.stretch ? undefined : 'budget.stretch'
}

async function note(
  { settings, clock, log }: Pick<Tools, 'settings' | 'clock' | 'log'>,
  budget: Budget,
  state: BudgetState,
): Promise<void> {
  const { organisation, accountConfigId, monthlyLimit } = budget
  const action = happened(budget, state)
  await settings.budgets.note({ organisation, accountConfigId, ...state })
  if (!action) return
  const detail = { limit: money(monthlyLimit), spent: money(state.spent), stretch: String(state.stretch) }
  const target = accountConfigId ?? 'organisation'
  log.warn({ organisation, target, ...detail }, action)
  await settings.audit.append({ organisation, at: clock.now(), actor: 'heycloud', action, target, detail })
}
