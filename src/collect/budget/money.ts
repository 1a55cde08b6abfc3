// What others ask of the money: what is spent and how fast, what other ways would cost, and the budgets reckoned at once.
import type { AwsAccount } from '../../core/account.ts'
import type { Tools } from '../context.ts'
import { forecast, type Known } from '../metrics/price.ts'
import type { Leases } from '../schedule/leases.ts'
import { type Alternatives, alternativesOf } from './alternatives.ts'
import { type BudgetKeeper, createBudgetKeeper } from './keeper.ts'
import { type AccountSpending, type ForecastOf, spendingOf } from './spending.ts'

export interface Money {
  /** By config id; the accounts are the organisation's. */
  spending(organisation: string, accounts: readonly AwsAccount[]): Promise<Map<string, AccountSpending>>
  alternatives(account: AwsAccount): Promise<Alternatives>
  /** Reckons the budgets now, unless another collector is at it, and takes over what is written down. */
  keepBudgets(signal?: AbortSignal): Promise<void>
  readonly paceOf: BudgetKeeper['paceOf']
}

export function createMoney(
  tools: Pick<Tools, 'settings' | 'clock' | 'log' | 'isCollectable'>,
  leases: Leases,
  knownOf: (account: AwsAccount) => Promise<Known>,
): Money {
  const forecastOf: ForecastOf = async account =>
    account.pausedAt === null && (await tools.isCollectable(account))
      ? forecast(await knownOf(account), account.settings)
      : null
  const keeper = createBudgetKeeper(tools, forecastOf)
  return {
    spending: (organisation, accounts) => spendingOf(tools, organisation, accounts, forecastOf),
    alternatives: async account => alternativesOf(await knownOf(account)),
    async keepBudgets(signal = new AbortController().signal) {
      await leases.hold('upkeep/budgets', signal, () => keeper.reckon())
      await keeper.refresh()
    },
    paceOf: keeper.paceOf,
  }
}
