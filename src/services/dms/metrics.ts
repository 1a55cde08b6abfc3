// What AWS/DMS publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { each, gauge, perRequest, reserve } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/DMS',
    period: 60,
    publicationDelay: 180,
    metrics: [
      gauge('SwapUsage', 'Bytes'),
      ...each(
        gauge,
        'Bytes/Second',
        `
          NetworkReceiveThroughput NetworkTransmitThroughput ReadThroughput WriteThroughput
        `,
      ),
      ...each(
        gauge,
        'Count',
        `
          CDCChangesDiskSource CDCChangesDiskTarget CDCChangesMemorySource CDCChangesMemoryTarget
          CDCIncomingChanges
        `,
      ),
      ...each(
        gauge,
        'Count/Second',
        `
          CDCThroughputRowsSource CDCThroughputRowsTarget FullLoadThroughputRowsSource
          FullLoadThroughputRowsTarget ReadIOPS WriteIOPS
        `,
      ),
      ...each(
        gauge,
        'Kilobytes/Second',
        `
          CDCThroughputBandwidthSource CDCThroughputBandwidthTarget FullLoadThroughputBandwidthSource
          FullLoadThroughputBandwidthTarget
        `,
      ),
      gauge('CPUUtilization', 'Percent'),
      ...each(gauge, 'Seconds', 'CDCLatencySource CDCLatencyTarget'),
      ...each(perRequest, 'Milliseconds', 'ReadLatency WriteLatency'),
      ...each(reserve, 'Bytes', 'AvailableMemory FreeStorageSpace FreeableMemory'),
    ],
    dimensions: ['ReplicationInstanceIdentifier', 'ReplicationTaskIdentifier'],
    grain: [],
    associations: [
      { resourceType: 'dms:task', arn: /:task:(?<ReplicationTaskIdentifier>[^:]+)$/ },
      { resourceType: 'dms:rep', arn: /:rep:/, facts: { ReplicationInstanceIdentifier: 'name' } },
    ],
  },
]
