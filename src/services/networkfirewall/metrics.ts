// What AWS/NetworkFirewall publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/NetworkFirewall',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          DroppedPackets InvalidDroppedPackets OtherDroppedPackets Packets PassedPackets ReceivedPackets
          RejectedPackets StreamExceptionPolicyPackets TLSDroppedPackets TLSErrors TLSPassedPackets
          TLSReceivedPackets TLSRejectedPackets TLSRevocationStatusOKConnections
          TLSRevocationStatusRevokedConnections TLSRevocationStatusUnknownConnections TLSTimedOutConnections
        `,
      ),
    ],
    dimensions: ['AvailabilityZone', 'CustomAction', 'Engine', 'FirewallName'],
    grain: [],
    associations: [{ resourceType: 'network-firewall:firewall', arn: /:firewall\/(?<FirewallName>[^/]+)$/ }],
  },
]
