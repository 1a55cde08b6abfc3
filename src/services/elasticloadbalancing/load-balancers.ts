// Load balancers and target groups. Their descriptions carry no tags; the tagging API gives those of all of them.
import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ReadContext, ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related } from '../facts.ts'

const describeLoadBalancers = {
  action: 'elasticloadbalancing:DescribeLoadBalancers',
  why: 'Lists load balancers with their name, zones and addresses.',
}

function loadBalancerFacts(context: ReadContext, balancer: LoadBalancer, arn: string): ResourceFacts {
  const name = balancer.LoadBalancerName ?? arn
  const ec2 = arnsIn(context, 'ec2')
  return {
    arn,
    name,
    tags: {},
    labels: labelRecord({ name, hostname: balancer.DNSName, scheme: balancer.Scheme }),
    attributes: describe(balancer, [
      'LoadBalancerName',
      'Type',
      'Scheme',
      'State',
      'DNSName',
      'VpcId',
      'IpAddressType',
      'CreatedTime',
      'AvailabilityZones',
      'SecurityGroups',
    ]),
    ...related(
      [
        'in',
        ec2('vpc', balancer.VpcId),
        ...(balancer.AvailabilityZones ?? []).map(zone => ec2('subnet', zone.SubnetId)),
      ],
      ['uses', ...(balancer.SecurityGroups ?? []).map(id => ec2('security-group', id))],
    ),
  }
}

/** AWS's one operation lists every kind; each kind is its own resource type, as in its ARN. */
async function* loadBalancersOf(context: ReadContext, type: LoadBalancer['Type']): AsyncIterable<ResourceFacts[]> {
  const { ElasticLoadBalancingV2Client, paginateDescribeLoadBalancers } = await import(
    '@aws-sdk/client-elastic-load-balancing-v2'
  )
  const client = context.client(ElasticLoadBalancingV2Client)
  for await (const page of paginateDescribeLoadBalancers({ client, pageSize: 400 }, {})) {
    const found = (page.LoadBalancers ?? []).filter(balancer => balancer.Type === type)
    yield found.flatMap(balancer =>
      balancer.LoadBalancerArn ? loadBalancerFacts(context, balancer, balancer.LoadBalancerArn) : [],
    )
  }
}

export const applicationLoadBalancers: ResourceDefinition = {
  type: 'elasticloadbalancing:loadbalancer/app',
  title: 'Application Load Balancers',
  actions: [describeLoadBalancers],
  scope: 'regional',
  labels: ['name', 'hostname', 'scheme'],
  list: context => loadBalancersOf(context, 'application'),
}

export const networkLoadBalancers: ResourceDefinition = {
  type: 'elasticloadbalancing:loadbalancer/net',
  title: 'Network Load Balancers',
  actions: [describeLoadBalancers],
  scope: 'regional',
  labels: ['name', 'hostname', 'scheme'],
  list: context => loadBalancersOf(context, 'network'),
}

export const gatewayLoadBalancers: ResourceDefinition = {
  type: 'elasticloadbalancing:loadbalancer/gwy',
  title: 'Gateway Load Balancers',
  actions: [describeLoadBalancers],
  scope: 'regional',
  labels: ['name', 'hostname', 'scheme'],
  list: context => loadBalancersOf(context, 'gateway'),
}

export const targetGroups: ResourceDefinition = {
  type: 'elasticloadbalancing:targetgroup',
  title: 'Target groups',
  actions: [
    {
      action: 'elasticloadbalancing:DescribeTargetGroups',
      why: 'Lists target groups with their protocol, health check and load balancers.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'target-type', 'protocol'],
  async *list(context) {
    const { ElasticLoadBalancingV2Client, paginateDescribeTargetGroups } = await import(
      '@aws-sdk/client-elastic-load-balancing-v2'
    )
    const client = context.client(ElasticLoadBalancingV2Client)
    for await (const page of paginateDescribeTargetGroups({ client, pageSize: 400 }, {})) {
      yield (page.TargetGroups ?? []).flatMap(group => {
        const arn = group.TargetGroupArn
        if (arn === undefined) return []
        const name = group.TargetGroupName ?? arn
        return {
          arn,
          name,
          tags: {},
          labels: labelRecord({ name, 'target-type': group.TargetType, protocol: group.Protocol }),
          attributes: describe(group, [
            'TargetGroupName',
            'TargetType',
            'Protocol',
            'ProtocolVersion',
            'Port',
            'VpcId',
            'HealthCheckPath',
            'HealthCheckProtocol',
            'HealthCheckIntervalSeconds',
            'HealthyThresholdCount',
            'UnhealthyThresholdCount',
            'LoadBalancerArns',
          ]),
          ...related(
            ['in', arnsIn(context, 'ec2')('vpc', group.VpcId)],
            ['part of', ...(group.LoadBalancerArns ?? [])],
          ),
        }
      })
    }
  },
}
