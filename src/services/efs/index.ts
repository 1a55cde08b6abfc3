// Amazon EFS: file systems.
import type { FileSystemDescription } from '@aws-sdk/client-efs'
import { defineService, type MetricDefinition, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, related, tagRecord } from '../facts.ts'
import { countedBy, counter, fact, gauge, reserve } from '../kinds.ts'

/** Each operation is a sample of so many bytes. */
const operations = (name: string): MetricDefinition => ({ name, unit: 'Bytes', statistics: ['Sum', 'SampleCount'] })

/** https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html */
const metrics: MetricDefinition[] = [
  reserve('BurstCreditBalance', 'Bytes'),
  counter('ClientConnections'),
  gauge('PercentIOLimit', 'Percent'),
  reserve('PermittedThroughput', 'Bytes/Second'),
  operations('MeteredIOBytes'),
  operations('TotalIOBytes'),
  operations('DataReadIOBytes'),
  operations('DataWriteIOBytes'),
  operations('MetadataIOBytes'),
  operations('MetadataReadIOBytes'),
  operations('MetadataWriteIOBytes'),
  // By storage class, one of which is `Total`: to name a class is to count once.
  ...countedBy([['FileSystemId', 'StorageClass']], [{ ...fact('StorageBytes', 'Bytes'), period: 900 }]),
  // Of a replication; AWS documents no dimension set.
  ...countedBy([], [gauge('TimeSinceLastSync', 'Seconds')]),
]

const fileSystemFacts = (system: FileSystemDescription, arn: string): ResourceFacts => ({
  arn,
  name: system.Name ?? system.FileSystemId ?? arn,
  tags: tagRecord(system.Tags),
  labels: labelRecord({ performance_mode: system.PerformanceMode, throughput_mode: system.ThroughputMode }),
  attributes: describe(system, [
    'FileSystemId',
    'Name',
    'LifeCycleState',
    'SizeInBytes',
    'NumberOfMountTargets',
    'PerformanceMode',
    'ThroughputMode',
    'ProvisionedThroughputInMibps',
    'Encrypted',
    'AvailabilityZoneName',
    'FileSystemProtection',
    'CreationTime',
  ]),
  ...related(['uses', system.KmsKeyId]),
})

const fileSystems: ResourceDefinition = {
  type: 'elasticfilesystem:file-system',
  title: 'EFS file systems',
  actions: [
    {
      action: 'elasticfilesystem:DescribeFileSystems',
      why: 'Lists EFS file systems with their tags, size and throughput mode. No file is seen.',
    },
  ],
  scope: 'regional',
  labels: ['performance_mode', 'throughput_mode'],
  async *list(context) {
    const { EFSClient, paginateDescribeFileSystems } = await import('@aws-sdk/client-efs')
    for await (const page of paginateDescribeFileSystems({ client: context.client(EFSClient), pageSize: 100 }, {})) {
      yield (page.FileSystems ?? []).flatMap(system =>
        system.FileSystemArn ? fileSystemFacts(system, system.FileSystemArn) : [],
      )
    }
  },
}

export const efs = defineService({
  id: 'elasticfilesystem',
  title: 'Amazon EFS',
  namespaces: [
    {
      namespace: 'AWS/EFS',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['FileSystemId', 'StorageClass', 'DestinationFileSystemId'],
      grain: [['FileSystemId']],
      associations: [
        { resourceType: 'elasticfilesystem:file-system', arn: /:file-system\/(?<FileSystemId>fs-[0-9a-f]+)$/ },
      ],
    },
  ],
  resources: [fileSystems],
})
