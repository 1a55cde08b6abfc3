// The simulated WAF: web ACLs of a region, and in Virginia those of CloudFront.
import type { ListWebACLsCommandInput } from '@aws-sdk/client-wafv2'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onAll, pageOf } from './here.ts'
import { thingsOf } from './listed.ts'

const invalid = (field: string, value: string) =>
  new AwsError(
    'WAFInvalidParameterException',
    `Error reason: The parameter contains formatting that is not valid., field: ${field}, parameter: ${value}`,
  )

/** The marker comes with each page that has something: https://docs.aws.amazon.com/waf/latest/APIReference/API_ListWebACLs.html */
function listWebAcls(world: World, input: ListWebACLsCommandInput, call: Call) {
  const ofCloudFront = input.Scope === 'CLOUDFRONT'
  if (ofCloudFront && call.region !== 'us-east-1') throw invalid('SCOPE_VALUE', 'CLOUDFRONT')
  const kind = ofCloudFront ? 'wafv2:global/webacl' : 'wafv2:regional/webacl'
  const refuse = () => invalid('NEXT_MARKER', input.NextMarker ?? '')
  const size = Math.min(100, Math.max(1, input.Limit ?? 100))
  const { items, next } = pageOf('web-acls', thingsOf(world, call, kind), size, input.NextMarker, refuse)
  return { WebACLs: items, ...(next === undefined ? {} : { NextMarker: next }) }
}

export function simulatedWafV2(world: World): SimulatedService {
  return {
    signingName: 'wafv2',
    client: '@aws-sdk/client-wafv2',
    protocol: 'awsJson1_1',
    target: 'AWSWAF_20190729',
    operations: {
      ListWebACLs: {
        requires: onAll('wafv2:ListWebACLs'),
        answer: (input, call) => listWebAcls(world, input, call),
      },
    },
  }
}
