// The inventory: every declared type of resource, listed in every region, each listing an observation of its own.
import { observe } from '../../aws/observe.ts'
import { globalRegion } from '../../aws/partitions.ts'
import { traced } from '../../aws/trace.ts'
import type { ReadContext, ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { clientOf, type Tools } from '../context.ts'
import type { CoverageEntry } from '../coverage.ts'
import { inParallel } from '../parallel.ts'
import type { RegionWork } from '../region.ts'

/** Listings of one region that are under way at a time. */
const listingsAtOnce = 4

/** One round of a region's inventory. Resolves with when the next is due, epoch ms. */
export async function collectResources(tools: Tools, work: RegionWork, signal: AbortSignal): Promise<number> {
  const { place, coverage } = work
  const wanted = definitionsOf(tools, work)
  const due = () => tools.clock.now() + tools.cadence.resources
  if (!place.account.settings.resources_config.extended_collection) {
    const reason = 'Resource collection is switched off in the account’s settings.'
    const types = wanted.map(({ type }) => ({ kind: 'resources' as const, namespace: type }))
    await coverage.leaveOut(place, ['resources'], reason, types)
    return due()
  }
  await inParallel(wanted, listingsAtOnce, signal, async definition => {
    const entry = await listOne(tools, work, definition, signal)
    await coverage.record(place, [entry])
  })
  return due()
}

/** What belongs to no region is listed once, in the partition's first. */
const definitionsOf = ({ services }: Tools, { place }: RegionWork): ResourceDefinition[] =>
  services
    .flatMap(({ resources }) => resources)
    .filter(({ scope }) => scope === 'regional' || place.region === globalRegion(place.account.partition))

async function listOne(
  tools: Tools,
  { place, facts }: RegionWork,
  definition: ResourceDefinition,
  signal: AbortSignal,
): Promise<CoverageEntry> {
  const { account, region } = place
  const context: ReadContext = {
    accountId: account.accountId,
    partition: account.partition,
    region,
    client: Client => clientOf(tools, place, 'resources', Client),
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
  const entry = { kind: 'resources' as const, namespace: definition.type, trace }
  if (listed.state !== 'seen') return { ...entry, outcome: listed }
  const home = (one: ResourceFacts) => (definition.scope === 'global' ? one.arn.split(':')[3] || region : region)
  const byRegion = Map.groupBy(listed.value, home)
  if (!byRegion.has(region)) byRegion.set(region, [])
  for (const [where, found] of byRegion) await facts.setResources(where, definition.type, found)
  return { ...entry, outcome: { state: 'seen', items: listed.value.length } }
}
