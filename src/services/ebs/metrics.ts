// What AWS/EBS publishes: https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html
import type { MetricDefinition } from '../../core/define.ts'
import { check, countedBy, counter, gauge, reserve } from '../kinds.ts'

export const metrics: MetricDefinition[] = [
  counter('VolumeReadBytes', 'Bytes'),
  counter('VolumeWriteBytes', 'Bytes'),
  counter('VolumeReadOps'),
  counter('VolumeWriteOps'),
  counter('VolumeTotalReadTime', 'Seconds'),
  counter('VolumeTotalWriteTime', 'Seconds'),
  counter('VolumeIdleTime', 'Seconds'),
  gauge('VolumeQueueLength', 'Count'),
  reserve('BurstBalance', 'Percent'),
  // By volume, or by volume and the instance it is attached to: AWS documents both.
  ...countedBy(
    [],
    [
      // Over the last minute, by AWS's own count.
      gauge('VolumeAvgReadLatency', 'Milliseconds'),
      gauge('VolumeAvgWriteLatency', 'Milliseconds'),
      check('VolumeIOPSExceededCheck'),
      check('VolumeThroughputExceededCheck'),
      check('VolumeStalledIOCheck'),
    ],
  ),
  // Provisioned IOPS volumes only.
  reserve('VolumeThroughputPercentage', 'Percent'),
  counter('VolumeConsumedReadWriteOps'),
  // Fast snapshot restore.
  ...countedBy(
    [['SnapshotId', 'AvailabilityZone']],
    [reserve('FastSnapshotRestoreCreditsBalance', 'Count'), gauge('FastSnapshotRestoreCreditsBucketSize', 'Count')],
  ),
]
