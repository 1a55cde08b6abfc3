// Keeps to the monthly budgets: reckons them from what is stored, writes down what comes of it, and tells each account's pace.
import type { AwsAccount } from '../../core/account.ts'
import { type Budget, monthOf, monthSpan } from '../../core/budget.ts'
import { DAY, HOUR } from '../../core/clock.ts'
import type { Pace, Tools } from '../context.ts'
import { type BudgetState, projectionOf, reckon, type Spending } from './reckon.ts'

const metricReads = 'cloudwatch:GetMetricData'
const estimateMonth = 30 * DAY

/** US dollars a month at a stretch of 1, from what was found of an account; null where it is not known. */
export type ChargeOf = (account: AwsAccount) => Promise<number | null>

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/**
 * What each of an organisation's accounts spends, by config id. Requests other than for metrics, and metrics where no forecast is
 * known, are as measured since yesterday began.
 */
export async function spendingOf(
  { settings, clock }: Pick<Tools, 'settings' | 'clock'>,
  accounts: readonly AwsAccount[],
  chargeOf: ChargeOf,
): Promise<Map<string, Spending & { known: boolean }>> {
  const now = clock.now()
  const yesterday = Date.parse(dayOf(now - DAY))
  const organisation = accounts[0]?.organisation ?? ''
  const [month, recent] = await Promise.all([
    settings.cost.sums(['accountConfigId'], `${monthOf(now)}-01`, organisation),
    settings.cost.sums(['accountConfigId', 'operation'], dayOf(yesterday), organisation),
  ])
  const spending = accounts.map(async account => {
    // Of the first minutes no month can be told.
    const elapsed = Math.max(HOUR, now - Math.max(yesterday, account.createdAt))
    const own = recent.filter(({ accountConfigId }) => accountConfigId === account.id)
    const monthly = (rows: typeof own) => (rows.reduce((sum, { charge }) => sum + charge, 0) / elapsed) * estimateMonth
    const [reads, others] = [true, false].map(is => own.filter(({ operation }) => (operation === metricReads) === is))
    const forecast = await chargeOf(account)
    return [
      account.id,
      {
        spent: month.find(({ accountConfigId }) => accountConfigId === account.id)?.charge ?? 0,
        metrics: forecast ?? monthly(reads ?? []),
        requests: monthly(others ?? []),
        known: forecast !== null,
      },
    ] as const
  })
  return new Map(await Promise.all(spending))
}

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

export function createBudgetKeeper(tools: Pick<Tools, 'settings' | 'clock' | 'log'>, chargeOf: ChargeOf): BudgetKeeper {
  const { settings, clock } = tools
  let known: Budget[] = []
  return {
    async reckon() {
      const budgets = await settings.budgets.listAll()
      for (const [organisation, own] of Map.groupBy(budgets, one => one.organisation))
        await reckonOrganisation(tools, organisation, own, chargeOf)
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
  chargeOf: ChargeOf,
): Promise<void> {
  const now = tools.clock.now()
  const accounts = await tools.settings.accounts.list(organisation)
  const spending = await spendingOf(tools, accounts, chargeOf)
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
