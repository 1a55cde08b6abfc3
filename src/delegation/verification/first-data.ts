// Step 9 of verification: the first points arrive, or the coverage ledger says why none do.
import type { AwsAccount } from '../../core/account.ts'
import { MINUTE } from '../../core/clock.ts'
import { type Coverage, itemsSeen } from '../../core/coverage.ts'
import type { Attempt, StepOutcome } from './steps.ts'

/** As many as a sentence holds; the rest is counted. */
function some(names: readonly string[]): string {
  const shown = [...new Set(names)].sort()
  return shown.length <= 4 ? shown.join(', ') : `${shown.slice(0, 3).join(', ')} and ${shown.length - 3} more`
}

const none = (): string[] => []

/** Regions that were chosen and are not there, or none chosen at all. */
function regionCauses({ settings }: AwsAccount, enabled: readonly string[]): string[] {
  const chosen = settings.aws_regions
  if ('include_all' in chosen) return chosen.include_all ? none() : ['No region is chosen.']
  if (chosen.include_only.length === 0) return ['No region is chosen.']
  const off = chosen.include_only.filter(region => !enabled.includes(region))
  if (enabled.length === 0 || off.length === 0) return none()
  return [`Chosen but not enabled in the account: ${some(off)}.`]
}

/** One sentence for each action that is refused, one for each other fault. */
function faultCauses(rows: readonly Coverage[]): string[] {
  const denied = Map.groupBy(
    rows.filter(row => row.state === 'denied'),
    row => row.action ?? 'A read',
  )
  const failed = rows.find(row => row.state === 'failed')
  return [
    ...[...denied].map(([action, of]) => `${action} is denied in ${some(of.map(row => row.region))}: ${of[0]?.reason}`),
    ...(failed ? [`Reading failed in ${failed.region}: ${failed.reason}`] : []),
  ]
}

/** The namespaces that the settings leave out: those of the ledger, which AWS has, else those that were named. */
function leftOut({ settings: { metrics_config: config } }: AwsAccount, rows: readonly Coverage[]): string[] {
  const filter = config.namespace_filters
  if ('include_only' in filter)
    return [`Only these namespaces are chosen, and they hold no metrics: ${some(filter.include_only) || 'none'}.`]
  const off = rows.flatMap(row => (row.kind === 'metrics' && row.state === 'off' ? (row.namespace ?? []) : []))
  const named = off.length > 0 ? off : filter.exclude_only
  return named.length > 0 ? [`The account’s settings leave these namespaces out: ${some(named)}.`] : []
}

/** What was chosen leaves nothing: namespaces, metric names, tags. */
function filterCauses(account: AwsAccount, rows: readonly Coverage[]): string[] {
  const config = account.settings.metrics_config
  const tagged = config.tag_filters.filter(one => (one.tags?.length ?? 0) > 0).map(one => one.namespace)
  const unread = rows.filter(row => row.kind === 'tags' && row.state === 'denied').map(row => row.region)
  const named = config.metric_name_filters.map(one => one.namespace)
  return [
    ...leftOut(account, rows),
    ...(tagged.length > 0 ? [`Only resources with the chosen tags are read in ${some(tagged)}; none has them.`] : []),
    ...(tagged.length > 0 && unread.length > 0
      ? [`Tags cannot be read in ${some(unread)}, so that none can match.`]
      : []),
    ...(named.length > 0 ? [`Metric-name filters are set for ${some(named)}.`] : []),
    ...(config.collect_custom_metrics ? [] : ['Custom metrics are not collected.']),
  ]
}

/** Why no point has come yet, as far as the settings and the coverage ledger know; likeliest first. Pure. */
export function whyNothing(account: AwsAccount, enabled: readonly string[], rows: readonly Coverage[]): string {
  const metrics = rows.filter(row => row.kind === 'metrics')
  const faults = faultCauses(rows.filter(row => row.kind === 'metrics' || row.kind === 'regions'))
  const regions = regionCauses(account, enabled)
  if (faults.length > 0 || regions.length > 0) return [...faults, ...regions].join(' ')
  if (metrics.length === 0) return 'Collection has not begun.'
  if (metrics.every(row => row.items === 0))
    return ['CloudWatch shows no metrics that are wanted.', ...filterCauses(account, rows)].join(' ')
  return `${grouped(itemsSeen(rows, 'metrics'))} metrics were found; what publishes them is idle, and they had no new points.`
}

/** Waits between looks at the coverage ledger: at once quick, after ten minutes seldom. */
export const firstDataWait = (waited: number): number =>
  waited < 2 * MINUTE ? 2_000 : waited < 10 * MINUTE ? 15_000 : 5 * MINUTE

const grouped = (count: number): string => count.toLocaleString('en')

/** Step 9. After ten minutes without data the cause is named. */
export async function firstDataStep(attempt: Attempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  if (!account.settings.metrics_config.enabled)
    return { state: 'skipped', message: 'Metric collection is switched off for this account.' }
  const rows = await deps.settings.coverage.list(account.organisation, account.id)
  const points = rows.reduce((sum, row) => sum + row.points, 0)
  if (points > 0) {
    const metrics = itemsSeen(rows, 'metrics')
    return { state: 'passed', message: `${grouped(points)} points of ${grouped(metrics)} metrics have arrived.` }
  }
  const waited = deps.clock.now() - (attempt.step().startedAt ?? deps.clock.now())
  if (waited < 10 * MINUTE) return { state: 'running', message: 'The first points are being read.' }
  const why = whyNothing(account, attempt.present().regions, rows)
  return { state: 'failed', message: `No data after ten minutes. ${why}` }
}
