// The extension point: one AWS service, declared. An engine acts on all of them; a declaration only says what is true.
import type { Partition } from './account.ts'
import type { Resource } from './resource.ts'

/** The parts of HeyCloud that need permissions; each can be switched off, and then its actions leave the policy. */
export const features = [
  'account',
  'metrics',
  'tags',
  'resources',
  'alarms',
  'diagnosis',
  'organization',
  'event_bus',
  'cost_management',
] as const
export type Feature = (typeof features)[number]

/** Those that a person has to ask for: their actions are in no policy unless chosen. `event_bus` alone holds actions that write. */
export const optInFeatures = ['organization', 'event_bus', 'cost_management'] as const satisfies readonly Feature[]
export const mutatingFeatures: readonly Feature[] = ['event_bus']
/** What the policy grants unless somebody chooses otherwise. */
export const defaultFeatures: readonly Feature[] = features.filter(
  feature => !(optInFeatures as readonly Feature[]).includes(feature),
)

/** One IAM action that HeyCloud calls, spelled wholly: `ec2:DescribeInstances`. */
export interface ActionUse {
  action: string
  feature: Feature
  /** What for, in one sentence for the person who grants it. */
  why: string
  /** What stops without it, in one sentence; the whole feature where nothing is said. */
  stops?: string
  /** Where only accounts of one kind call it: those with a role, or those with an access key. */
  access?: Access
}

/** How an account lets HeyCloud in: by a role, or by the access key of a user. */
export type Access = 'role' | 'key'

/** Dimensions that AWS publishes a metric under together, as it spells them; the empty one is the metric without dimensions. */
export type DimensionSet = readonly string[]

/** One metric of a namespace, as AWS documents it. */
export interface MetricDefinition {
  /** As CloudWatch spells it. */
  name: string
  unit: string
  /** What is read. The first is the default, which carries no suffix, unless `bareName` is false. */
  statistics: [string, ...string[]]
  /** False where even the default statistic carries its suffix. */
  bareName?: false
  /** Whether SampleCount is read too and weighs the average: for metrics that many requests an interval make. */
  weighted?: true
  /** Seconds, where it differs from the namespace's, for example 86400 for S3's storage metrics. */
  period?: number
  /** Seconds, where it differs from the namespace's. */
  publicationDelay?: number
  /** Where it differs from the namespace's. */
  grain?: readonly DimensionSet[]
}

/** Ties metrics to resources: the named groups of `arn` are dimensions (`_` in a group's name stands for a space). */
export interface Association {
  resourceType: string
  arn: RegExp
  /** Dimensions that the ARN does not hold, each with the fact that does: `name`, or one of the resource's labels. */
  facts?: Readonly<Record<string, string>>
  /** What of a metric's dimension is compared, where AWS writes it another way than the resource's: a broker's name with `-1`. */
  values?: Readonly<Record<string, (value: string) => string>>
}

export interface NamespaceDefinition {
  namespace: string
  /** Seconds between two points at the finest that AWS publishes by default. */
  period: number
  /** Seconds after a bucket's end before it may be taken as complete. */
  publicationDelay: number
  metrics: MetricDefinition[]
  /** The dimensions that AWS documents, as it spells them: each becomes a tag. */
  dimensions?: readonly string[]
  /**
   * The dimension sets that together count everything once: the one that names the resource, and beside it only sets that count
   * what it does not. A query that says nothing of dimensions reads these alone. Empty: unknown, and nothing is left out.
   */
  grain: readonly DimensionSet[]
  /** Further sets that AWS publishes the same under: what a query that names their dimensions reads instead. */
  otherSets?: readonly DimensionSet[]
  associations: Association[]
  /**
   * Where another namespace's tag filter governs this one too: a resource whose label names one of the other's goes where that one
   * goes, and is judged by its own tags only where it names none.
   */
  filteredWith?: { namespace: string; resourceType: string; label: string }
}

/** What a declaration's `list` is handed: where it is, and clients that count, throttle and sign. */
export interface ReadContext {
  accountId: string
  partition: Partition
  region: string
  /** A pooled SDK client for this account and region; in another region only for what AWS answers there alone. */
  client<C extends object>(Client: new (config: never) => C, elsewhere?: string): C
}

/** A metric that CloudWatch does not have and people expect: made anew of each listing, one series for each resource. */
export interface DerivedMetric {
  /** HeyCloud's whole name: `aws.ec2.host_ok`. */
  name: string
  /** As CloudWatch writes units. */
  unit: string
  /** What it says, in one sentence. */
  description: string
  /** Null where the resource has no such value: a gap, never zero. `now` in epoch ms, for ages. */
  value(resource: ResourceFacts, now: number): number | null
  /** What tells series of one resource apart, as dimensions: its state, so that what was counted in one state stays counted there. */
  by?(resource: ResourceFacts): Record<string, string>
}

/**
 * What a listing says of one resource. `tags` holds those that the listing itself carried; the engine adds what the tagging
 * API says of the ARN, so that no declaration calls once per resource for tags alone.
 */
export type ResourceFacts = Pick<Resource, 'arn' | 'name' | 'tags' | 'labels' | 'attributes' | 'relations'>

export interface ResourceDefinition {
  /** As the tagging API writes it: `ec2:instance`. */
  type: string
  title: string
  /** The actions that `list` calls. */
  actions: { action: string; why: string }[]
  /** `global`: listed once, in the partition's first region; each fact's ARN or attributes tell where it lives. */
  scope: 'regional' | 'global'
  /** The partitions that have it, where not all do. */
  partitions?: readonly Partition[]
  /** The labels that `list` may give: each becomes a tag of the resource's metrics. */
  labels?: readonly string[]
  derived?: readonly DerivedMetric[]
  /**
   * Yields page by page. AWS's errors are thrown as they are; the engine turns them into observations. The SDK client is
   * imported within, since much of HeyCloud reads the registry and lists nothing.
   */
  list(context: ReadContext): AsyncIterable<ResourceFacts[]>
}

export interface ServiceDefinition {
  /** IAM's service prefix where there is one: `ec2`. */
  id: string
  title: string
  namespaces: NamespaceDefinition[]
  resources: ResourceDefinition[]
}

export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition
