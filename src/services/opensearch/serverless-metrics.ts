// What AWS/AOSS publishes: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/monitoring-cloudwatch.html
import type { MetricDefinition } from '../../core/define.ts'
import { check, countedBy, counter, fact, gauge } from '../kinds.ts'

const byIndex = ['ClientId', 'CollectionId', 'CollectionName', 'IndexId', 'IndexName']

export const serverlessMetrics: MetricDefinition[] = [
  check('ActiveCollection'),
  counter('SearchRequestErrors'),
  counter('SearchRequestRate'),
  gauge('SearchRequestLatency', 'Milliseconds'),
  counter('IngestionRequestErrors'),
  counter('IngestionRequestSuccess'),
  gauge('IngestionRequestRate', 'Count'),
  gauge('IngestionRequestLatency', 'Seconds'),
  ...['2xx', '3xx', '4xx', '5xx'].map(code => counter(code)),
  ...countedBy(
    [byIndex],
    [
      gauge('DeletedDocuments', 'Count'),
      gauge('SearchableDocuments', 'Count'),
      gauge('IngestionDataRate', 'None'),
      counter('IngestionDocumentErrors'),
      gauge('IngestionDocumentRate', 'Count/Second'),
      fact('StorageUsedInS3', 'Bytes'),
      { ...fact('HotStorageUsed', 'None'), period: 300 },
    ],
  ),
  // Of the account: all collections share their compute units, which AWS counts once an hour.
  ...countedBy(
    [['ClientId']],
    [
      { ...gauge('IndexingOCU', 'Count'), period: 3600 },
      { ...gauge('SearchOCU', 'Count'), period: 3600 },
    ],
  ),
]
