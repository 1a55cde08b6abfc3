// What AWS/DX publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, reserve } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/DX',
    period: 300,
    publicationDelay: 180,
    metrics: [
      ...each(counter, 'Count', 'ConnectionCRCErrorCount ConnectionErrorCount'),
      ...each(
        gauge,
        'Bits/Second',
        `
          ConnectionBpsEgress ConnectionBpsIngress VirtualInterfaceBpsEgress VirtualInterfaceBpsIngress
        `,
      ),
      ...each(
        gauge,
        'Count/Second',
        `
          ConnectionPpsEgress ConnectionPpsIngress VirtualInterfacePpsEgress VirtualInterfacePpsIngress
        `,
      ),
      ...each(
        reserve,
        'None',
        `
          ConnectionEncryptionState ConnectionLightLevelRx ConnectionLightLevelTx ConnectionState
        `,
      ),
    ],
    dimensions: ['ConnectionId', 'OpticalLaneNumber', 'VirtualInterfaceId', 'LagId'],
    grain: [],
    associations: [
      { resourceType: 'directconnect:dxvif', arn: /:dxvif\/(?<VirtualInterfaceId>[^/]+)$/ },
      { resourceType: 'directconnect:dxcon', arn: /:dxcon\/(?<ConnectionId>[^/]+)$/ },
      { resourceType: 'directconnect:dxlag', arn: /:dxlag\/(?<LagId>[^/]+)$/ },
    ],
  },
]
