// What is known of an account's resources and their tags: read by the tags and resources jobs, kept in the store, and asked
// for when series are described.
import { hash } from 'node:crypto'
import type { AwsAccount } from '../../core/account.ts'
import type { ResourceFacts } from '../../core/define.ts'
import type { Resource } from '../../core/resource.ts'
import { resourceTypeOf } from '../../services/arn.ts'
import type { Tools } from '../context.ts'

export type KnownResource = Pick<Resource, 'arn' | 'type' | 'name' | 'tags' | 'labels'>
type TagsByArn = ReadonlyMap<string, Record<string, string>>

export interface AccountFacts {
  resources(region: string): Promise<readonly KnownResource[]>
  /** Changes whenever something that series carry may have changed. */
  version(region: string): number
  /** Whether tags were read, now or by a collector before, or it is known that they cannot be. */
  tagsKnown(region: string): boolean
  /** Whether a tag in the region speaks of a resource of the type, as far as tags were read by this process. */
  isTagged(region: string, type: string): boolean
  /** Takes over all tags of a region, and stores what has changed. `declared`: types whose resources are listed. */
  setTags(region: string, tags: TagsByArn, declared: ReadonlySet<string>): Promise<void>
  /** Tags cannot be read: what is known of them stays. */
  withoutTags(region: string): Promise<void>
  /** Takes over all resources of these types in a region, and stores what has changed. */
  setResources(region: string, found: ReadonlyMap<string, readonly ResourceFacts[]>): Promise<void>
}

/** What is remembered of a resource; its description stays in the store, and is compared by a digest of all. */
interface Remembered extends KnownResource {
  digest: string
}

interface RegionFacts {
  byType: Map<string, Map<string, Remembered>>
  /** Types whose listing has been seen; of the others only tagged ones are known. */
  listed: Set<string>
  /** Null until read by this process: then the stored tags are the last known. */
  tags: TagsByArn | null
  /** The types that `tags` speaks of. */
  taggedTypes: ReadonlySet<string>
  tagsKnown: boolean
  version: number
  /** Tags and listings are taken over one at a time: each builds on what the other left. */
  turn: Promise<void>
}

const everything = 1_000_000

export function createAccountFacts(tools: Pick<Tools, 'telemetry' | 'clock'>, account: AwsAccount): AccountFacts {
  const { organisation, accountId } = account
  const regions = new Map<string, Promise<RegionFacts>>()
  const versions = new Map<string, RegionFacts>()

  const load = (region: string): Promise<RegionFacts> => {
    let facts = regions.get(region)
    if (!facts) {
      facts = tools.telemetry.resources(organisation, { accountId, region, limit: everything }).then(stored => {
        const byType = new Map<string, Map<string, Remembered>>()
        for (const resource of stored) ofType(byType, resource.type).set(resource.arn, remembered(resource))
        const made: RegionFacts = {
          ...{ byType, listed: new Set(), tags: null, tagsKnown: stored.length > 0, version: 1 },
          taggedTypes: new Set(),
          turn: Promise.resolve(),
        }
        versions.set(region, made)
        return made
      })
      facts.catch(() => regions.delete(region))
      regions.set(region, facts)
    }
    return facts
  }

  /** Stores types' resources where they differ from those known; the store's history shall say when they changed. */
  const replace = async (facts: RegionFacts, region: string, next: ReadonlyMap<string, readonly Resource[]>) => {
    const changed = [...next]
      .map(([type, list]) => ({ type, list, known: new Map(list.map(one => [one.arn, remembered(one)])) }))
      .filter(({ type, known }) => !sameResources(facts.byType.get(type), known))
    if (changed.length === 0) return
    const scope = { organisation, accountId, region, types: changed.map(({ type }) => type) }
    // Of equal ARNs the last, as it is remembered.
    const all = changed.flatMap(({ list }) => [...new Map(list.map(one => [one.arn, one])).values()])
    await tools.telemetry.saveResources(scope, all, tools.clock.now())
    for (const { type, known } of changed) facts.byType.set(type, known)
    facts.version += 1
  }

  const inTurn = async (region: string, work: (facts: RegionFacts) => Promise<void>) => {
    const facts = await load(region)
    const done = facts.turn.then(() => work(facts))
    facts.turn = done.catch(() => undefined)
    await done
  }

  return {
    async resources(region) {
      const facts = await load(region)
      return [...facts.byType.values()].flatMap(type => [...type.values()])
    },
    version: region => versions.get(region)?.version ?? 0,
    tagsKnown: region => versions.get(region)?.tagsKnown ?? false,
    isTagged: (region, type) => versions.get(region)?.taggedTypes.has(type) ?? false,

    setTags: (region, tags, declared) =>
      inTurn(region, async facts => {
        facts.tags = tags
        facts.taggedTypes = new Set(typesOf(tags).keys())
        markTagged(facts)
        const described = (type: string) =>
          tools.telemetry.resources(organisation, { accountId, region, type, limit: everything })
        const home = { organisation, accountId, region }
        await replace(facts, region, await withTags({ facts, home, described }, tags, declared))
      }),

    async withoutTags(region) {
      markTagged(await load(region))
    },

    setResources: (region, found) =>
      inTurn(region, async facts => {
        await replace(facts, region, asListed(facts, { organisation, accountId, region }, found))
      }),
  }
}

