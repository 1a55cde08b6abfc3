// What AWS publishes of moving and bridging storage; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, perRequest, reserve } from '../kinds.ts'

export const storage: ServiceDefinition[] = [
  defineService({
    id: 'datasync',
    title: 'AWS DataSync',
    namespaces: [
      {
        namespace: 'AWS/DataSync',
        period: 300,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Bytes',
            `
              BytesPreparedDestination BytesPreparedSource BytesTransferred BytesVerifiedDestination
              BytesVerifiedSource BytesWritten
            `,
          ),
          ...each(
            level,
            'Count',
            `
              FilesPreparedDestination FilesPreparedSource FilesTransferred FilesVerifiedDestination
              FilesVerifiedSource
            `,
          ),
        ],
        dimensions: ['AgentId', 'TaskId'],
        grain: [],
        associations: [
          { resourceType: 'datasync:task', arn: /:task\/(?<TaskId>[^/]+)$/ },
          { resourceType: 'datasync:agent', arn: /:agent\/(?<AgentId>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'storagegateway',
    title: 'AWS Storage Gateway',
    namespaces: [
      {
        namespace: 'AWS/StorageGateway',
        period: 300,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Bytes', 'CloudBytesDownloaded ReadBytes WriteBytes'),
          ...each(gauge, 'Bytes', 'CacheUsed QueuedWrites TotalCacheSize UploadBufferUsed WorkingStorageUsed'),
          ...each(
            gauge,
            'Percent',
            `
              CachePercentDirty CachePercentUsed UploadBufferPercentUsed WorkingStoragePercentUsed
            `,
          ),
          gauge('TimeSinceLastRecoveryPoint', 'Seconds'),
          ...each(level, 'Count', 'CloudBytesUploaded CloudDownloadLatency'),
          ...each(perRequest, 'Milliseconds', 'ReadTime WriteTime'),
          ...each(reserve, 'Bytes', 'CacheFree UploadBufferFree WorkingStorageFree'),
          reserve('CacheHitPercent', 'Percent'),
        ],
        dimensions: ['GatewayId', 'GatewayName', 'VolumeId', 'ShareId'],
        grain: [],
        associations: [
          { resourceType: 'storagegateway:gateway', arn: /:gateway\/(?<GatewayId>[^/]+)$/ },
          { resourceType: 'storagegateway:share', arn: /:share\/(?<ShareId>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
]
