// The regions that the simulated AWS lists, and which of them its accounts have enabled.

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

/**
 * Every region of the partition. Where AWS has 17 on by default, the simulated accounts have only `enabled`: the rest is listed
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
