// How things stand in networks: network interfaces, the security groups on them, and Elastic IP addresses.
import type { Address, NetworkInterface, SecurityGroup } from '@aws-sdk/client-ec2'
import { ec2Resource } from '../ec2-resource.ts'

export const securityGroups = ec2Resource<SecurityGroup>({
  type: 'security-group',
  title: 'Security groups',
  action: 'DescribeSecurityGroups',
  why: 'Lists security groups with their tags and rules.',
  id: group => group.GroupId,
  name: group => group.GroupName,
  labels: group => ({ vpcid: group.VpcId, security_group_name: group.GroupName }),
  labelNames: ['vpcid', 'security_group_name'],
  attributes: ['GroupId', 'GroupName', 'Description', 'VpcId', 'IpPermissions', 'IpPermissionsEgress', 'OwnerId'],
  relations: (group, arn) => [['in', arn('vpc', group.VpcId)]],
  async *pages({ paginateDescribeSecurityGroups }, client) {
    for await (const page of paginateDescribeSecurityGroups({ client, pageSize: 1000 }, {}))
      yield page.SecurityGroups ?? []
  },
})

/** Whose tags AWS lists under another name than everybody else's. */
type TaggedInterface = NetworkInterface & { Tags?: NetworkInterface['TagSet'] }

export const networkInterfaces = ec2Resource<TaggedInterface>({
  type: 'network-interface',
  title: 'Network interfaces',
  action: 'DescribeNetworkInterfaces',
  why: 'Lists network interfaces with their tags, addresses, security groups and what they are attached to.',
  id: found => found.NetworkInterfaceId,
  labels: found => ({ vpcid: found.VpcId, subnetid: found.SubnetId, interface_type: found.InterfaceType }),
  labelNames: ['vpcid', 'subnetid', 'interface_type'],
  attributes: [
    'NetworkInterfaceId',
    'Description',
    'Status',
    'InterfaceType',
    'VpcId',
    'SubnetId',
    'AvailabilityZone',
    'PrivateIpAddress',
    'PrivateIpAddresses',
    'Association',
    'Attachment',
    'Groups',
    'RequesterId',
    'RequesterManaged',
  ],
  relations: (found, arn) => [
    ['in', arn('vpc', found.VpcId), arn('subnet', found.SubnetId)],
    ['uses', ...(found.Groups ?? []).map(({ GroupId }) => arn('security-group', GroupId))],
    ['attached to', arn('instance', found.Attachment?.InstanceId)],
  ],
  async *pages({ paginateDescribeNetworkInterfaces }, client) {
    for await (const page of paginateDescribeNetworkInterfaces({ client, pageSize: 1000 }, {}))
      yield (page.NetworkInterfaces ?? []).map(found => ({ ...found, Tags: found.TagSet }))
  },
})

export const elasticAddresses = ec2Resource<Address>({
  type: 'elastic-ip',
  title: 'Elastic IP addresses',
  action: 'DescribeAddresses',
  why: 'Lists Elastic IP addresses with their tags and what has them.',
  id: address => address.AllocationId,
  name: address => address.PublicIp,
  attributes: [
    'AllocationId',
    'PublicIp',
    'PrivateIpAddress',
    'AssociationId',
    'InstanceId',
    'NetworkInterfaceId',
    'Domain',
  ],
  relations: (address, arn) => [
    ['attached to', arn('instance', address.InstanceId), arn('network-interface', address.NetworkInterfaceId)],
  ],
  async *pages({ DescribeAddressesCommand }, client) {
    // AWS has no pages of these.
    const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}))
    yield Addresses
  },
})