type Home = Pick<Resource, 'organisation' | 'accountId' | 'region'>
type ByType = Map<string, Resource[]>

const typesOf = (tags: TagsByArn) => Map.groupBy(tags, ([arn]) => resourceTypeOf(arn) ?? 'unknown')

interface Tagging {
  facts: RegionFacts
  home: Home
  /** A type's resources as the store has them. */
  described(type: string): Promise<Resource[]>
}

/** The types of which a resource's tags have changed, under these tags. */
async function withTags(
  { facts, home, described }: Tagging,
  tags: TagsByArn,
  declared: ReadonlySet<string>,
): Promise<ByType> {
  const tagged = typesOf(tags)
  const next: ByType = new Map()
  const tagsOf = (one: KnownResource) => tags.get(one.arn) ?? one.tags
  for (const type of new Set([...tagged.keys(), ...facts.byType.keys()])) {
    const known = [...(facts.byType.get(type)?.values() ?? [])]
    if (!declared.has(type) || (!facts.listed.has(type) && known.length === 0)) {
      const own = tagged.get(type) ?? []
      next.set(
        type,
        own.map(([arn, ownTags]) => taggedOnly(home, type, arn, ownTags)),
      )
    } else if (known.some(one => canonical(tagsOf(one)) !== canonical(one.tags))) {
      const resources = await described(type)
      next.set(
        type,
        resources.map(one => ({ ...one, tags: tagsOf(one) })),
      )
    }
  }
  return next
}

/** Types as they were listed, under the tags that are known. */
function asListed(facts: RegionFacts, home: Home, found: ReadonlyMap<string, readonly ResourceFacts[]>): ByType {
  const next: ByType = new Map()
  for (const [type, list] of found) {
    const known = facts.byType.get(type)
    const resources = list.map(one => {
      const tags = facts.tags?.get(one.arn) ?? (facts.tags ? {} : (known?.get(one.arn)?.tags ?? {}))
      return { ...home, type, ...one, tags: { ...tags, ...one.tags } }
    })
    facts.listed.add(type)
    next.set(type, resources)
  }
  return next
}

/** Those who wait for tags to choose by hear of it by the version. */
function markTagged(facts: RegionFacts): void {
  if (!facts.tagsKnown) facts.version += 1
  facts.tagsKnown = true
}

function ofType(byType: Map<string, Map<string, Remembered>>, type: string): Map<string, Remembered> {
  const resources = byType.get(type) ?? new Map<string, Remembered>()
  byType.set(type, resources)
  return resources
}

const remembered = (resource: Resource): Remembered => {
  const { arn, type, name, tags, labels } = resource
  return { arn, type, name, tags, labels, digest: hash('sha1', canonical(resource), 'base64') }
}

function sameResources(a: Map<string, Remembered> | undefined, b: Map<string, Remembered>): boolean {
  if ((a?.size ?? 0) !== b.size) return false
  for (const [arn, { digest }] of b) if (a?.get(arn)?.digest !== digest) return false
  return true
}

/** Two equal resources may have been written with their members in different orders. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? ''

function taggedOnly(home: Home, type: string, arn: string, tags: Record<string, string>): Resource {
  const id = arn.split(':').slice(5).join(':')
  const name = tags.Name || id.replace(/^[^/:]*[/:]/, '') || id
  return { ...home, arn, type, name, tags, labels: {}, attributes: {} }
}
