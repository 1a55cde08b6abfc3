// What AWS/GatewayELB publishes: https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/cloudwatch-metrics.html
import type { MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, gauge, reserve } from '../kinds.ts'

export const gatewayMetrics: MetricDefinition[] = [
  gauge('ActiveFlowCount', 'Count'),
  counter('NewFlowCount'),
  counter('RejectedFlowCount'),
  counter('RejectedFlowCount_TCP'),
  counter('ProcessedBytes', 'Bytes'),
  fact('PeakBytesPerSecond', 'Bytes/Second'),
  fact('PeakPacketsPerSecond', 'Count/Second'),
  counter('ConsumedLCUs'),
  ...countedBy(
    [['LoadBalancer', 'TargetGroup']],
    [reserve('HealthyHostCount', 'Count'), gauge('UnHealthyHostCount', 'Count')],
  ),
]
