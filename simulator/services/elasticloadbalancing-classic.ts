// The simulated Elastic Load Balancing of 2012: Classic Load Balancers, and their tags.
import type { DescribeTagsCommandInput, LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { tagList } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { here, onAll, ownArn } from './here.ts'
import { listing, thingsOf } from './listed.ts'

const kind = 'elasticloadbalancing:loadbalancer'

/** At most 20 names: https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeTags.html */
function describeTags(world: World, input: DescribeTagsCommandInput, call: Call) {
  const names = input.LoadBalancerNames ?? []
  if (names.length < 1 || names.length > 20)
    throw new AwsError('ValidationError', 'Between 1 and 20 names can be given')
  const known = thingsOf<LoadBalancerDescription>(world, call, kind).map(found => found.LoadBalancerName)
  const missing = names.find(name => !known.includes(name))
  if (missing !== undefined)
    throw new AwsError('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${missing}'`)
  const { state } = here(world, call, 'query')
  return {
    TagDescriptions: names.map(name => ({
      LoadBalancerName: name,
      Tags: tagList(state.tags.get(ownArn(call, 'elasticloadbalancing', `loadbalancer/${name}`))),
    })),
  }
}

export function simulatedClassicLoadBalancing(world: World): SimulatedService {
  return {
    signingName: 'elasticloadbalancing',
    owns: ({ parameters }) => parameters.get('Version') === '2012-06-01',
    client: '@aws-sdk/client-elastic-load-balancing',
    protocol: 'awsQuery',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/',
    operations: {
      DescribeLoadBalancers: listing<LoadBalancerDescription>(world, {
        action: 'elasticloadbalancing:DescribeLoadBalancers',
        kind,
        member: 'LoadBalancerDescriptions',
        token: { input: 'Marker', output: 'NextMarker' },
        limit: 'PageSize',
        size: 400,
        badToken: 'ValidationError',
        where: (found, { LoadBalancerNames: names }) =>
          !Array.isArray(names) || names.length === 0 || names.includes(found.LoadBalancerName),
      }),
      DescribeTags: {
        requires: onAll('elasticloadbalancing:DescribeTags'),
        answer: (input, call) => describeTags(world, input, call),
      },
    },
  }
}
