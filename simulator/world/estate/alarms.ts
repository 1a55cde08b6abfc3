// The alarms that the small world's teams have set up.
import { addAlarm } from '../alarms.ts'
import type { Place } from '../place.ts'
import type { ShopPlan } from './shop.ts'

const dimensionOf = (place: Place, namespace: string, metric: string, names: string[]): Record<string, string> => {
  const series = place.state.series.find(
    s =>
      s.namespace === namespace &&
      s.metric === metric &&
      s.dimensions.length === names.length &&
      s.dimensions.every(d => names.includes(d.Name)),
  )
  if (!series) throw new Error(`No ${namespace} ${metric} to watch`)
  return Object.fromEntries(series.dimensions.map(d => [d.Name, d.Value]))
}

/** What a shop watches, in either environment. */
export function addOrderAlarms(place: Place, env: ShopPlan['env']): void {
  addAlarm(place, {
    name: `${env}-orders-db-cpu`,
    description: 'The orders database is short of CPU.',
    namespace: 'AWS/RDS',
    metric: 'CPUUtilization',
    dimensions: { DBInstanceIdentifier: `${env}-orders` },
    statistic: 'Average',
    period: 300,
    threshold: 85,
    evaluationPeriods: 3,
  })
  addAlarm(place, {
    name: `${env}-orders-queue-age`,
    description: 'Orders wait too long.',
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: `${env}-orders` },
    statistic: 'Maximum',
    period: 300,
    threshold: 600,
    evaluationPeriods: 2,
  })
}

export function addProdAlarms(place: Place): void {
  const loadBalancer = dimensionOf(place, 'AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', ['LoadBalancer'])
  addOrderAlarms(place, 'prod')
  addAlarm(place, {
    name: 'prod-shop-5xx',
    description: 'The shop answers with errors.',
    namespace: 'AWS/ApplicationELB',
    metric: 'HTTPCode_Target_5XX_Count',
    dimensions: loadBalancer,
    statistic: 'Sum',
    period: 60,
    threshold: 50,
    evaluationPeriods: 5,
    datapointsToAlarm: 4,
    missing: 'notBreaching',
  })
  addAlarm(place, {
    name: 'prod-shop-latency-p95',
    description: 'The shop is slow for one in twenty.',
    namespace: 'AWS/ApplicationELB',
    metric: 'TargetResponseTime',
    dimensions: loadBalancer,
    statistic: 'p95',
    period: 300,
    threshold: 1.5,
    evaluationPeriods: 3,
  })
  addAlarm(place, {
    name: 'prod-orders-dlq-not-empty',
    description: 'Orders were given up on: look at them and send them again.',
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: 'prod-orders-dlq' },
    statistic: 'Maximum',
    period: 300,
    threshold: 0,
    evaluationPeriods: 1,
  })
  addAlarm(place, {
    name: 'prod-nightly-report-errors',
    description: 'The nightly report failed.',
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: 'prod-nightly-report' },
    statistic: 'Sum',
    period: 300,
    threshold: 0,
    evaluationPeriods: 1,
  })
}
