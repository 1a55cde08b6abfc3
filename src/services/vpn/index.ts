// AWS VPN: Site-to-Site VPN connections and Client VPN endpoints.
import type { ClientVpnEndpoint, VpnConnection } from '@aws-sdk/client-ec2'
import { defineService, type MetricDefinition } from '../../core/define.ts'
import { countOf } from '../derived.ts'
import { ec2Resource } from '../ec2-resource.ts'
import { describe } from '../facts.ts'
import { counter, gauge, reserve } from '../kinds.ts'

/** https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html */
const siteMetrics: MetricDefinition[] = [
  // 1 while up, between 0 and 1 while one of two tunnels is.
  reserve('TunnelState', 'None'),
  counter('TunnelDataIn', 'Bytes'),
  counter('TunnelDataOut', 'Bytes'),
]

/** https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/monitoring-cloudwatch.html */
const clientMetrics: MetricDefinition[] = [
  gauge('ActiveConnectionsCount', 'Count'),
  counter('AuthenticationFailures'),
  reserve('CrlDaysToExpiry', 'Count'),
  counter('EgressBytes', 'Bytes'),
  counter('EgressPackets'),
  counter('IngressBytes', 'Bytes'),
  counter('IngressPackets'),
  counter('SelfServicePortalClientConfigurationDownloads'),
  ...['Timeouts', 'InvalidResponses', 'OtherExecutionErrors'].map(end => counter(`ClientConnectHandler${end}`)),
  ...['ThrottlingErrors', 'DeniedConnections', 'FailedServiceErrors'].map(end => counter(`ClientConnectHandler${end}`)),
]

const connections = ec2Resource<VpnConnection>({
  type: 'vpn-connection',
  title: 'Site-to-Site VPN connections',
  action: 'DescribeVpnConnections',
  why: 'Lists VPN connections with their tags and tunnels. AWS sends the customer gateway’s configuration along, which is dropped unread.',
  id: connection => (connection.State === 'deleted' ? null : connection.VpnConnectionId),
  labels: ({ TransitGatewayId, VgwTelemetry: [first, second] = [] }) => ({
    transitgateway: TransitGatewayId,
    tunnel_1: first?.OutsideIpAddress,
    tunnel_2: second?.OutsideIpAddress,
  }),
  labelNames: ['transitgateway', 'tunnel_1', 'tunnel_2'],
  // Never CustomerGatewayConfiguration, nor the tunnels' options: they may hold the pre-shared keys.
  attributes: [
    'VpnConnectionId',
    'State',
    'Type',
    'Category',
    'CustomerGatewayId',
    'VpnGatewayId',
    'TransitGatewayId',
    'Routes',
  ],
  moreAttributes: connection => ({
    Tunnels: (connection.VgwTelemetry ?? []).map(tunnel =>
      describe(tunnel, ['OutsideIpAddress', 'Status', 'StatusMessage', 'AcceptedRouteCount', 'LastStatusChange']),
    ),
  }),
  relations: (connection, arn) => [
    ['attached to', arn('transit-gateway', connection.TransitGatewayId), arn('vpn-gateway', connection.VpnGatewayId)],
    ['attached to', arn('customer-gateway', connection.CustomerGatewayId)],
  ],
  derived: [
    {
      name: 'aws.vpn.tunnels_up',
      unit: 'Count',
      description: 'Tunnels of the connection that are up.',
      value: countOf('Tunnels', 'Status', 'UP'),
    },
  ],
  async *pages({ DescribeVpnConnectionsCommand }, client) {
    // AWS has no pages of these.
    const { VpnConnections = [] } = await client.send(new DescribeVpnConnectionsCommand({}))
    yield VpnConnections
  },
})

const endpoints = ec2Resource<ClientVpnEndpoint>({
  type: 'client-vpn-endpoint',
  title: 'Client VPN endpoints',
  action: 'DescribeClientVpnEndpoints',
  why: 'Lists Client VPN endpoints with their tags and network. No client’s connection is read.',
  id: endpoint => (endpoint.Status?.Code === 'deleted' ? null : endpoint.ClientVpnEndpointId),
  attributes: [
    'ClientVpnEndpointId',
    'Description',
    'Status',
    'DnsName',
    'ClientCidrBlock',
    'SplitTunnel',
    'TransportProtocol',
    'VpnPort',
    'VpcId',
    'SessionTimeoutHours',
    'CreationTime',
  ],
  relations: (endpoint, arn) => [
    ['in', arn('vpc', endpoint.VpcId)],
    ['uses', endpoint.ServerCertificateArn, ...(endpoint.SecurityGroupIds ?? []).map(id => arn('security-group', id))],
  ],
  async *pages({ paginateDescribeClientVpnEndpoints }, client) {
    for await (const page of paginateDescribeClientVpnEndpoints({ client, pageSize: 1000 }, {}))
      yield page.ClientVpnEndpoints ?? []
  },
})

export const vpn = defineService({
  id: 'vpn',
  title: 'AWS VPN',
  namespaces: [
    {
      namespace: 'AWS/VPN',
      period: 60,
      publicationDelay: 300,
      metrics: siteMetrics,
      dimensions: ['VpnId', 'TunnelIpAddress'],
      // Again by tunnel.
      grain: [['VpnId']],
      otherSets: [['TunnelIpAddress'], ['VpnId', 'TunnelIpAddress']],
      // A tunnel's metrics may name its address alone.
      associations: [
        { resourceType: 'ec2:vpn-connection', arn: /:vpn-connection\/(?<VpnId>vpn-[0-9a-f]+)$/ },
        { resourceType: 'ec2:vpn-connection', arn: /:vpn-connection\//, facts: { TunnelIpAddress: 'tunnel_1' } },
        { resourceType: 'ec2:vpn-connection', arn: /:vpn-connection\//, facts: { TunnelIpAddress: 'tunnel_2' } },
      ],
    },
    {
      namespace: 'AWS/ClientVPN',
      period: 300,
      publicationDelay: 300,
      metrics: clientMetrics,
      dimensions: ['Endpoint'],
      grain: [['Endpoint']],
      associations: [
        { resourceType: 'ec2:client-vpn-endpoint', arn: /:client-vpn-endpoint\/(?<Endpoint>cvpn-endpoint-[0-9a-f]+)$/ },
      ],
    },
  ],
  resources: [connections, endpoints],
})
