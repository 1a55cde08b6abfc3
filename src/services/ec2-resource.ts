// What EC2's API describes alike: a page of things with ids and tags, whose ARNs follow from their ids.
import type { EC2Client, Tag } from '@aws-sdk/client-ec2'
import type { DerivedMetric, ResourceDefinition, ResourceFacts } from '../core/define.ts'
import type { Json } from '../core/resource.ts'
import { arnsIn, describe, labelRecord, type Related, related, tagRecord } from './facts.ts'

export interface Ec2Kind<T extends { Tags?: Tag[] | undefined }> {
  /** As ARNs write it, without `ec2:`. */
  type: string
  title: string
  /** The Describe operation, and what it is called for. */
  action: string
  why: string
  /** Null where it is no more. */
  id(thing: T): string | null | undefined
  /** ARN and name, where the description has better ones than the id and the tag `Name`. */
  arn?(thing: T): string | undefined
  name?(thing: T): string | undefined
  /** Facts that become tags, beside the name. */
  labels?(thing: T): Record<string, string | boolean | undefined>
  labelNames?: readonly string[]
  attributes: readonly (keyof T & string)[]
  moreAttributes?(thing: T): Record<string, Json>
  /** `arn('vpc', id)` is of the same account and region. */
  relations?(thing: T, arn: ReturnType<typeof arnsIn>): readonly Related[]
  derived?: readonly DerivedMetric[]
  pages(sdk: typeof import('@aws-sdk/client-ec2'), client: EC2Client): AsyncIterable<T[]>
}

/** The declaration of such a kind; its label `name` is the tag `Name`. */
export function ec2Resource<T extends { Tags?: Tag[] | undefined }>(kind: Ec2Kind<T>): ResourceDefinition {
  return {
    type: `ec2:${kind.type}`,
    title: kind.title,
    actions: [{ action: `ec2:${kind.action}`, why: kind.why }],
    scope: 'regional',
    labels: ['name', ...(kind.labelNames ?? [])],
    ...(kind.derived && { derived: kind.derived }),
    async *list(context) {
      const sdk = await import('@aws-sdk/client-ec2')
      const arnOf = arnsIn(context, 'ec2')
      for await (const things of kind.pages(sdk, context.client(sdk.EC2Client))) {
        yield things.flatMap((thing): ResourceFacts[] => {
          const id = kind.id(thing)
          const arn = kind.arn?.(thing) ?? arnOf(kind.type, id ?? undefined)
          if (!id || arn === undefined) return []
          const tags = tagRecord(thing.Tags)
          return [
            {
              arn,
              name: tags.Name ?? kind.name?.(thing) ?? id,
              tags,
              labels: labelRecord({ name: tags.Name, ...kind.labels?.(thing) }),
              attributes: { ...describe(thing, kind.attributes), ...kind.moreAttributes?.(thing) },
              ...related(...(kind.relations?.(thing, arnOf) ?? [])),
            },
          ]
        })
      }
    },
  }
}
