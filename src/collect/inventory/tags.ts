// Tags of everything in a region, by the tagging API: one call for a hundred resources of any service.
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { observe } from '../../aws/observe.ts'
import { traced } from '../../aws/trace.ts'
import type { Observation } from '../../core/observation.ts'
import { clientOf, oddAnswer, type Place, type Tools } from '../context.ts'
import type { RegionWork } from '../region.ts'

type TagsByArn = Map<string, Record<string, string>>

const pageSize = 100
/** A million resources: an answer whose tokens go round would never end. */
const mostPages = 10_000

/** One reading of a region's tags. Resolves with when the next is due, epoch ms. */
export async function collectTags(tools: Tools, work: RegionWork, signal: AbortSignal): Promise<number> {
  const { place, facts, coverage } = work
  if (!place.account.settings.features.tags) {
    const reason = 'Reading tags is switched off in the account’s settings; series keep the tags that were read before.'
    await facts.withoutTags(place.region)
    await coverage.leaveOut(place, ['tags'], reason, [{ kind: 'tags', namespace: null }])
    return tools.clock.now() + tools.cadence.tags
  }
  const { value: read, trace } = await traced(() => readTags(tools, place, signal))
  if (read.state !== 'seen') {
    await facts.withoutTags(place.region)
    await coverage.record(place, [{ kind: 'tags', namespace: null, outcome: read, trace }])
    return tools.clock.now() + tools.cadence.tags
  }
  const declared = new Set(tools.services.flatMap(({ resources }) => resources.map(({ type }) => type)))
  await facts.setTags(place.region, read.value, declared)
  const outcome = { state: 'seen' as const, items: read.value.size }
  await coverage.record(place, [{ kind: 'tags', namespace: null, outcome, trace }])
  return tools.clock.now() + tools.cadence.tags
}

async function readTags(tools: Tools, place: Place, signal: AbortSignal): Promise<Observation<TagsByArn>> {
  const client = clientOf(tools, place, 'tags', ResourceGroupsTaggingAPIClient)
  const read = async () => {
    const found: TagsByArn = new Map()
    let pages = 0
    for await (const page of paginateGetResources({ client, pageSize }, {})) {
      signal.throwIfAborted()
      const mappings = page.ResourceTagMappingList ?? []
      const taken = mappings.filter(mapping => take(found, mapping)).length
      if (taken < mappings.length)
        oddAnswer(
          tools,
          place,
        )(`tag:GetResources was answered with ${mappings.length - taken} resources without an ARN`)
      if (++pages > mostPages) throw new Error('The pages of tag:GetResources do not end')
    }
    return found
  }
  const observation = await observe('tag:GetResources', read, tools.clock)
  signal.throwIfAborted()
  return observation
}

/** A resource that was tagged once is listed with no tags: it is there all the same. False for what is no resource. */
function take(found: TagsByArn, { ResourceARN, Tags }: ResourceTagMapping): boolean {
  if (!ResourceARN?.startsWith('arn:')) return false
  const pairs = (Tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ''] as const]))
  found.set(ResourceARN, Object.fromEntries(pairs))
  return true
}
