// Networks: the VPC that everything stands in, what leads out of it, and what others see of it from afar.
import type { Signal } from '../load.ts'
import { reading, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, tagList, timings } from '../place.ts'
import { subnetOf } from './ec2.ts'

/** The VPC with its subnets, gateway, routes, an address of its own, and the interfaces of the instances that stand there by now. */
export function addNetwork(place: Place, env: string): void {
  const { vpcId: VpcId, instances } = place.state
  const owner = { VpcId, OwnerId: place.accountId }
  const named = (type: string, id: string, Name: string): { Tags: ReturnType<typeof tagList> } => {
    const tags = { Name, env }
    place.tag(place.arn('ec2', `${type}/${id}`), tags)
    return { Tags: tagList(tags) }
  }
  const gateway = `igw-0${place.hex('internet gateway', 16)}`
  const table = `rtb-0${place.hex('route table', 16)}`
  const association = { RouteTableId: table, AssociationState: { State: 'associated' } }
  place.add('ec2:vpc', {
    ...{ ...owner, State: 'available', CidrBlock: '10.0.0.0/16', IsDefault: false, InstanceTenancy: 'default' },
    ...named('vpc', VpcId, `${env}-vpc`),
  })
  for (const [n, zone] of ['a', 'b', 'c'].entries()) {
    const SubnetId = subnetOf(place, zone)
    place.add('ec2:subnet', {
      ...{ ...owner, SubnetId, State: 'available', CidrBlock: `10.0.${n + 1}.0/24`, MapPublicIpOnLaunch: false },
      SubnetArn: place.arn('ec2', `subnet/${SubnetId}`),
      AvailabilityZone: `${place.region}${zone}`,
      AvailableIpAddressCount: 251 - instances.filter(({ shape }) => shape.SubnetId === SubnetId).length,
      DefaultForAz: false,
      // The last was made by hand.
      ...(zone === 'c' ? {} : named('subnet', SubnetId, `${env}-${zone}`)),
    })
  }
  place.add('ec2:internet-gateway', {
    ...{ InternetGatewayId: gateway, OwnerId: place.accountId, Attachments: [{ VpcId, State: 'available' }] },
    ...named('internet-gateway', gateway, `${env}-igw`),
  })
  place.add('ec2:route-table', {
    ...{ ...owner, RouteTableId: table, Tags: [], PropagatingVgws: [] },
    Routes: [
      { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active', Origin: 'CreateRouteTable' },
      { DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway, State: 'active', Origin: 'CreateRoute' },
    ],
    Associations: ['a', 'b'].map(zone => ({ ...association, SubnetId: subnetOf(place, zone), Main: false })),
  })
  for (const { shape } of instances)
    place.add('ec2:network-interface', {
      NetworkInterfaceId: `eni-0${place.hex(`interface ${shape.InstanceId}`, 16)}`,
      ...{ ...owner, SubnetId: shape.SubnetId, Status: 'in-use', InterfaceType: 'interface', Description: '' },
      PrivateIpAddress: shape.PrivateIpAddress,
      Groups: shape.SecurityGroups,
      Attachment: {
        InstanceId: shape.InstanceId,
        InstanceOwnerId: place.accountId,
        DeviceIndex: 0,
        Status: 'attached',
      },
      TagSet: [],
    })
  // Paid for and used by nothing.
  place.add('ec2:elastic-ip', {
    ...{ AllocationId: `eipalloc-0${place.hex('address', 16)}`, PublicIp: '203.0.113.99', Domain: 'vpc', Tags: [] },
  })
  for (const volume of place.state.volumes.slice(0, 2)) {
    const SnapshotId = `snap-0${place.hex(`snapshot ${volume.VolumeId}`, 16)}`
    place.add('ec2:snapshot', {
      SnapshotId,
      ...{ VolumeId: volume.VolumeId, VolumeSize: volume.Size, OwnerId: place.accountId, State: 'completed' },
      ...{ Progress: '100%', StartTime: daysBefore(place, 12), Encrypted: volume.Encrypted, StorageTier: 'standard' },
      ...named('snapshot', SnapshotId, `${env}-backup`),
    })
  }
  // What somebody else shares with everybody.
  place.add('ec2:snapshot', {
    ...{ SnapshotId: 'snap-0fedcba9876543210', VolumeId: 'vol-ffffffff', VolumeSize: 8, OwnerId: '099720109477' },
    ...{ State: 'completed', Progress: '100%', StartTime: daysBefore(place, 90), Encrypted: false, Tags: [] },
  })
}

/** A transit gateway to the office, by a VPN of two tunnels; `bytes` a minute. */
export function addOffice(place: Place, env: string, tags: Tags, bytes: Signal): void {
  const { accountId, state } = place
  const TransitGatewayId = `tgw-0${place.hex('transit gateway', 16)}`
  const VpnConnectionId = `vpn-0${place.hex('vpn', 16)}`
  const arn = place.arn('ec2', `transit-gateway/${TransitGatewayId}`)
  place.tag(arn, { Name: `${env}-transit`, ...tags })
  place.add('ec2:transit-gateway', {
    ...{
      TransitGatewayId,
      TransitGatewayArn: arn,
      OwnerId: accountId,
      State: 'available',
      Description: 'To the office',
    },
    ...{ CreationTime: daysBefore(place, 800), Tags: tagList({ Name: `${env}-transit`, ...tags }) },
  })
  const owners = { TransitGatewayId, TransitGatewayOwnerId: accountId, ResourceOwnerId: accountId, State: 'available' }
  for (const [ResourceType, ResourceId] of [
    ['vpc', state.vpcId],
    ['vpn', VpnConnectionId],
  ] as const) {
    const TransitGatewayAttachmentId = `tgw-attach-0${place.hex(`attachment ${ResourceType}`, 16)}`
    place.add('ec2:transit-gateway-attachment', {
      ...{ ...owners, TransitGatewayAttachmentId, ResourceType, ResourceId, CreationTime: daysBefore(place, 800) },
      Tags: [],
    })
    if (ResourceType === 'vpc')
      place.metrics(
        'AWS/TransitGateway',
        { TransitGateway: TransitGatewayId, TransitGatewayAttachment: TransitGatewayAttachmentId },
        timings.minute,
        [['BytesIn', 'Bytes', tally(m => bytes(m) * 0.6)]],
      )
  }
  place.metrics('AWS/TransitGateway', { TransitGateway: TransitGatewayId }, timings.minute, [
    ['BytesIn', 'Bytes', tally(bytes)],
    ['BytesOut', 'Bytes', tally(bytes)],
    ['PacketDropCountBlackhole', 'Count', tally(() => 0)],
  ])
  const tunnels = ['198.51.100.11', '198.51.100.12']
  place.tag(place.arn('ec2', `vpn-connection/${VpnConnectionId}`), { Name: `${env}-office`, ...tags })
  place.add('ec2:vpn-connection', {
    ...{ VpnConnectionId, TransitGatewayId, State: 'available', Type: 'ipsec.1', Category: 'VPN' },
    CustomerGatewayId: `cgw-0${place.hex('customer gateway', 16)}`,
    // AWS sends the keys along. Whoever keeps this has kept a secret.
    CustomerGatewayConfiguration: '<vpn_connection><pre_shared_key>not-to-be-kept</pre_shared_key></vpn_connection>',
    VgwTelemetry: tunnels.map((OutsideIpAddress, n) => ({
      ...{ OutsideIpAddress, AcceptedRouteCount: n === 0 ? 3 : 0, Status: n === 0 ? 'UP' : 'DOWN', StatusMessage: '' },
      LastStatusChange: daysBefore(place, 6),
    })),
    Tags: tagList({ Name: `${env}-office`, ...tags }),
  })
  place.metrics('AWS/VPN', { VpnId: VpnConnectionId }, timings.minute, [
    ['TunnelState', 'None', reading(() => 0.5)],
    ['TunnelDataIn', 'Bytes', tally(m => bytes(m) * 0.4)],
  ])
  for (const [n, TunnelIpAddress] of tunnels.entries())
    place.metrics('AWS/VPN', { TunnelIpAddress }, timings.minute, [['TunnelState', 'None', reading(() => 1 - n)]])
  const ClientVpnEndpointId = `cvpn-endpoint-0${place.hex('client vpn', 16)}`
  place.add('ec2:client-vpn-endpoint', {
    ...{ ClientVpnEndpointId, Status: { Code: 'available' }, ClientCidrBlock: '10.200.0.0/16', VpcId: state.vpcId },
    ...{ SplitTunnel: true, TransportProtocol: 'udp', VpnPort: 443, Tags: [], CreationTime: '2025-02-01T09:00:00' },
  })
  place.metrics('AWS/ClientVPN', { Endpoint: ClientVpnEndpointId }, timings.fiveMinutes, [
    ['ActiveConnectionsCount', 'Count', tally(m => 3 + bytes(m) / 4e6)],
  ])
}

/** An interface endpoint to a service of AWS's, and a service of the shop's that others reach by theirs. */
export function addPrivateLinks(place: Place, env: string, tags: Tags, connections: Signal): void {
  const { vpcId: VpcId } = place.state
  const VpcEndpointId = `vpce-0${place.hex('endpoint', 16)}`
  const ServiceId = `vpce-svc-0${place.hex('endpoint service', 16)}`
  const ServiceName = `com.amazonaws.${place.region}.sqs`
  place.tag(place.arn('ec2', `vpc-endpoint/${VpcEndpointId}`), { Name: `${env}-sqs`, ...tags })
  place.add('ec2:vpc-endpoint', {
    ...{ VpcEndpointId, VpcEndpointType: 'Interface', VpcId, ServiceName, State: 'available', PrivateDnsEnabled: true },
    ...{ SubnetIds: [subnetOf(place, 'a')], RouteTableIds: [], Groups: [], RequesterManaged: false },
    ...{ CreationTimestamp: daysBefore(place, 300), Tags: tagList({ Name: `${env}-sqs`, ...tags }) },
  })
  place.add('ec2:vpc-endpoint-service', {
    ...{ ServiceId, ServiceName: `com.amazonaws.vpce.${place.region}.${ServiceId}`, ServiceState: 'Available' },
    ...{
      ServiceType: [{ ServiceType: 'Interface' }],
      AvailabilityZones: [`${place.region}a`],
      AcceptanceRequired: true,
    },
    Tags: [],
  })
  const endpoint = {
    'Endpoint Type': 'Interface',
    'Service Name': ServiceName,
    'VPC Endpoint Id': VpcEndpointId,
    'VPC Id': VpcId,
  }
  place.metrics('AWS/PrivateLinkEndpoints', endpoint, timings.minute, [
    ['ActiveConnections', 'Count', tally(connections)],
    ['BytesProcessed', 'Bytes', tally(m => connections(m) * 41_000)],
  ])
  place.metrics('AWS/PrivateLinkServices', { 'Service Id': ServiceId }, timings.minute, [
    ['EndpointsCount', 'Count', reading(() => 2)],
  ])
}

/** The shop's zone and a check of its front page, of the whole account: Route 53 is asked in Virginia. */
export function addDns(place: Place, domain: string, tags: Tags, queries: Signal): void {
  const zone = `Z${place.hex(`zone ${domain}`, 19).toUpperCase()}`
  const check = `${place.hex(`check ${domain}`, 8)}-0000-4000-8000-${place.hex(`check id ${domain}`, 12)}`
  place.tag(place.globalArn('route53', `:hostedzone/${zone}`), tags)
  place.add('route53:hostedzone', {
    ...{ Id: `/hostedzone/${zone}`, Name: `${domain}.`, CallerReference: domain, ResourceRecordSetCount: 14 },
    Config: { PrivateZone: false },
  })
  place.add('route53:healthcheck', {
    ...{ Id: check, CallerReference: domain, HealthCheckVersion: 1 },
    HealthCheckConfig: {
      ...{ Type: 'HTTPS', FullyQualifiedDomainName: `www.${domain}`, Port: 443, ResourcePath: '/healthz' },
      ...{ RequestInterval: 30, FailureThreshold: 3, MeasureLatency: true, Inverted: false, Disabled: false },
    },
  })
  place.metrics('AWS/Route53', { HealthCheckId: check }, timings.minute, [
    ['HealthCheckStatus', 'None', reading(() => 1)],
    ['HealthCheckPercentageHealthy', 'Percent', reading(() => 100)],
  ])
  place.metrics('AWS/Route53', { HostedZoneId: zone }, timings.minute, [['DNSQueries', 'Count', tally(queries)]])
}
