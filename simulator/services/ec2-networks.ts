// The networks of the simulated EC2: what VPCs, gateways, VPNs and endpoints there are, each described by the same rules.
import type { Filter, Tag } from '@aws-sdk/client-ec2'
import { AwsError, type Call, type Operation } from '../contract.ts'
import type { World } from '../world/world.ts'
import { ec2Page, mustExist, passes, refuseDryRun, tagFilter } from './ec2-filters.ts'
import { here, onAll } from './here.ts'
import { thingsOf } from './listed.ts'

type Thing = Record<string, unknown> & { Tags?: Tag[]; TagSet?: Tag[] }

interface Described {
  /** Where the things stand in the world: `ec2:<kind>`. */
  kind: string
  /** The output's member, the input's of ids, and the thing's own id. */
  member: string
  ids: string
  id: string
  /** Filters by name, beside those of tags: which of a thing's members they look at. */
  filters?: Record<string, string>
  /** The most of one page; null where AWS has no pages. */
  most?: number | null
  where?: (thing: Thing, input: Record<string, unknown>, call: Call) => boolean
}

const vpcId = { 'vpc-id': 'VpcId' }

/** Members and limits: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html */
const operations: Record<string, Described> = {
  DescribeVpcs: { kind: 'vpc', member: 'Vpcs', ids: 'VpcIds', id: 'VpcId', filters: { ...vpcId, state: 'State' } },
  DescribeSubnets: {
    ...{ kind: 'subnet', member: 'Subnets', ids: 'SubnetIds', id: 'SubnetId' },
    filters: { ...vpcId, 'subnet-id': 'SubnetId', 'availability-zone': 'AvailabilityZone' },
  },
  DescribeInternetGateways: {
    ...{ kind: 'internet-gateway', member: 'InternetGateways', ids: 'InternetGatewayIds', id: 'InternetGatewayId' },
  },
  DescribeRouteTables: {
    ...{ kind: 'route-table', member: 'RouteTables', ids: 'RouteTableIds', id: 'RouteTableId' },
    ...{ filters: vpcId, most: 100 },
  },
  DescribeNetworkInterfaces: {
    ...{ kind: 'network-interface', member: 'NetworkInterfaces', ids: 'NetworkInterfaceIds', id: 'NetworkInterfaceId' },
    filters: { ...vpcId, 'subnet-id': 'SubnetId', status: 'Status' },
  },
  DescribeAddresses: {
    ...{ kind: 'elastic-ip', member: 'Addresses', ids: 'AllocationIds', id: 'AllocationId', most: null },
    filters: { 'allocation-id': 'AllocationId', 'public-ip': 'PublicIp', 'instance-id': 'InstanceId' },
  },
  DescribeTransitGateways: {
    ...{ kind: 'transit-gateway', member: 'TransitGateways', ids: 'TransitGatewayIds', id: 'TransitGatewayId' },
    filters: { 'transit-gateway-id': 'TransitGatewayId', state: 'State' },
  },
  DescribeTransitGatewayAttachments: {
    ...{ kind: 'transit-gateway-attachment', member: 'TransitGatewayAttachments' },
    ...{ ids: 'TransitGatewayAttachmentIds', id: 'TransitGatewayAttachmentId' },
    filters: { 'transit-gateway-id': 'TransitGatewayId', 'resource-type': 'ResourceType', state: 'State' },
  },
  DescribeVpnConnections: {
    ...{ kind: 'vpn-connection', member: 'VpnConnections', ids: 'VpnConnectionIds', id: 'VpnConnectionId', most: null },
    filters: { state: 'State', 'transit-gateway-id': 'TransitGatewayId' },
  },
  DescribeClientVpnEndpoints: {
    ...{ kind: 'client-vpn-endpoint', member: 'ClientVpnEndpoints' },
    ...{ ids: 'ClientVpnEndpointIds', id: 'ClientVpnEndpointId' },
    filters: { 'endpoint-id': 'ClientVpnEndpointId' },
  },
  DescribeVpcEndpoints: {
    ...{ kind: 'vpc-endpoint', member: 'VpcEndpoints', ids: 'VpcEndpointIds', id: 'VpcEndpointId' },
    filters: { ...vpcId, 'service-name': 'ServiceName', 'vpc-endpoint-id': 'VpcEndpointId' },
  },
  DescribeVpcEndpointServiceConfigurations: {
    ...{ kind: 'vpc-endpoint-service', member: 'ServiceConfigurations', ids: 'ServiceIds', id: 'ServiceId' },
    filters: { 'service-name': 'ServiceName', 'service-id': 'ServiceId' },
  },
  DescribeSnapshots: {
    ...{ kind: 'snapshot', member: 'Snapshots', ids: 'SnapshotIds', id: 'SnapshotId' },
    filters: { 'volume-id': 'VolumeId', status: 'State', 'owner-id': 'OwnerId' },
    // Without owners AWS lists what others share too.
    where: (thing, { OwnerIds: owners }, call) =>
      !Array.isArray(owners) ||
      owners.length === 0 ||
      owners.some(owner => thing.OwnerId === (owner === 'self' ? call.caller.accountId : owner)),
  },
}

const text = (value: unknown): string | undefined => (value === undefined ? undefined : String(value))
const tagsOf = ({ Tags, TagSet }: Thing) =>
  Object.fromEntries((Tags ?? TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))

function describe(world: World, rule: Described, input: Record<string, unknown>, call: Call) {
  here(world, call, 'ec2')
  refuseDryRun(input)
  const { id, member, filters = {}, most = 1000, where = () => true } = rule
  const all = thingsOf<Thing>(world, call, `ec2:${rule.kind}`)
  const ids = input[rule.ids] as string[] | undefined
  mustExist(
    ids,
    all.map(thing => text(thing[id])),
    `Invalid${id.replace(/Id$/, 'ID')}.NotFound`,
    rule.kind,
  )
  const found = all
    .filter(thing => !ids?.length || ids.includes(String(thing[id])))
    .filter(thing => where(thing, input, call))
    .filter(thing =>
      passes(input.Filters as Filter[] | undefined, name =>
        filters[name] ? [text(thing[filters[name]])] : tagFilter(name, tagsOf(thing)),
      ),
    )
  if (most === null) return { [member]: found }
  if (Number(input.MaxResults ?? 0) > most)
    throw new AwsError('InvalidParameterValue', `Value ( ${input.MaxResults} ) for parameter maxResults is invalid.`)
  const { items, next } = ec2Page(rule.kind, found, input)
  return { [member]: items, ...next }
}

export const networkOperations = (world: World): Record<string, Operation> =>
  Object.fromEntries(
    Object.entries(operations).map(([name, rule]) => [
      name,
      { requires: onAll(`ec2:${name}`), answer: (input, call) => describe(world, rule, input, call) },
    ]),
  )
