// Metrics that are made of listings: a point for each resource that was seen, none for what was refused or is switched off.
import { SECOND } from '../../core/clock.ts'
import type { DerivedMetric, ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { derivedDimension, derivedNamespace, derivedPeriod, derivedStatistic } from '../../services/derived.ts'
import type { Tools } from '../context.ts'
import { dimensionTags, placeTags, resourceTags, seriesTags, type TagFacts } from '../metrics/series-tags.ts'
import { floorTo } from '../metrics/windows.ts'
import type { OwnPoint } from '../own/series.ts'
import type { RegionWork } from '../region.ts'

/** What was listed in a region, by type. */
type Found = ReadonlyMap<string, readonly ResourceFacts[]>

/** Writes the derived metrics of these resources into the bucket of now. They cost nothing of CloudWatch. */
export async function saveDerived(
  tools: Pick<Tools, 'clock' | 'cadence'>,
  { place, facts, own }: RegionWork,
  definitions: readonly ResourceDefinition[],
  region: string,
  found: Found,
): Promise<void> {
  const { account } = place
  const derived = definitions.filter(({ type, derived = [] }) => derived.length > 0 && found.get(type)?.length)
  if (derived.length === 0) return
  const now = tools.clock.now()
  const period = Math.max(derivedPeriod, Math.ceil(tools.cadence.resources / SECOND / 60) * 60)
  const ts = floorTo(Math.floor(now / SECOND), period)
  // With the tags that the tagging API told beside what was listed.
  const known = new Map((await facts.resources(region)).map(resource => [resource.arn, resource]))
  const base = placeTags(account, region, place.units)
  const at = { accountId: account.accountId, region, ts, period }
  const points = derived.flatMap(({ type, derived: metrics = [] }) =>
    (found.get(type) ?? []).flatMap(resource => {
      const tagged = known.get(resource.arn) ?? resource
      return metrics.flatMap(metric => pointOf(at, metric, resource, tagged, base, now))
    }),
  )
  if (points.length > 0) await own.save(account.organisation, points)
}

function pointOf(
  at: Pick<OwnPoint, 'accountId' | 'region' | 'ts' | 'period'>,
  metric: DerivedMetric,
  resource: ResourceFacts,
  tagged: TagFacts,
  base: string[],
  now: number,
): OwnPoint[] {
  const value = metric.value(resource, now)
  if (value === null) return []
  const dimensions = { [derivedDimension]: resource.arn, ...metric.by?.(resource) }
  return [
    {
      ...at,
      ...{ namespace: derivedNamespace, metric: metric.name, dimensions, statistic: derivedStatistic },
      ...{ name: metric.name, unit: metric.unit, value, resource: resource.arn },
      tags: seriesTags(base, dimensionTags(dimensions), resourceTags(tagged)),
    },
  ]
}
