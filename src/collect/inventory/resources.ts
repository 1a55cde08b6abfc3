// The inventory: every declared type of resource, listed in every region, each listing an observation of its own.
import { observe } from '../../aws/observe.ts'
import { globalRegion } from '../../aws/partitions.ts'
import { traced } from '../../aws/trace.ts'
import type { ReadContext, ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { clientOf, type Place, type Tools } from '../context.ts'
import type { CoverageEntry } from '../coverage.ts'
import { inParallel } from '../parallel.ts'
import type { RegionWork } from '../region.ts'
import { saveDerived } from './derived.ts'
import { dueTypes, noted } from './quiet.ts'

/** Listings of one region that are under way at a time. */
const listingsAtOnce = 4
/** Types that are stored together: many writes cost the store much more than one, and the first are not to wait for the last. */
const typesAtOnce = 24

/** One round of a region's inventory. Resolves with when the next is due, epoch ms. */
export async function collectResources(tools: Tools, work: RegionWork, signal: AbortSignal): Promise<number> {
  const { place, coverage } = work
  const due = () => tools.clock.now() + tools.cadence.resources
  if (!place.account.settings.resources_config.extended_collection) {
    const reason = 'Resource collection is switched off in the account’s settings.'
    const types = tools.services
      .flatMap(({ resources }) => resources)
      .filter(isHere(place))
      .map(({ type }) => ({ kind: 'resources' as const, namespace: type }))
    await coverage.leaveOut(place, ['resources'], reason, types)
    work.absent.clear()
    return due()
  }
  const wanted = dueTypes(tools, work, tools.services).filter(isHere(place))
  for (let from = 0; from < wanted.length; from += typesAtOnce) {
    const some = wanted.slice(from, from + typesAtOnce)
    const listings = await inParallel(some, listingsAtOnce, signal, one => listOne(tools, work, one, signal))
    for (const [region, found] of byRegion(place.region, listings)) {
      await work.facts.setResources(region, found)
      await saveDerived(tools, work, some, region, found)
    }
    const reachable = listings.some(({ found }) => found !== undefined)
    const told = (entry: CoverageEntry, type: string) => noted(tools, work, type, entry.outcome, reachable)
    await coverage.record(
      place,
      listings.map(({ entry, definition }) => ({ ...entry, outcome: told(entry, definition.type) })),
    )
  }
  return due()
}

/** Whether a place is one to list a type in. What belongs to no region is listed once, in the partition's first. */
const isHere =
  ({ account, region }: Place) =>
  ({ scope, partitions }: ResourceDefinition): boolean =>
    (scope === 'regional' || region === globalRegion(account.partition)) &&
    (partitions?.includes(account.partition) ?? true)

interface Listing {
  definition: ResourceDefinition
  /** Nothing where it was not seen: what is known of the type stays. */
  found: ResourceFacts[] | undefined
  entry: CoverageEntry
}

async function listOne(
  tools: Tools,
  { place }: RegionWork,
  definition: ResourceDefinition,
  signal: AbortSignal,
): Promise<Listing> {
  const { account, region } = place
  const context: ReadContext = {
    accountId: account.accountId,
    partition: account.partition,
    region,
    client: (Client, elsewhere = region) => clientOf(tools, { account, region: elsewhere }, 'resources', Client),
  }
  const read = async () => {
    const found: ResourceFacts[] = []
    for await (const page of definition.list(context)) {
      signal.throwIfAborted()
      found.push(...page)
    }
    return found
  }
  const action = definition.actions[0]?.action ?? definition.type
  const { value: listed, trace } = await traced(() => observe(action, read, tools.clock))
  signal.throwIfAborted()
  const found = listed.state === 'seen' ? listed.value : undefined
  const outcome = listed.state === 'seen' ? { state: 'seen' as const, items: listed.value.length } : listed
  return { definition, found, entry: { kind: 'resources', namespace: definition.type, outcome, trace } }
}

/** What was listed in a region, by where it lives, which of what belongs to no region its ARN says, and by type. */
function byRegion(region: string, listings: readonly Listing[]): Map<string, Map<string, ResourceFacts[]>> {
  const places = new Map([[region, new Map<string, ResourceFacts[]>()]])
  for (const { definition, found } of listings) {
    if (!found) continue
    const home = (one: ResourceFacts) => (definition.scope === 'global' ? one.arn.split(':')[3] || region : region)
    // Also where there is none: what was there before has vanished.
    for (const [where, some] of new Map([[region, []], ...Map.groupBy(found, home)])) {
      const types = places.get(where) ?? new Map<string, ResourceFacts[]>()
      places.set(where, types.set(definition.type, some))
    }
  }
  return places
}
