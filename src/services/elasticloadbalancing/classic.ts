// Classic Load Balancers: what AWS/ELB publishes, and their listing. The description carries no ARN, and no tags.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-cloudwatch-metrics.html
import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing'
import type { MetricDefinition, NamespaceDefinition, ReadContext, ResourceDefinition } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related } from '../facts.ts'
import { counter, gauge } from '../kinds.ts'

/** Each node of a load balancer counts the hosts that it sees, so both ends are of interest. */
const hosts = (name: string): MetricDefinition => ({
  name,
  unit: 'Count',
  statistics: ['Average', 'Minimum', 'Maximum'],
})

const metrics: MetricDefinition[] = [
  counter('RequestCount'),
  {
    name: 'Latency',
    unit: 'Seconds',
    statistics: ['Average', 'Maximum', 'Minimum', 'p50', 'p90', 'p95', 'p99'],
    weighted: true,
  },
  hosts('HealthyHostCount'),
  hosts('UnHealthyHostCount'),
  counter('HTTPCode_Backend_2XX'),
  counter('HTTPCode_Backend_3XX'),
  counter('HTTPCode_Backend_4XX'),
  counter('HTTPCode_Backend_5XX'),
  counter('HTTPCode_ELB_4XX'),
  counter('HTTPCode_ELB_5XX'),
  counter('BackendConnectionErrors'),
  counter('SpilloverCount'),
  { name: 'SurgeQueueLength', unit: 'Count', statistics: ['Maximum', 'Average'] },
  counter('DesyncMitigationMode_NonCompliant_Request_Count'),
  // What an Application Load Balancer in its place would cost.
  gauge('EstimatedALBActiveConnectionCount', 'Count'),
  gauge('EstimatedALBConsumedLCUs', 'Count'),
  counter('EstimatedALBNewConnectionCount'),
  counter('EstimatedProcessedBytes', 'Bytes'),
]

function classicFacts(context: ReadContext, balancer: LoadBalancerDescription, name: string) {
  const ec2 = arnsIn(context, 'ec2')
  const { partition, region, accountId } = context
  return {
    arn: `arn:${partition}:elasticloadbalancing:${region}:${accountId}:loadbalancer/${name}`,
    name,
    tags: {},
    labels: labelRecord({
      name,
      hostname: balancer.DNSName,
      scheme: balancer.Scheme,
    }),
    attributes: describe(balancer, [
      'LoadBalancerName',
      'Scheme',
      'DNSName',
      'VPCId',
      'CreatedTime',
      'AvailabilityZones',
      'Subnets',
      'SecurityGroups',
      'ListenerDescriptions',
      'HealthCheck',
      'Instances',
    ]),
    ...related(
      ['in', ec2('vpc', balancer.VPCId), ...(balancer.Subnets ?? []).map(id => ec2('subnet', id))],
      [
        'uses',
        ...(balancer.SecurityGroups ?? []).map(id => ec2('security-group', id)),
        ...(balancer.Instances ?? []).map(({ InstanceId }) => ec2('instance', InstanceId)),
      ],
    ),
  }
}

export const classicLoadBalancers: ResourceDefinition = {
  type: 'elasticloadbalancing:loadbalancer',
  title: 'Classic Load Balancers',
  actions: [
    {
      action: 'elasticloadbalancing:DescribeLoadBalancers',
      why: 'Lists load balancers with their name, zones and addresses.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'hostname', 'scheme'],
  async *list(context) {
    const { ElasticLoadBalancingClient, paginateDescribeLoadBalancers } = await import(
      '@aws-sdk/client-elastic-load-balancing'
    )
    const client = context.client(ElasticLoadBalancingClient)
    for await (const page of paginateDescribeLoadBalancers({ client, pageSize: 400 }, {})) {
      yield (page.LoadBalancerDescriptions ?? []).flatMap(balancer =>
        balancer.LoadBalancerName ? classicFacts(context, balancer, balancer.LoadBalancerName) : [],
      )
    }
  },
}

export const classicNamespace: NamespaceDefinition = {
  namespace: 'AWS/ELB',
  period: 60,
  publicationDelay: 120,
  metrics,
  dimensions: ['LoadBalancerName', 'AvailabilityZone'],
  // Everything again by zone, and of all load balancers together.
  grain: [['LoadBalancerName']],
  otherSets: [[], ['AvailabilityZone'], ['LoadBalancerName', 'AvailabilityZone']],
  associations: [
    { resourceType: 'elasticloadbalancing:loadbalancer', arn: /:loadbalancer\/(?<LoadBalancerName>[^/]+)$/ },
  ],
}
