// What HeyCloud measures about its own reading of AWS, kept beside what it reads: how far behind, how much, and for how many dollars.
import { MINUTE, SECOND } from '../core/clock.ts'
import type { MetricDefinition, NamespaceDefinition } from '../core/define.ts'
import { ownNamespace } from '../core/metric.ts'

const level = (name: string, unit: string): MetricDefinition => ({ name, unit, statistics: ['Maximum'] })
const count = (name: string, unit = 'Count'): MetricDefinition => ({ name, unit, statistics: ['Sum'] })

/** `namespace`: CloudWatch's, a resource type, or `all` for what concerns a whole region. */
export const ownMetrics: NamespaceDefinition = {
  namespace: ownNamespace('HeyCloud'),
  period: MINUTE / SECOND,
  publicationDelay: MINUTE / SECOND,
  dimensions: ['Kind', 'Namespace'],
  grain: [['Kind', 'Namespace']],
  associations: [],
  metrics: [
    level('CollectionLag', 'Seconds'),
    level('CollectionItems', 'Count'),
    level('CollectionOwed', 'Count'),
    level('CollectionNotSeen', 'Count'),
    count('CollectionPoints'),
    count('CollectionCalls'),
    count('CollectionThrottles'),
    count('CollectionDenials'),
    count('CollectionFailures'),
    count('CostCharge', 'None'),
    count('CostMetricsRequested'),
    level('CostMonthToDate', 'None'),
  ],
}
