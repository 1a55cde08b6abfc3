// What AWS publishes of MediaConnect: flows, bridges, sources and outputs; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, untold } from '../kinds.ts'

export const mediaconnect: ServiceDefinition[] = [
  defineService({
    id: 'mediaconnect',
    title: 'AWS Elemental MediaConnect',
    namespaces: [
      {
        namespace: 'AWS/MediaConnect',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'OutputTotalBytes SourceTotalBytes'),
          ...each(
            counter,
            'Count',
            `
              ARQRequests CATError CRCError ConnectionAttempts DroppedPackets EgressBridgeCATError
              EgressBridgeCRCError EgressBridgeDroppedPackets EgressBridgeNotRecoveredPackets EgressBridgePATError
              EgressBridgePCRAccuracyError EgressBridgePCRError EgressBridgePIDError EgressBridgePMTError
              EgressBridgePTSError EgressBridgeRecoveredPackets EgressBridgeSourceCATError
              EgressBridgeSourceCRCError EgressBridgeSourceDroppedPackets EgressBridgeSourceNotRecoveredPackets
              EgressBridgeSourcePATError EgressBridgeSourcePCRAccuracyError EgressBridgeSourcePCRError
              EgressBridgeSourcePIDError EgressBridgeSourcePMTError EgressBridgeSourcePTSError
              EgressBridgeSourceRecoveredPackets EgressBridgeSourceTSByteError EgressBridgeSourceTotalPackets
              EgressBridgeSourceTransportError EgressBridgeTSByteError EgressBridgeTotalPackets
              EgressBridgeTransportError IngressBridgeCATError IngressBridgeCRCError IngressBridgeDroppedPackets
              IngressBridgeNotRecoveredPackets IngressBridgePATError IngressBridgePCRAccuracyError
              IngressBridgePCRError IngressBridgePIDError IngressBridgePMTError IngressBridgePTSError
              IngressBridgeRecoveredPackets IngressBridgeSourceARQRequests IngressBridgeSourceCATError
              IngressBridgeSourceCRCError IngressBridgeSourceDroppedPackets IngressBridgeSourceFECPackets
              IngressBridgeSourceNotRecoveredPackets IngressBridgeSourceOverflowPackets
              IngressBridgeSourcePATError IngressBridgeSourcePCRAccuracyError IngressBridgeSourcePCRError
              IngressBridgeSourcePIDError IngressBridgeSourcePMTError IngressBridgeSourcePTSError
              IngressBridgeSourceRecoveredPackets IngressBridgeSourceTSByteError IngressBridgeSourceTotalPackets
              IngressBridgeSourceTransportError IngressBridgeTSByteError IngressBridgeTotalPackets
              IngressBridgeTransportError MaintenanceCanceled MaintenanceFailed MaintenanceStarted
              MaintenanceSucceeded NotRecoveredPackets OutputDroppedPayloads OverflowPackets PATError
              PCRAccuracyError PCRError PIDError PMTError PTSError RecoveredPackets SourceARQRequests
              SourceCATError SourceCRCError SourceDroppedPackets SourceDroppedPayloads SourceFECPackets
              SourceMissingPackets SourceNotRecoveredPackets SourceOverflowPackets SourcePATError
              SourcePCRAccuracyError SourcePCRError SourcePIDError SourcePMTError SourcePTSError
              SourceRecoveredPackets SourceTSByteError SourceTotalPackets SourceTransportError TSByteError
              TotalPackets TransportError
            `,
          ),
          ...each(
            gauge,
            'None',
            `
              Connected ConnectedOutputs EgressBridgeMergeActive EgressBridgeSourceMergeActive
              IngressBridgeMergeActive IngressBridgeSourceMergeActive MergeActive OutputConnected SourceConnected
              SourceMergeActive SourceMergeStatusWarnMismatch SourceMergeStatusWarnSolo Uptime
            `,
          ),
          ...each(
            gauge,
            'Percent',
            `
              EgressBridgePacketLossPercent EgressBridgeSourcePacketLossPercent IngressBridgePacketLossPercent
              IngressBridgeSourcePacketLossPercent PacketLossPercent SourcePacketLossPercent
            `,
          ),
          ...each(
            untold,
            'None',
            `
              ARQRecovered BitRate ConsecutiveDrops ConsecutiveNotRecovered ContinuityCounter Disconnections
              EgressBridgeBitRate EgressBridgeContinuityCounter EgressBridgeFailoverSwitches
              EgressBridgeSourceBitRate EgressBridgeSourceContinuityCounter EgressBridgeSourceMergeLatency
              EgressBridgeSourceTSSyncLoss EgressBridgeTSSyncLoss FailoverSwitches IngressBridgeBitRate
              IngressBridgeContinuityCounter IngressBridgeFailoverSwitches IngressBridgeSourceARQRecovered
              IngressBridgeSourceBitRate IngressBridgeSourceContinuityCounter IngressBridgeSourceFECRecovered
              IngressBridgeSourceMergeLatency IngressBridgeSourceRoundTripTime IngressBridgeSourceTSSyncLoss
              IngressBridgeTSSyncLoss Jitter Latency MaintenanceRescheduled MaintenanceScheduled MergeLatency
              OutputDisconnections OutputLatePayloads OutputTotalPayloads RoundTripTime SourceARQRecovered
              SourceBitRate SourceContinuityCounter SourceDisconnections SourceFECRecovered SourceLatePayloads
              SourceMergeLatency SourceRoundTripTime SourceSelected SourceTSSyncLoss SourceTotalPayloads
              TSSyncLoss
            `,
          ),
        ],
        dimensions: ['AvailabilityZone', 'FlowARN', 'SourceARN', 'OutputARN'],
        grain: [],
        associations: [
          { resourceType: 'mediaconnect:output', arn: /^(?<OutputARN>.+)$/ },
          { resourceType: 'mediaconnect:source', arn: /^(?<SourceARN>.+)$/ },
          { resourceType: 'mediaconnect:flow', arn: /^(?<FlowARN>.+)$/ },
        ],
      },
    ],
    resources: [],
  }),
]
