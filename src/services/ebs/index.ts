// Amazon EBS: volumes and snapshots.
import type { Volume } from '@aws-sdk/client-ec2'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { countedByState, gibibyte, numberOf, textOf } from '../derived.ts'
import { arnsIn, describe, labelRecord, related, tagRecord } from '../facts.ts'
import { metrics } from './metrics.ts'
import { snapshots } from './snapshots.ts'

/** EBS's own checks of a volume; `insufficient-data` while they are incomplete. */
const statuses = ['ok', 'impaired', 'warning', 'insufficient-data'] as const

function volumeFacts(context: ReadContext, volume: Volume, id: string, status: string | undefined): ResourceFacts {
  const tags = tagRecord(volume.Tags)
  return {
    arn: `arn:${context.partition}:ec2:${context.region}:${context.accountId}:volume/${id}`,
    name: tags.Name ?? id,
    tags,
    labels: labelRecord({
      'volume-name': tags.Name,
      'volume-type': volume.VolumeType,
      'availability-zone': volume.AvailabilityZone,
      'instance-id': volume.Attachments?.[0]?.InstanceId,
    }),
    attributes: {
      ...describe(volume, [
        'VolumeId',
        'VolumeType',
        'State',
        'Size',
        'Iops',
        'Throughput',
        'Encrypted',
        'KmsKeyId',
        'AvailabilityZone',
        'SnapshotId',
        'CreateTime',
        'MultiAttachEnabled',
        'Attachments',
      ]),
      ...(status !== undefined && { VolumeStatus: status }),
    },
    ...related(
      [
        'attached to',
        ...(volume.Attachments ?? []).map(({ InstanceId }) => arnsIn(context, 'ec2')('instance', InstanceId)),
      ],
      ['uses', volume.KmsKeyId],
    ),
  }
}

const volumes: ResourceDefinition = {
  type: 'ec2:volume',
  title: 'EBS volumes',
  actions: [
    {
      action: 'ec2:DescribeVolumes',
      why: 'Lists EBS volumes with their tags, type, size and the instance they are attached to.',
    },
    {
      action: 'ec2:DescribeVolumeStatus',
      why: 'Reads what EBS’s own checks say of each volume: whether its I/O works.',
    },
  ],
  scope: 'regional',
  labels: ['volume-name', 'volume-type', 'availability-zone', 'instance-id'],
  derived: [
    {
      name: 'aws.ebs.volume_size',
      unit: 'Bytes',
      description: 'How large the volume is.',
      value: numberOf('Size', gibibyte),
    },
    ...statuses.map(status => ({
      name: `aws.ebs.status.${status.replace('-', '_')}`,
      unit: 'Count',
      description: `1 while EBS’s checks say \`${status}\` of the volume, else 0.`,
      value: (resource: ResourceFacts) => {
        const own = textOf(resource, 'VolumeStatus')
        return own === undefined ? null : Number(own === status)
      },
    })),
    countedByState('aws.ebs.volumes', 'EBS volumes', 'State'),
  ],
  async *list(context) {
    const { EC2Client, paginateDescribeVolumes, paginateDescribeVolumeStatus } = await import('@aws-sdk/client-ec2')
    const client = context.client(EC2Client)
    const checked = new Map<string | undefined, string | undefined>()
    for await (const page of paginateDescribeVolumeStatus({ client, pageSize: 1000 }, {}))
      for (const { VolumeId, VolumeStatus } of page.VolumeStatuses ?? []) checked.set(VolumeId, VolumeStatus?.Status)
    const pages = paginateDescribeVolumes({ client, pageSize: 500 }, {})
    for await (const page of pages) {
      yield (page.Volumes ?? []).flatMap(volume =>
        volume.VolumeId ? volumeFacts(context, volume, volume.VolumeId, checked.get(volume.VolumeId)) : [],
      )
    }
  },
}

export const ebs = defineService({
  id: 'ebs',
  title: 'Amazon EBS',
  namespaces: [
    {
      namespace: 'AWS/EBS',
      // Some volume types publish each minute, some every five; read at 300 s both are whole.
      period: 300,
      publicationDelay: 300,
      metrics,
      dimensions: ['VolumeId', 'SnapshotId', 'AvailabilityZone'],
      grain: [['VolumeId']],
      associations: [{ resourceType: 'ec2:volume', arn: /:volume\/(?<VolumeId>vol-[0-9a-f]+)$/ }],
      // Who limits EC2 to some instances means their volumes too (public API, tag_filters).
      filteredWith: { namespace: 'AWS/EC2', resourceType: 'ec2:instance', label: 'instance-id' },
    },
  ],
  resources: [volumes, snapshots],
})
