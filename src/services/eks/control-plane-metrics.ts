// What AWS/EKS publishes of each cluster's control plane: https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
import type { MetricDefinition } from '../../core/define.ts'
import { counter, fact, gauge } from '../kinds.ts'

export const controlPlaneMetrics: MetricDefinition[] = [
  ...['total', 'SCHEDULED', 'UNSCHEDULABLE', 'ERROR'].map(result => counter(`scheduler_schedule_attempts_${result}`)),
  ...['', '_ACTIVEQ', '_UNSCHEDULABLE', '_BACKOFF', '_GATED'].map(queue => counter(`scheduler_pending_pods${queue}`)),
  ...['', '_4XX', '_429', '_5XX', '_LIST_PODS'].map(kind => counter(`apiserver_request_total${kind}`)),
  // The control plane's own 99th percentile of each minute.
  ...['PUT', 'PATCH', 'POST', 'GET', 'LIST', 'DELETE'].map(verb =>
    gauge(`apiserver_request_duration_seconds_${verb}_P99`, 'Seconds'),
  ),
  ...['MUTATING', 'READONLY'].map(kind => counter(`apiserver_current_inflight_requests_${kind}`)),
  fact('apiserver_flowcontrol_current_executing_seats', 'Count'),
  ...['request_total', 'rejection_count'].flatMap(count =>
    ['', '_ADMIT', '_VALIDATING'].map(kind => counter(`apiserver_admission_webhook_${count}${kind}`)),
  ),
  ...['', '_ADMIT_P99', '_VALIDATING_P99'].map(kind =>
    gauge(`apiserver_admission_webhook_admission_duration_seconds${kind}`, 'Seconds'),
  ),
  fact('apiserver_storage_size_bytes', 'Bytes'),
]
