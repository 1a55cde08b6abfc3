// EBS snapshots that the account itself owns; those that others share with it, and AWS's own, are many and not its.
import type { Snapshot } from '@aws-sdk/client-ec2'
import { ageOf } from '../derived.ts'
import { ec2Resource } from '../ec2-resource.ts'

export const snapshots = ec2Resource<Snapshot>({
  type: 'snapshot',
  title: 'EBS snapshots',
  action: 'DescribeSnapshots',
  why: 'Lists the account’s own EBS snapshots with their tags, size and volume. No block is read.',
  id: snapshot => snapshot.SnapshotId,
  labels: snapshot => ({ volumeid: snapshot.VolumeId, storage_tier: snapshot.StorageTier }),
  labelNames: ['volumeid', 'storage_tier'],
  attributes: [
    'SnapshotId',
    'VolumeId',
    'VolumeSize',
    'State',
    'StateMessage',
    'Progress',
    'StartTime',
    'CompletionTime',
    'StorageTier',
    'Encrypted',
    'Description',
  ],
  relations: (snapshot, arn) => [
    // What came of a copy names a volume that never was.
    ['part of', snapshot.VolumeId === 'vol-ffffffff' ? undefined : arn('volume', snapshot.VolumeId)],
    ['uses', snapshot.KmsKeyId],
  ],
  derived: [
    {
      name: 'aws.ebs.snapshot_age',
      unit: 'Seconds',
      description: 'How long ago the snapshot was begun.',
      value: ageOf('StartTime'),
    },
  ],
  async *pages({ paginateDescribeSnapshots }, client) {
    for await (const page of paginateDescribeSnapshots({ client, pageSize: 1000 }, { OwnerIds: ['self'] }))
      yield page.Snapshots ?? []
  },
})
