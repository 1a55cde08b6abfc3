// EC2's filters and paging, the same for every Describe call.
import type { Filter } from '@aws-sdk/client-ec2'
import { AwsError } from '../contract.ts'
import type { Tags } from '../world/place.ts'
import { pageOf } from './here.ts'

/** What a resource has under each filter name; undefined where EC2 knows no such filter. */
export type FilterValues = (name: string) => (string | undefined)[] | undefined

/** `*` and `?` as in EC2's filters. */
function matches(pattern: string, value: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === value
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(value)
}

/** Filters are all required; of one filter's values one suffices. */
export function passes(filters: Filter[] | undefined, valuesOf: FilterValues): boolean {
  return (filters ?? []).every(filter => {
    const values = valuesOf(filter.Name ?? '')
    if (!values) throw new AwsError('InvalidParameterValue', `The filter '${filter.Name}' is invalid`)
    return values.some(v => v !== undefined && (filter.Values ?? []).some(pattern => matches(pattern, v)))
  })
}

/** `tag:<key>`, `tag-key` and `tag-value`; undefined for other names. */
export function tagFilter(name: string, tags: Tags | undefined): (string | undefined)[] | undefined {
  if (name === 'tag-key') return Object.keys(tags ?? {})
  if (name === 'tag-value') return Object.values(tags ?? {})
  return name.startsWith('tag:') ? [tags?.[name.slice(4)]] : undefined
}

interface Paged {
  MaxResults?: number | undefined
  NextToken?: string | undefined
}

/** Without MaxResults EC2 answers with all there is, up to a thousand. */
export function ec2Page<T>(
  kind: string,
  list: readonly T[],
  input: Paged,
  least = 5,
): { items: T[]; next: { NextToken?: string } } {
  const size = input.MaxResults ?? 1000
  if (size < least || size > 1000) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between ${least} and 1000.`,
    )
  }
  const refuse = () => new AwsError('InvalidParameterValue', 'The token is invalid.')
  const { items, next } = pageOf(kind, list, size, input.NextToken, refuse)
  return { items, next: next === undefined ? {} : { NextToken: next } }
}

/** EC2 says of a dry run that it would have worked, as an error. */
export function refuseDryRun(input: { DryRun?: boolean | undefined }): void {
  if (input.DryRun) throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412)
}

/** Ids that were asked for by name must be there. */
export function mustExist(ids: string[] | undefined, known: (string | undefined)[], code: string, what: string): void {
  const unknown = (ids ?? []).filter(id => !known.includes(id))
  if (unknown.length === 0) return
  const words = unknown.length === 1 ? `ID '${unknown[0]}' does not exist` : `IDs '${unknown.join(', ')}' do not exist`
  throw new AwsError(code, `The ${what} ${words}`)
}
