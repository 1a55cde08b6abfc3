// The regions that the simulated AWS lists, and which of them its accounts have enabled.
import type { Partition } from '../partitions.ts'

export interface RegionFact {
  name: string
  optIn: 'opt-in-not-required' | 'opted-in' | 'not-opted-in'
}

/** On by default in AWS accounts (launched before 20 March 2019). */
const defaultOn = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]
const optIn = [
  'af-south-1',
  'ap-east-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
]

/** GovCloud's and China's regions are all on. */
export const furtherRegions: Record<Exclude<Partition, 'aws'>, readonly RegionFact[]> = {
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'].map(name => ({ name, optIn: 'opt-in-not-required' })),
  'aws-cn': ['cn-north-1', 'cn-northwest-1'].map(name => ({ name, optIn: 'opt-in-not-required' })),
}

/**
 * Every region of the partition `aws`. Where AWS has 17 on by default, the simulated accounts have only `enabled`: the rest is listed
 * as not opted in, so that a walk through the regions is short.
 */
export function allRegions(enabled: readonly string[]): RegionFact[] {
  return [...defaultOn, ...optIn]
    .map(name => ({ name, optIn: statusOf(name, enabled) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function statusOf(name: string, enabled: readonly string[]): RegionFact['optIn'] {
  if (!enabled.includes(name)) return 'not-opted-in'
  return defaultOn.includes(name) ? 'opt-in-not-required' : 'opted-in'
}
