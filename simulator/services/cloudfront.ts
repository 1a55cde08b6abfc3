// The simulated CloudFront: distributions, which are listed in the region that CloudFront's calls are signed for.
import type { DistributionSummary, ListDistributionsCommandInput } from '@aws-sdk/client-cloudfront'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onAll, pageOf } from './here.ts'
import { thingsOf } from './listed.ts'

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html: a hundred to a page, and at most. */
function listDistributions(world: World, input: ListDistributionsCommandInput, call: Call) {
  const found = thingsOf<DistributionSummary>(world, call, 'cloudfront:distribution')
  const size = Math.min(100, Math.max(1, Number(input.MaxItems ?? 100)))
  const refuse = () => new AwsError('InvalidArgument', 'The parameter Marker is invalid.')
  const { items, next } = pageOf('distributions', found, size, input.Marker, refuse)
  return {
    DistributionList: {
      Marker: input.Marker ?? '',
      MaxItems: size,
      IsTruncated: next !== undefined,
      Quantity: items.length,
      ...(next !== undefined && { NextMarker: next }),
      ...(items.length > 0 && { Items: items }),
    },
  }
}

export function simulatedCloudFront(world: World): SimulatedService {
  return {
    signingName: 'cloudfront',
    client: '@aws-sdk/client-cloudfront',
    protocol: 'restXml',
    xmlNamespace: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
    operations: {
      ListDistributions: {
        requires: onAll('cloudfront:ListDistributions'),
        answer: (input, call) => listDistributions(world, input, call),
      },
    },
  }
}
