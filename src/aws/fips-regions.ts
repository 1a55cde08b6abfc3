// Regions with FIPS endpoints, by AWS's own table of endpoints (botocore, endpoints.json, variants "fips"), August 2026.

export const unitedStates = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2']
export const canada = ['ca-central-1', 'ca-west-1']
export const govCloud = ['us-gov-east-1', 'us-gov-west-1']
export const china = ['cn-north-1', 'cn-northwest-1']

/** Regions of the partition aws in which the few services have one that have it nearly everywhere. */
export const nearlyEverywhere = (
  'af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 ' +
  'eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'
).split(' ')
