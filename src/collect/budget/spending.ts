// What each account has spent this month, and how fast it spends.
import { prices } from '../../aws/prices.ts'
import type { AwsAccount } from '../../core/account.ts'
import { monthOf } from '../../core/budget.ts'
import { DAY, HOUR } from '../../core/clock.ts'
import type { Tools } from '../context.ts'
import type { Forecast } from '../metrics/price.ts'
import { billedOff } from './billed.ts'
import type { Spending } from './reckon.ts'

const metricReads = 'cloudwatch:GetMetricData'
const estimateMonth = 30 * DAY

/** What an account reads at a stretch of 1, and what that costs a month; null where nothing of it is read at all. */
export type ForecastOf = (account: AwsAccount) => Promise<Forecast | null>

export interface AccountSpending extends Spending {
  /** Null where nothing of the account is read: it is paused, or its role is not proven safe. */
  forecast: Forecast | null
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/**
 * By config id; the accounts are of one organisation. Requests other than for metrics, and metrics where no charge is forecast, are
 * as measured since yesterday began.
 */
export async function spendingOf(
  { settings, clock }: Pick<Tools, 'settings' | 'clock'>,
  organisation: string,
  accounts: readonly AwsAccount[],
  forecastOf: ForecastOf,
): Promise<Map<string, AccountSpending>> {
  const now = clock.now()
  const yesterday = Date.parse(dayOf(now - DAY))
  const [month, recent] = await Promise.all([
    settings.cost.sums(['accountConfigId'], `${monthOf(now)}-01`, organisation),
    settings.cost.sums(['accountConfigId', 'operation'], dayOf(yesterday), organisation),
  ])
  const recently = Map.groupBy(recent, ({ accountConfigId }) => accountConfigId)
  const spent = new Map(month.map(({ accountConfigId, charge }) => [accountConfigId, charge]))

  const spending = async (account: AwsAccount): Promise<AccountSpending> => {
    const forecast = await forecastOf(account)
    // Of the first minutes no month can be told.
    const elapsed = Math.max(HOUR, now - Math.max(yesterday, account.createdAt))
    const measured = { metrics: 0, requests: 0 }
    for (const { operation, charge } of recently.get(account.id) ?? [])
      if (!operation.startsWith('costexplorer:'))
        measured[operation === metricReads ? 'metrics' : 'requests'] += (charge / elapsed) * estimateMonth
    // Once a day: a day's worth of it in an hour would look like many.
    if (billedOff(account) === null) measured.requests += 30 * prices.costExplorerRequest
    return {
      spent: spent.get(account.id) ?? 0,
      metrics: forecast ? (forecast.charge ?? measured.metrics) : 0,
      requests: forecast ? measured.requests : 0,
      forecast,
    }
  }
  return new Map(await Promise.all(accounts.map(async one => [one.id, await spending(one)] as const)))
}
