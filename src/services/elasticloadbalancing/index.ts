// Elastic Load Balancing: Application, Network, Gateway and Classic Load Balancers, and target groups.
import { type Association, type DimensionSet, defineService } from '../../core/define.ts'
import { applicationMetrics } from './application-metrics.ts'
import { classicLoadBalancers, classicNamespace } from './classic.ts'
import { gatewayMetrics } from './gateway-metrics.ts'
import { applicationLoadBalancers, gatewayLoadBalancers, networkLoadBalancers, targetGroups } from './load-balancers.ts'
import { networkMetrics } from './network-metrics.ts'

// The dimension's value is the end of the ARN: `app/name/id`, `targetgroup/name/id`.
const ofTargetGroup: Association = {
  resourceType: 'elasticloadbalancing:targetgroup',
  arn: /:(?<TargetGroup>targetgroup\/[^/]+\/[0-9a-f]+)$/,
}

/** Everything of a load balancer again by zone, and what its targets do by target group too. */
const finer: DimensionSet[] = [
  ['LoadBalancer', 'AvailabilityZone'],
  ['LoadBalancer', 'TargetGroup'],
  ['LoadBalancer', 'TargetGroup', 'AvailabilityZone'],
]

export const elasticLoadBalancing = defineService({
  id: 'elasticloadbalancing',
  title: 'Elastic Load Balancing',
  namespaces: [
    {
      namespace: 'AWS/ApplicationELB',
      period: 60,
      publicationDelay: 120,
      metrics: applicationMetrics,
      dimensions: ['LoadBalancer', 'TargetGroup', 'AvailabilityZone'],
      grain: [['LoadBalancer']],
      otherSets: finer,
      associations: [
        ofTargetGroup,
        {
          resourceType: 'elasticloadbalancing:loadbalancer/app',
          arn: /:loadbalancer\/(?<LoadBalancer>app\/[^/]+\/[0-9a-f]+)$/,
        },
      ],
    },
    {
      namespace: 'AWS/NetworkELB',
      period: 60,
      publicationDelay: 120,
      metrics: networkMetrics,
      dimensions: ['LoadBalancer', 'TargetGroup', 'AvailabilityZone'],
      grain: [['LoadBalancer']],
      otherSets: finer,
      associations: [
        ofTargetGroup,
        {
          resourceType: 'elasticloadbalancing:loadbalancer/net',
          arn: /:loadbalancer\/(?<LoadBalancer>net\/[^/]+\/[0-9a-f]+)$/,
        },
      ],
    },
    {
      namespace: 'AWS/GatewayELB',
      period: 60,
      publicationDelay: 120,
      metrics: gatewayMetrics,
      dimensions: ['LoadBalancer', 'TargetGroup', 'AvailabilityZone'],
      grain: [['LoadBalancer']],
      otherSets: finer,
      associations: [
        ofTargetGroup,
        {
          resourceType: 'elasticloadbalancing:loadbalancer/gwy',
          arn: /:loadbalancer\/(?<LoadBalancer>gwy\/[^/]+\/[0-9a-f]+)$/,
        },
      ],
    },
    classicNamespace,
  ],
  resources: [applicationLoadBalancers, networkLoadBalancers, gatewayLoadBalancers, classicLoadBalancers, targetGroups],
})
