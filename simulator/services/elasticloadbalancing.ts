// The simulated Elastic Load Balancing v2: load balancers, target groups, their health and tags.
import type {
  DescribeLoadBalancersCommandInput,
  DescribeTagsCommandInput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetHealthCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { tagList } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { here, onAll, pageOf } from './here.ts'

const invalid = (message: string) => new AwsError('ValidationError', message)

function markerPage<T>(
  kind: string,
  list: readonly T[],
  input: { Marker?: string | undefined; PageSize?: number | undefined },
) {
  const size = input.PageSize ?? 400
  if (size < 1 || size > 400) throw invalid('Page size must be between 1 and 400')
  const { items, next } = pageOf(kind, list, size, input.Marker, () => invalid('The marker is not valid'))
  return { items, next: next === undefined ? {} : { NextMarker: next } }
}

function describeLoadBalancers(world: World, input: DescribeLoadBalancersCommandInput, call: Call) {
  const { state } = here(world, call, 'query')
  const { LoadBalancerArns: arns, Names: names } = input
  const found = state.loadBalancers
    .filter(l => !arns?.length || arns.includes(l.LoadBalancerArn ?? ''))
    .filter(l => !names?.length || names.includes(l.LoadBalancerName ?? ''))
  const asked = (arns?.length ?? 0) + (names?.length ?? 0)
  if (found.length < asked) throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found')
  const { items, next } = markerPage('load-balancers', found, input)
  return { LoadBalancers: items, ...next }
}

function describeTargetGroups(world: World, input: DescribeTargetGroupsCommandInput, call: Call) {
  const { state } = here(world, call, 'query')
  const { TargetGroupArns: arns, Names: names, LoadBalancerArn: balancer } = input
  const found = state.targetGroups
    .map(g => g.shape)
    .filter(g => !arns?.length || arns.includes(g.TargetGroupArn ?? ''))
    .filter(g => !names?.length || names.includes(g.TargetGroupName ?? ''))
    .filter(g => balancer === undefined || g.LoadBalancerArns?.includes(balancer))
  if (found.length < (arns?.length ?? 0))
    throw new AwsError('TargetGroupNotFound', 'One or more target groups not found')
  const { items, next } = markerPage('target-groups', found, input)
  return { TargetGroups: items, ...next }
}

/** At most 20 resources in a call: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
function describeTags(world: World, input: DescribeTagsCommandInput, call: Call) {
  const { state } = here(world, call, 'query')
  const arns = input.ResourceArns ?? []
  if (arns.length < 1 || arns.length > 20) throw invalid('Between 1 and 20 resource ARNs can be specified')
  const known = new Set([
    ...state.loadBalancers.map(l => l.LoadBalancerArn),
    ...state.targetGroups.map(g => g.shape.TargetGroupArn),
  ])
  for (const arn of arns) {
    if (known.has(arn)) continue
    if (arn.includes(':targetgroup/')) throw new AwsError('TargetGroupNotFound', `Target groups '${arn}' not found`)
    throw new AwsError('LoadBalancerNotFound', `Load balancers '[${arn}]' not found`)
  }
  return { TagDescriptions: arns.map(arn => ({ ResourceArn: arn, Tags: tagList(state.tags.get(arn)) })) }
}

function describeTargetHealth(world: World, input: DescribeTargetHealthCommandInput, call: Call) {
  const { state } = here(world, call, 'query')
  const group = state.targetGroups.find(g => g.shape.TargetGroupArn === input.TargetGroupArn)
  if (!group) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found')
  return { TargetHealthDescriptions: group.targets }
}

export function simulatedLoadBalancing(world: World): SimulatedService {
  const operation = (action: string, answer: (world: World, input: never, call: Call) => unknown) => ({
    requires: onAll(`elasticloadbalancing:${action}`),
    answer: (input: unknown, call: Call) => answer(world, input as never, call),
  })
  return {
    signingName: 'elasticloadbalancing',
    client: '@aws-sdk/client-elastic-load-balancing-v2',
    protocol: 'awsQuery',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    operations: {
      DescribeLoadBalancers: operation('DescribeLoadBalancers', describeLoadBalancers),
      DescribeTargetGroups: operation('DescribeTargetGroups', describeTargetGroups),
      DescribeTags: operation('DescribeTags', describeTags),
      DescribeTargetHealth: operation('DescribeTargetHealth', describeTargetHealth),
    },
  }
}
