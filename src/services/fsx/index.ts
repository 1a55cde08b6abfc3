// Amazon FSx: file systems for Windows File Server, Lustre, NetApp ONTAP and OpenZFS.
import type { FileSystem } from '@aws-sdk/client-fsx'
import {
  defineService,
  type MetricDefinition,
  type ReadContext,
  type ResourceDefinition,
  type ResourceFacts,
} from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related, tagRecord } from '../facts.ts'
import { countedBy, counter, fact, gauge, reserve } from '../kinds.ts'

const gauges = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => gauge(name, unit))
const counters = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => counter(name, unit))
/** Lustre publishes a point for each of its disks a minute: their sum is the file system's. */
const perDisk = (name: string): MetricDefinition => ({ name, unit: 'Bytes', statistics: ['Sum', 'Minimum'] })

/**
 * https://docs.aws.amazon.com/fsx/latest/WindowsGuide/fsx-windows-metrics.html, LustreGuide/fs-metrics.html,
 * ONTAPGuide/monitoring-cloudwatch.html and OpenZFSGuide/monitoring-cloudwatch.html
 */
const metrics: MetricDefinition[] = [
  ...counters('Bytes', 'DataReadBytes', 'DataWriteBytes', 'DiskReadBytes', 'DiskWriteBytes'),
  ...counters('Count', 'DataReadOperations', 'DataWriteOperations', 'MetadataOperations'),
  ...counters('Count', 'DiskReadOperations', 'DiskWriteOperations'),
  gauge('ClientConnections', 'Count'),
  ...gauges('Percent', 'CPUUtilization', 'MemoryUtilization', 'NetworkThroughputUtilization'),
  ...gauges('Percent', 'FileServerDiskThroughputUtilization', 'FileServerDiskIopsUtilization'),
  ...gauges('Percent', 'DiskThroughputUtilization', 'DiskIopsUtilization', 'StorageCapacityUtilization'),
  ...['FileServerDiskThroughputBalance', 'FileServerDiskIopsBalance', 'DiskThroughputBalance'].map(name =>
    reserve(name, 'Percent'),
  ),
  reserve('FreeStorageCapacity', 'Bytes'),
  fact('DeduplicationSavedStorage', 'Bytes'),
  ...['FreeDataStorageCapacity', 'LogicalDiskUsage', 'PhysicalDiskUsage'].map(perDisk),
  fact('StorageUsed', 'Bytes'),
  fact('LogicalDataStored', 'Bytes'),
  fact('UsedStorageCapacity', 'Bytes'),
  gauge('CompressionRatio', 'None'),
  gauge('NfsBadCalls', 'Count'),
  // ONTAP has it by tier, and again of each volume.
  ...countedBy([['FileSystemId'], ['FileSystemId', 'StorageTier', 'DataType']], [fact('StorageCapacity', 'Bytes')]),
  ...countedBy(
    [['FileSystemId', 'VolumeId']],
    [
      ...counters('Seconds', 'DataReadOperationTime', 'DataWriteOperationTime', 'MetadataOperationTime'),
      fact('FilesUsed', 'Count'),
      fact('FilesCapacity', 'Count'),
    ],
  ),
]

function fileSystemFacts(context: ReadContext, system: FileSystem, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const tags = tagRecord(system.Tags)
  return {
    arn,
    name: tags.Name ?? system.FileSystemId ?? arn,
    tags,
    labels: labelRecord({ file_system_type: system.FileSystemType, storage_type: system.StorageType }),
    attributes: describe(system, [
      'FileSystemId',
      'FileSystemType',
      'FileSystemTypeVersion',
      'Lifecycle',
      'StorageCapacity',
      'StorageType',
      'VpcId',
      'SubnetIds',
      'DNSName',
      'CreationTime',
    ]),
    ...related(
      ['in', ec2('vpc', system.VpcId), ...(system.SubnetIds ?? []).map(id => ec2('subnet', id))],
      ['uses', system.KmsKeyId],
    ),
  }
}

const fileSystems: ResourceDefinition = {
  type: 'fsx:file-system',
  title: 'FSx file systems',
  actions: [
    {
      action: 'fsx:DescribeFileSystems',
      why: 'Lists FSx file systems with their tags, kind, size and network. No file is seen.',
    },
  ],
  scope: 'regional',
  labels: ['file_system_type', 'storage_type'],
  async *list(context) {
    const { FSxClient, paginateDescribeFileSystems } = await import('@aws-sdk/client-fsx')
    for await (const page of paginateDescribeFileSystems({ client: context.client(FSxClient), pageSize: 100 }, {})) {
      yield (page.FileSystems ?? []).flatMap(system =>
        system.ResourceARN ? fileSystemFacts(context, system, system.ResourceARN) : [],
      )
    }
  },
}

export const fsx = defineService({
  id: 'fsx',
  title: 'Amazon FSx',
  namespaces: [
    {
      namespace: 'AWS/FSx',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['FileSystemId', 'VolumeId', 'StorageTier', 'DataType'],
      grain: [['FileSystemId']],
      otherSets: [
        ['FileSystemId', 'VolumeId'],
        ['FileSystemId', 'StorageTier', 'DataType'],
        ['FileSystemId', 'VolumeId', 'StorageTier', 'DataType'],
      ],
      associations: [{ resourceType: 'fsx:file-system', arn: /:file-system\/(?<FileSystemId>fs-[0-9a-f]+)$/ }],
    },
  ],
  resources: [fileSystems],
})
