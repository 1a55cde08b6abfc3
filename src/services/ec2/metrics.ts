// What AWS/EC2 publishes: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
import type { MetricDefinition } from '../../core/define.ts'
import { averagedCounter, check, countedBy, counter, gauge, reserve } from '../kinds.ts'

export const metrics: MetricDefinition[] = [
  gauge('CPUUtilization', 'Percent'),
  averagedCounter('NetworkIn', 'Bytes'),
  averagedCounter('NetworkOut', 'Bytes'),
  averagedCounter('NetworkPacketsIn', 'Count'),
  averagedCounter('NetworkPacketsOut', 'Count'),
  // Instance store volumes only; EBS volumes speak for themselves below and in AWS/EBS.
  averagedCounter('DiskReadBytes', 'Bytes'),
  averagedCounter('DiskReadOps', 'Count'),
  averagedCounter('DiskWriteBytes', 'Bytes'),
  averagedCounter('DiskWriteOps', 'Count'),
  averagedCounter('EBSReadBytes', 'Bytes'),
  averagedCounter('EBSReadOps', 'Count'),
  averagedCounter('EBSWriteBytes', 'Bytes'),
  averagedCounter('EBSWriteOps', 'Count'),
  reserve('EBSByteBalance%', 'Percent'),
  reserve('EBSIOBalance%', 'Percent'),
  check('InstanceEBSIOPSExceededCheck'),
  check('InstanceEBSThroughputExceededCheck'),
  check('StatusCheckFailed'),
  check('StatusCheckFailed_AttachedEBS'),
  check('StatusCheckFailed_Instance'),
  check('StatusCheckFailed_System'),
  // Burstable instances only.
  reserve('CPUCreditBalance', 'Count'),
  counter('CPUCreditUsage'),
  gauge('CPUSurplusCreditBalance', 'Count'),
  counter('CPUSurplusCreditsCharged'),
  counter('MetadataNoToken'),
  counter('MetadataNoTokenRejected'),
  // Of a Dedicated Host; AWS names its dimension now one way, now another.
  ...countedBy([], [gauge('DedicatedHostCPUUtilization', 'Percent')]),
  gauge('GPUPowerUtilization', 'Percent'),
  ...countedBy(
    [['Per-VPC Metrics']],
    [gauge('NetworkAddressUsage', 'Count'), gauge('NetworkAddressUsagePeered', 'Count')],
  ),
  counter('NetworkMirrorIn', 'Bytes'),
  counter('NetworkMirrorOut', 'Bytes'),
  counter('NetworkPacketsMirrorIn'),
  counter('NetworkPacketsMirrorOut'),
  counter('NetworkSkipMirrorIn', 'Bytes'),
  counter('NetworkSkipMirrorOut', 'Bytes'),
  counter('NetworkPacketsSkipMirrorIn'),
  counter('NetworkPacketsSkipMirrorOut'),
]
