// What AWS/EBS publishes: https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html
import type { MetricDefinition } from '../../core/define.ts'
import { check, counter, gauge, reserve } from '../kinds.ts'

export const metrics: MetricDefinition[] = [
  counter('VolumeReadBytes', 'Bytes'),
  counter('VolumeWriteBytes', 'Bytes'),
  counter('VolumeReadOps'),
  counter('VolumeWriteOps'),
  counter('VolumeTotalReadTime', 'Seconds'),
  counter('VolumeTotalWriteTime', 'Seconds'),
  counter('VolumeIdleTime', 'Seconds'),
  gauge('VolumeQueueLength', 'Count'),
  // Over the last minute, by AWS's own count.
  gauge('VolumeAvgReadLatency', 'Milliseconds'),
  gauge('VolumeAvgWriteLatency', 'Milliseconds'),
  reserve('BurstBalance', 'Percent'),
  check('VolumeIOPSExceededCheck'),
  check('VolumeThroughputExceededCheck'),
  check('VolumeStalledIOCheck'),
  // Provisioned IOPS volumes only.
  reserve('VolumeThroughputPercentage', 'Percent'),
  counter('VolumeConsumedReadWriteOps'),
  // Fast snapshot restore, by snapshot and zone.
  reserve('FastSnapshotRestoreCreditsBalance', 'Count'),
  gauge('FastSnapshotRestoreCreditsBucketSize', 'Count'),
]
