// How a usage type is written on the bill: with a prefix of its region, but for Virginia's.

/** Ireland's is the old one. The others are made of the region's name, as AWS's bills have them. */
const odd: Record<string, string> = {
  'us-east-1': '',
  'eu-west-1': 'EU-',
  'us-west-1': 'USW1-',
  'ca-central-1': 'CAN1-',
}
const compass: Record<string, string> = {
  ...{ north: 'N', south: 'S', east: 'E', west: 'W', central: 'C' },
  ...{ northeast: 'N', southeast: 'S' },
}

/** `CW:Requests` in Frankfurt: `EUC1-CW:Requests`. */
export function usageTypeIn(region: string, usageType: string): string {
  const [area = '', where = '', number = ''] = region.split('-')
  const prefix = odd[region] ?? `${area.toUpperCase()}${compass[where] ?? ''}${number}-`
  return usageType.startsWith('USE1-') ? usageType : `${prefix}${usageType}`
}
