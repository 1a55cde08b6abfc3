// The simulated Route 53: health checks and hosted zones of the whole account. No name is resolved.
import type { HealthCheck, HostedZone } from '@aws-sdk/client-route-53'
import { AwsError, type Call, type Operation, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onAll, pageOf } from './here.ts'
import { thingsOf } from './listed.ts'

/** Pages say where they begin, how long they may be and whether more follow: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZones.html */
function list<T extends object>(world: World, action: string, kind: string, member: string): Operation {
  return {
    requires: onAll(action),
    answer(input: { Marker?: string; MaxItems?: number | string }, call: Call) {
      const most = Math.min(100, Math.max(1, Number(input.MaxItems ?? 100)))
      const refuse = () => new AwsError('InvalidInput', 'The marker is not valid.')
      const { items, next } = pageOf(member.toLowerCase(), thingsOf<T>(world, call, kind), most, input.Marker, refuse)
      const MaxItems = String(most)
      const more = { IsTruncated: next !== undefined, ...(next !== undefined && { NextMarker: next }) }
      return { [member]: items, Marker: input.Marker ?? '', MaxItems, ...more }
    },
  }
}

export function simulatedRoute53(world: World): SimulatedService {
  return {
    signingName: 'route53',
    client: '@aws-sdk/client-route-53',
    protocol: 'restXml',
    xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
    operations: {
      ListHealthChecks: list<HealthCheck>(world, 'route53:ListHealthChecks', 'route53:healthcheck', 'HealthChecks'),
      ListHostedZones: list<HostedZone>(world, 'route53:ListHostedZones', 'route53:hostedzone', 'HostedZones'),
    },
  }
}
