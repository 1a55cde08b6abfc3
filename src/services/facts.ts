// Small helpers that every resource listing needs: AWS's tag lists as a record, and a chosen part of a description as JSON.
import type { ReadContext, ResourceFacts } from '../core/define.ts'
import type { Json, Relation } from '../core/resource.ts'

interface SdkTag {
  Key?: string | undefined
  Value?: string | undefined
  key?: string | undefined
  value?: string | undefined
}

/** `[{ Key, Value }]`, or lower-case as ECS writes it, as a record. A tag without a value has the empty one. */
export function tagRecord(tags: readonly SdkTag[] | undefined): Record<string, string> {
  const pairs = (tags ?? []).flatMap(tag => {
    const key = tag.Key ?? tag.key
    return key === undefined ? [] : [[key, tag.Value ?? tag.value ?? ''] as const]
  })
  // Not by assignment: a tag may be called __proto__.
  return Object.fromEntries(pairs)
}

/** Only what is known: a label that AWS did not give is left out, not empty. */
export function labelRecord(labels: Record<string, string | number | boolean | undefined>): Record<string, string> {
  const known = Object.entries(labels).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)] as const],
  )
  return Object.fromEntries(known)
}

/**
 * The named members of a description, as JSON (dates as ISO 8601). A choice, never the whole: descriptions carry secrets
 * (a Lambda function's environment) and grow without notice.
 */
export function describe<T extends object>(source: T, members: readonly (keyof T & string)[]): Record<string, Json> {
  const chosen = Object.fromEntries(members.map(member => [member, source[member]]))
  return JSON.parse(JSON.stringify(chosen)) as Record<string, Json>
}

export type Related = readonly [kind: Relation['kind'], ...to: (string | undefined)[]]

/**
 * What a resource stands in, hangs on or uses, to be spread into its facts: `...related(['in', subnet], ['uses', ...groups])`.
 * What AWS did not give is left out, and the order is always the same, so that AWS's own order makes no change of it.
 */
export function related(...groups: readonly Related[]): { relations?: readonly Relation[] } {
  const found = new Map<string, Relation>()
  for (const [kind, ...arns] of groups) {
    // A name where an ARN should be says nothing of where the other lives.
    for (const to of arns) if (to?.startsWith('arn:')) found.set(`${kind} ${to}`, { kind, to })
  }
  const relations = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, relation]) => relation)
  return relations.length > 0 ? { relations } : {}
}

/** ARNs of the account and region that are being read: `arnsIn(context, 'ec2')('subnet', instance.SubnetId)`; none where there is no id. */
export const arnsIn =
  ({ partition, region, accountId }: Pick<ReadContext, 'partition' | 'region' | 'accountId'>, service: string) =>
  (type: string, id: string | undefined): string | undefined =>
    id ? `arn:${partition}:${service}:${region}:${accountId}:${type}/${id}` : undefined

/** A KMS key's ARN where AWS says the ARN, the key's id or an alias: `alias/aws/ssm` is a name of a key, and none of its ARNs. */
export const keyArn = (context: ReadContext, key: string | undefined): string | undefined =>
  key === undefined || key.startsWith('alias/')
    ? undefined
    : key.startsWith('arn:')
      ? key
      : arnsIn(context, 'kms')('key', key)

/**
 * Asks of each of `items` apart, ten at a time, where AWS lists no more than names. One that is gone by then, which AWS says by
 * one of the errors named `gone`, is left out; every other error is thrown as it is.
 */
export async function askEach<T, R>(
  items: readonly T[],
  gone: readonly string[],
  ask: (item: T) => Promise<R>,
): Promise<R[]> {
  const found: R[] = []
  for (const some of chunks(items, 10)) {
    const answers = await Promise.allSettled(some.map(ask))
    for (const answer of answers) {
      if (answer.status === 'fulfilled') found.push(answer.value)
      else if (!(answer.reason instanceof Error && gone.includes(answer.reason.name))) throw answer.reason
    }
  }
  return found
}

/** Facts of those of a page that AWS gave an ARN. */
export const withArn = <T extends object>(
  items: readonly T[] | undefined,
  member: keyof T,
  facts: (one: T, arn: string) => ResourceFacts,
): ResourceFacts[] =>
  (items ?? []).flatMap(one => {
    const arn = one[member]
    return typeof arn === 'string' ? facts(one, arn) : []
  })

/** Pages of an operation for which the SDK has no paginator; `next` reads the token of the page after. */
export async function* pagesOf<P>(
  ask: (token: string | undefined) => Promise<P>,
  next: (page: P) => string | undefined,
): AsyncIterable<P> {
  let token: string | undefined
  do {
    const page = await ask(token)
    yield page
    token = next(page)
  } while (token)
}

/** Slices of at most `size`, for operations that take a limited list of names. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const slices: T[][] = []
  for (let start = 0; start < items.length; start += size) slices.push(items.slice(start, start + size))
  return slices
}
