// The tags that a series carries: where it is, whose it is, its dimensions, and what is known of the resource behind it.
import { type AwsAccount, accountLabel } from '../../core/account.ts'
import { monitoringAccountTag } from '../../core/metric.ts'
import { dimensionSetKey, dimensionSetValue, dimensionTagKeys, normaliseTag } from '../../core/metric-name.ts'
import type { Resource } from '../../core/resource.ts'

export type TagFacts = Pick<Resource, 'arn' | 'tags' | 'labels' | 'name'>

const tag = (key: string, value: string): string => `${normaliseTag(key)}:${normaliseTag(value)}`

const whereAndWhose = (region: string, accountId: string, name: string): string[] => [
  tag('region', region),
  tag('aws_account', accountId),
  tag('account_id', accountId),
  tag('account_name', name),
]

/** The unit that the account is in, and the way to it from the root: `ou:payments`, `ou_path:root/workloads/payments`. */
const unitTags = (units: readonly string[]): string[] => {
  const own = units.at(-1)
  return own === undefined ? [] : [tag('ou', own), tag('ou_path', units.join('/'))]
}

/** Tags of everything that an account has in a region; made once for all its series. */
export function placeTags(account: AwsAccount, region: string, units: readonly string[] = []): string[] {
  return [
    ...whereAndWhose(region, account.accountId, accountLabel(account)),
    ...(account.alias ? [tag('account_alias', account.alias)] : []),
    ...unitTags(units),
    ...account.settings.account_tags.map(normaliseTag),
  ]
}

/** Tags of what a linked account has in a region; `connected` is that account where the organisation has it itself too. */
export const linkedTags = (
  reader: AwsAccount,
  region: string,
  owner: string,
  connected: AwsAccount | undefined,
): string[] => [
  ...(connected ? placeTags(connected, region) : whereAndWhose(region, owner, owner)),
  monitoringAccountTag(reader.accountId),
]

/** Tags that a resource gives its metrics: its own, and the facts declared as labels. */
export function resourceTags(resource: TagFacts): string[] {
  const pairs = [...Object.entries(resource.tags), ...Object.entries(resource.labels)]
  const tags = pairs.filter(([, value]) => value !== '').map(([key, value]) => tag(key, value))
  // AWS lets a tag be empty; people then filter by its key alone.
  const bare = Object.entries(resource.tags).filter(([, value]) => value === '')
  return [...tags, ...bare.map(([key]) => normaliseTag(key))]
}

/** A tag for each dimension, and one that says which dimensions there are: `dimension_set:functionname+resource`. */
export function dimensionTags(dimensions: Record<string, string>): string[] {
  const tags = Object.entries(dimensions).flatMap(([name, value]) =>
    dimensionTagKeys(name).map(key => `${key}:${normaliseTag(value)}`),
  )
  return [...tags, `${dimensionSetKey}:${dimensionSetValue(Object.keys(dimensions))}`]
}

/** All tags of one series, sorted, each once. */
export const seriesTags = (...parts: readonly string[][]): string[] => [...new Set(parts.flat())].sort()
