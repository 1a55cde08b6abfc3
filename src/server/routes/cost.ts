// What reading CloudWatch has cost this month, as calculated and in AWS's own figures, and what it will and would cost.
import { assumptions } from '../../aws/prices.ts'
import { type Alternatives, billedOff, paceUnder, projectionOf, ways } from '../../collect/index.ts'
import { type AwsAccount, accountLabel } from '../../core/account.ts'
import { type BilledReading, type Budget, monthOf, monthSpan } from '../../core/budget.ts'
import type { CostSum } from '../../store/settings-ports.ts'
import type { ServerDependencies } from '../dependencies.ts'
import {
  type AccountCost,
  alternativesReply,
  assumptionsReply,
  type Billed,
  billedReply,
  type Cost,
  costReply,
  type Way,
} from '../schema/cost.ts'
import { budgetAttributes } from './budgets.ts'
import type { Routes } from './index.ts'

const root = '/api/v2/integration/aws/cost'

/** Null where a part is not known: a sum without it would be too small, and look whole. */
const wholeOf = (charges: (number | null)[]): number | null =>
  charges.reduce<number | null>((sum, charge) => (sum === null || charge === null ? null : sum + charge), 0)

const total = (rows: readonly { charge: number }[]): number => rows.reduce((sum, row) => sum + row.charge, 0)

type Spending = Awaited<ReturnType<ServerDependencies['collector']['money']['spending']>>

/** Projected where it is known what is read, and where nothing is. */
function accountCost(account: AwsAccount, spending: Spending, budgets: readonly Budget[], now: number): AccountCost {
  const own = spending.get(account.id)
  const { stretch, stopped } = paceUnder(budgets, account, now)
  const estimate = own?.forecast ? own.forecast.charge : 0
  const spent = own?.spent ?? 0
  return {
    account_config_id: account.id,
    account_id: account.accountId,
    account_name: accountLabel(account),
    month_to_date: spent,
    projection: !own || estimate === null ? null : stopped === null ? projectionOf(own, stretch, now) : spent,
    monthly_estimate: estimate,
    stretch,
    stopped,
    budget: budgetAttributes(
      budgets.find(({ accountConfigId }) => accountConfigId === account.id),
      now,
    ),
  }
}

/** What was spent by account, region and namespace, and beside it what is read there. */
function rowsOf(
  spent: readonly CostSum<'accountConfigId' | 'region' | 'namespace'>[],
  spending: Spending,
): Cost['rows'] {
  const rows = new Map<string, Cost['rows'][number]>()
  const keyOf = (...place: string[]) => JSON.stringify(place)
  for (const { accountConfigId, region, namespace, calls, chargeableMetrics, charge } of spent)
    rows.set(keyOf(accountConfigId, region, namespace), {
      ...{ account_config_id: accountConfigId, region, namespace, calls, charge },
      ...{ chargeable_metrics: chargeableMetrics, metrics: 0, watched: 0, monthly_estimate: 0 },
    })
  for (const [id, { forecast }] of spending)
    for (const { region, namespace, metrics, watched, charge } of forecast?.places ?? []) {
      const key = keyOf(id, region, namespace)
      const nothing = { account_config_id: id, region, namespace, calls: 0, charge: 0, chargeable_metrics: 0 }
      rows.set(key, { ...(rows.get(key) ?? nothing), metrics, watched, monthly_estimate: charge })
    }
  return [...rows.values()]
}

async function costOf({ settings, collector, clock }: ServerDependencies, organisation: string): Promise<Cost> {
  const now = clock.now()
  const first = `${monthOf(now)}-01`
  const accounts = await settings.accounts.list(organisation)
  const [places, byAccount, byNamespace, budgets, spending] = await Promise.all([
    settings.cost.sums(['accountConfigId', 'region', 'namespace'], first, organisation),
    settings.cost.sums(['day', 'accountConfigId'], first, organisation),
    settings.cost.sums(['day', 'namespace'], first, organisation),
    settings.budgets.list(organisation),
    collector.money.spending(organisation, accounts),
  ])
  const costs = accounts.map(account => accountCost(account, spending, budgets, now))
  const gone = total(places) - costs.reduce((sum, one) => sum + one.month_to_date, 0)
  const projection = wholeOf(costs.map(one => one.projection))
  return {
    month_to_date: total(places),
    monthly_estimate: wholeOf(costs.map(one => one.monthly_estimate)),
    projection: projection === null ? null : projection + gone,
    month_ends_at: new Date(monthSpan(now).to).toISOString(),
    budget: budgetAttributes(
      budgets.find(({ accountConfigId }) => accountConfigId === null),
      now,
    ),
    accounts: costs,
    rows: rowsOf(places, spending),
    days: {
      by_account: byAccount.map(({ day, accountConfigId: id, charge }) => ({ day, account_config_id: id, charge })),
      by_namespace: byNamespace.map(({ day, namespace, charge }) => ({ day, namespace, charge })),
    },
  }
}

