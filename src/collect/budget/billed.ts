// AWS's own figures of what reading CloudWatch has cost an account, from Cost Explorer, once a day.
import {
  CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  type ResultByTime,
} from '@aws-sdk/client-cost-explorer'
import { observe } from '../../aws/observe.ts'
import type { AwsAccount, Partition } from '../../core/account.ts'
import { type BilledDay, type BilledReading, monthOf } from '../../core/budget.ts'
import { DAY, HOUR } from '../../core/clock.ts'
import { clientOf, type Tools } from '../context.ts'

/** Cost Explorer has one endpoint for a partition, and GovCloud's costs are the standard account's beside it (SDK, endpoint rules). */
const regions: Partial<Record<Partition, string>> = { aws: 'us-east-1', 'aws-cn': 'cn-northwest-1' }

/** AWS brings its figures up to date at least once in 24 hours (Cost Management user guide); more often costs, and tells nothing. */
const every = DAY
/** What was refused or failed has cost nothing, and may have been mended. */
const again = HOUR

/** Why there are no figures of AWS's for the account; null where they are asked for. */
export function billedOff({ settings, partition }: Pick<AwsAccount, 'settings' | 'partition'>): string | null {
  if (!regions[partition])
    return 'The costs of a GovCloud account are billed to the standard account beside it: connect that one to see them.'
  return settings.features.cost_management
    ? null
    : 'The feature Cost management is off for this account: turn it on in the account’s settings, and grant ce:GetCostAndUsage.'
}

/** Reads the month so far where the feature is on and a day has passed; nothing while a budget has stopped what costs. */
export async function readBilled(tools: Tools, account: AwsAccount, signal: AbortSignal): Promise<void> {
  const { settings, clock } = tools
  const region = regions[account.partition]
  if (!region || billedOff(account) !== null || tools.paceOf?.(account).stopped) return
  const before = await settings.billed.get(account.id)
  const now = clock.now()
  const wait = before?.notSeen ? again : every
  if (before && before.at <= now && now - before.at < wait) return
  const place = { account, region }
  const client = clientOf(tools, place, 'cost-management', CostExplorerClient)
  const days = await observe('ce:GetCostAndUsage', () => readDays(client, account, now, signal), clock)
  signal.throwIfAborted()
  if (days.state === 'denied') tools.onDenied?.({ ...place, denied: days })
  const reading: BilledReading =
    days.state === 'seen'
      ? { at: now, lastSuccess: now, notSeen: null, days: days.value }
      : { at: now, lastSuccess: before?.lastSuccess ?? null, notSeen: days, days: before?.days ?? [] }
  await settings.billed.put(account.id, reading)
}

/** Of this account alone: a management account is shown its members' costs too. Credits would hide what was charged. */
const filterOf = ({ accountId }: AwsAccount): Expression => ({
  And: [
    { Dimensions: { Key: 'SERVICE', Values: ['AmazonCloudWatch'] } },
    { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [accountId] } },
    { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund'] } } },
  ],
})

async function readDays(client: CostExplorerClient, account: AwsAccount, now: number, signal: AbortSignal) {
  const input = {
    // The end is exclusive.
    TimePeriod: { Start: `${monthOf(now)}-01`, End: new Date(now + DAY).toISOString().slice(0, 10) },
    Granularity: 'DAILY' as const,
    Metrics: ['UnblendedCost', 'UsageQuantity'],
    Filter: filterOf(account),
    GroupBy: [{ Type: 'DIMENSION' as const, Key: 'USAGE_TYPE' }],
  }
  const days: BilledDay[] = []
  let token: string | undefined
  do {
    const page = await client.send(new GetCostAndUsageCommand({ ...input, NextPageToken: token }), {
      abortSignal: signal,
    })
    days.push(...(page.ResultsByTime ?? []).flatMap(dayOf))
    token = page.NextPageToken
  } while (token)
  return days
}

/** Usage types carry a prefix of their region, but for Virginia's: `EUC1-CW:GMD-Metrics`. A day without any is not there yet. */
function dayOf({ TimePeriod, Groups = [] }: ResultByTime): BilledDay[] {
  const of = (type: string) =>
    Groups.filter(({ Keys: [usageType = ''] = [] }) => usageType === type || usageType.endsWith(`-${type}`))
  const sum = (groups: typeof Groups, metric: string) =>
    groups.reduce((total, { Metrics }) => total + Number(Metrics?.[metric]?.Amount ?? 0), 0)
  const [read, requests] = [of('CW:GMD-Metrics'), of('CW:Requests')]
  if (!TimePeriod?.Start || read.length + requests.length === 0) return []
  return [
    {
      day: TimePeriod.Start,
      metrics: sum(read, 'UsageQuantity'),
      requests: sum(requests, 'UsageQuantity'),
      charge: sum([...read, ...requests], 'UnblendedCost'),
    },
  ]
}
