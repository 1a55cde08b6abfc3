// What AWS publishes of address management, wide networks, probes and VPC Lattice; of the resources only what the tagging API tells.
import { HOUR, SECOND } from '../../core/clock.ts'
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, perRequest, untold } from '../kinds.ts'

export const networking: ServiceDefinition[] = [
  defineService({
    id: 'ipam',
    title: 'Amazon VPC IPAM',
    namespaces: [
      {
        namespace: 'AWS/IPAM',
        period: HOUR / SECOND,
        publicationDelay: 3600,
        metrics: [...each(gauge, 'Percent', 'PublicIPv4PoolIPUsage SubnetIPUsage VpcIPUsage')],
        dimensions: ['IpamPoolId'],
        grain: [],
        associations: [{ resourceType: 'ec2:ipam-pool', arn: /:ipam-pool\/(?<IpamPoolId>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'networkmanager',
    title: 'AWS Network Manager and Cloud WAN',
    namespaces: [
      {
        namespace: 'AWS/NetworkManager',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'BytesIn BytesOut'),
          ...each(
            counter,
            'Count',
            `
              PacketDropCountBlackhole PacketDropCountNoRoute PacketDropTTLExpired PacketsIn PacketsOut
            `,
          ),
          ...each(gauge, 'Bytes', 'BytesDropCountBlackhole BytesDropCountNoRoute'),
        ],
        dimensions: ['Attachment', 'AvailabilityZone', 'CoreNetwork', 'EdgeLocation'],
        grain: [],
        associations: [
          { resourceType: 'networkmanager:attachment', arn: /:attachment\/(?<Attachment>[^/]+)$/ },
          { resourceType: 'networkmanager:core-network', arn: /:core-network\/(?<CoreNetwork>[^/]+)$/ },
        ],
      },
      {
        namespace: 'AWS/Network Manager',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'BytesIn BytesOut'),
          ...each(
            counter,
            'Count',
            `
              PacketDropCountBlackhole PacketDropCountNoRoute PacketDropTTLExpired PacketsIn PacketsOut
            `,
          ),
          ...each(gauge, 'Bytes', 'BytesDropCountBlackhole BytesDropCountNoRoute'),
        ],
        dimensions: ['Attachment', 'AvailabilityZone', 'CoreNetwork', 'EdgeLocation'],
        grain: [],
        associations: [
          { resourceType: 'networkmanager:attachment', arn: /:attachment\/(?<Attachment>[^/]+)$/ },
          { resourceType: 'networkmanager:core-network', arn: /:core-network\/(?<CoreNetwork>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'networkmonitor',
    title: 'Amazon CloudWatch Network Monitor',
    namespaces: [
      {
        namespace: 'AWS/NetworkMonitor',
        period: 60,
        publicationDelay: 180,
        metrics: [gauge('HealthIndicator', 'None'), gauge('PacketLoss', 'Percent'), untold('RTT', 'None')],
        dimensions: ['Monitor', 'Probe'],
        grain: [],
        associations: [{ resourceType: 'networkmonitor:monitor', arn: /:monitor\/(?<Monitor>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'vpc-lattice',
    title: 'Amazon VPC Lattice',
    namespaces: [
      {
        namespace: 'AWS/VpcLattice',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'TotalReceivedConnectionBytes TotalSentConnectionBytes'),
          ...each(
            counter,
            'Count',
            `
              HTTPCode_2XX_Count HTTPCode_3XX_Count HTTPCode_4XX_Count HTTPCode_5XX_Count TotalConnectionCount
              TotalRequestCount
            `,
          ),
          perRequest('RequestTime', 'Milliseconds'),
        ],
        dimensions: ['AvailabilityZone', 'Service', 'TargetGroup'],
        grain: [],
        associations: [
          { resourceType: 'vpc-lattice:service', arn: /:service\/(?<Service>[^/]+)$/ },
          { resourceType: 'vpc-lattice:targetgroup', arn: /:targetgroup\/(?<TargetGroup>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
]