const iso = (at: number | null | undefined): string | null => (at == null ? null : new Date(at).toISOString())

/** Days of other months are not shown; of ours those are summed up that AWS has figures of. */
function billedOf(
  account: AwsAccount,
  reading: BilledReading | undefined,
  calculated: readonly { day: string; charge: number }[],
  month: string,
): Billed {
  const days = (reading?.days ?? []).filter(({ day }) => day.startsWith(month))
  const through = days.at(-1)?.day ?? null
  const off = billedOff(account)
  const notSeen = reading?.notSeen ?? null
  return {
    account_config_id: account.id,
    account_id: account.accountId,
    account_name: accountLabel(account),
    state: off !== null ? 'off' : !reading ? 'pending' : (notSeen?.state ?? 'seen'),
    action: off === null && notSeen?.state === 'denied' ? notSeen.action : null,
    reason: off ?? notSeen?.message ?? '',
    asked_at: iso(reading?.at),
    answered_at: iso(reading?.lastSuccess),
    through,
    charge: total(days),
    calculated: total(calculated.filter(({ day }) => through !== null && day >= `${month}-01` && day <= through)),
    days,
  }
}

const wayWords: Record<Way, { title: string; text: string }> = {
  now: {
    title: 'As it is now',
    text: 'Watched metrics every 5 minutes, the rest every 6 hours, each at its full resolution; by the settings of each account.',
  },
  every_300: { title: 'Everything every 5 minutes', text: 'Each metric polled every 5 minutes, watched or not.' },
  every_60: {
    title: 'Everything every minute',
    text: 'Each metric polled every minute, or once in its period where that is longer: what a scraper that passes CloudWatch on does.',
  },
  streams: {
    title: 'Metric streams',
    text: 'Every update of every metric pushed through Amazon Data Firehose: newest points within 3 minutes, and no choice by tags.',
  },
}
const sourceOf = (way: Way): string =>
  assumptions.find(({ id }) => id === (way === 'streams' ? 'metric_streams' : 'metrics_requested'))?.source ?? ''

export const costRoutes: Routes = deps => async app => {
  const { settings, collector, clock } = deps

  app.get(root, { schema: { response: { 200: costReply } } }, async ({ actor }) => ({
    data: {
      id: monthOf(clock.now()),
      type: 'aws_cost' as const,
      attributes: await costOf(deps, actor.organisation),
    },
  }))

  app.get(`${root}/billed`, { schema: { response: { 200: billedReply } } }, async ({ actor }) => {
    const month = monthOf(clock.now())
    const [accounts, sums] = await Promise.all([
      settings.accounts.list(actor.organisation),
      settings.cost.sums(['accountConfigId', 'day', 'operation'], `${month}-01`, actor.organisation),
    ])
    const rows = accounts.map(async account => {
      // AWS bills what Cost Explorer itself costs as another service.
      const own = sums.filter(
        ({ accountConfigId, operation }) => accountConfigId === account.id && operation.startsWith('cloudwatch:'),
      )
      const attributes = billedOf(account, await settings.billed.get(account.id), own, month)
      return { id: account.id, type: 'aws_billed' as const, attributes }
    })
    return { data: await Promise.all(rows) }
  })

  app.get(`${root}/alternatives`, { schema: { response: { 200: alternativesReply } } }, async ({ actor }) => {
    const accounts = await settings.accounts.list(actor.organisation)
    const spending = await collector.money.spending(actor.organisation, accounts)
    const read = accounts.filter(({ id }) => spending.get(id)?.forecast)
    const charges: Alternatives[] = await Promise.all(read.map(account => collector.money.alternatives(account)))
    return {
      data: {
        id: 'alternatives',
        type: 'aws_cost_alternatives' as const,
        attributes: {
          ways: ways.map(way => ({
            ...{ way, ...wayWords[way], source: sourceOf(way) },
            charge: wholeOf(charges.map(one => one[way])),
          })),
          accounts: read.map((account, i) => ({
            account_config_id: account.id,
            account_name: accountLabel(account),
            charges: charges[i] ?? { now: null, every_300: null, every_60: null, streams: null },
          })),
        },
      },
    }
  })

  app.get(`${root}/assumptions`, { schema: { response: { 200: assumptionsReply } } }, async () => ({
    data: assumptions.map(({ id, ...attributes }) => ({ id, type: 'cost_assumption' as const, attributes })),
  }))
}
