// Amazon VPC: NAT gateways, and the networks that everything stands in.
import type { NatGateway } from '@aws-sdk/client-ec2'
import {
  defineService,
  type MetricDefinition,
  type ReadContext,
  type ResourceDefinition,
  type ResourceFacts,
} from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related, tagRecord } from '../facts.ts'
import { counter, gauge } from '../kinds.ts'
import { elasticAddresses, networkInterfaces, securityGroups } from './interfaces.ts'
import { internetGateways, routeTables, subnets, vpcs } from './networks.ts'

/** https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html */
const metrics: MetricDefinition[] = [
  counter('ErrorPortAllocation'),
  counter('PacketsDropCount'),
  { name: 'ActiveConnectionCount', unit: 'Count', statistics: ['Maximum'] },
  counter('ConnectionAttemptCount'),
  counter('ConnectionEstablishedCount'),
  counter('IdleTimeoutCount'),
  counter('BytesInFromDestination', 'Bytes'),
  counter('BytesInFromSource', 'Bytes'),
  counter('BytesOutToDestination', 'Bytes'),
  counter('BytesOutToSource', 'Bytes'),
  counter('PacketsInFromDestination'),
  counter('PacketsInFromSource'),
  counter('PacketsOutToDestination'),
  counter('PacketsOutToSource'),
  gauge('PeakBytesPerSecond', 'Count'),
  gauge('PeakPacketsPerSecond', 'Count'),
]

function gatewayFacts(context: ReadContext, gateway: NatGateway, id: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const tags = tagRecord(gateway.Tags)
  return {
    arn: `arn:${context.partition}:ec2:${context.region}:${context.accountId}:natgateway/${id}`,
    name: tags.Name ?? id,
    tags,
    labels: labelRecord({ name: tags.Name, vpcid: gateway.VpcId, subnetid: gateway.SubnetId }),
    attributes: describe(gateway, [
      'NatGatewayId',
      'State',
      'ConnectivityType',
      'VpcId',
      'SubnetId',
      'CreateTime',
      'FailureCode',
      'FailureMessage',
      'NatGatewayAddresses',
    ]),
    ...related(['in', ec2('vpc', gateway.VpcId), ec2('subnet', gateway.SubnetId)]),
  }
}

const natGateways: ResourceDefinition = {
  type: 'ec2:natgateway',
  title: 'NAT gateways',
  actions: [
    { action: 'ec2:DescribeNatGateways', why: 'Lists NAT gateways with their tags, network and public addresses.' },
  ],
  scope: 'regional',
  labels: ['name', 'vpcid', 'subnetid'],
  async *list(context) {
    const { EC2Client, paginateDescribeNatGateways } = await import('@aws-sdk/client-ec2')
    const pages = paginateDescribeNatGateways({ client: context.client(EC2Client), pageSize: 1000 }, {})
    for await (const page of pages) {
      const present = (page.NatGateways ?? []).filter(gateway => gateway.State !== 'deleted')
      yield present.flatMap(gateway =>
        gateway.NatGatewayId ? gatewayFacts(context, gateway, gateway.NatGatewayId) : [],
      )
    }
  },
}

export const vpc = defineService({
  id: 'vpc',
  title: 'Amazon VPC',
  namespaces: [
    {
      namespace: 'AWS/NATGateway',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['NatGatewayId', 'AvailabilityZone'],
      // A regional gateway also publishes by zone.
      grain: [['NatGatewayId']],
      otherSets: [['NatGatewayId', 'AvailabilityZone']],
      associations: [{ resourceType: 'ec2:natgateway', arn: /:natgateway\/(?<NatGatewayId>nat-[0-9a-f]+)$/ }],
    },
  ],
  resources: [
    natGateways,
    vpcs,
    subnets,
    internetGateways,
    routeTables,
    securityGroups,
    networkInterfaces,
    elasticAddresses,
  ],
})
