// The cost exports of an account: one whole, and others with one thing wrong each, and the bucket that they go to.
import type { ExportStatus, S3OutputConfigurations } from '@aws-sdk/client-bcm-data-exports'
import { daysBefore, type Place, type SimulatedObject } from '../place.ts'
import { addBucket } from './storing.ts'

const bucket = 'acme-prod-billing'
const prefix = 'cost'
const table = 'COST_AND_USAGE_REPORT'
const columns = [
  'bill_billing_period_start_date',
  'bill_payer_account_id',
  'identity_line_item_id',
  'line_item_line_item_type',
  'line_item_product_code',
  'line_item_resource_id',
  'line_item_unblended_cost',
  'line_item_usage_account_id',
  'line_item_usage_start_date',
  'line_item_usage_type',
  'resource_tags',
]

interface ExportPlan {
  name: string
  query?: string
  /** Over the table's properties, and over the settings of the output. */
  properties?: Record<string, string>
  output?: Partial<S3OutputConfigurations>
  /** Of an export that AWS cannot deliver. */
  unhealthy?: NonNullable<ExportStatus['StatusReason']>
}

const plans: ExportPlan[] = [
  { name: 'acme-cur2' },
  { name: 'acme-cur2-daily', properties: { TIME_GRANULARITY: 'DAILY' } },
  { name: 'acme-cur2-csv', output: { Format: 'TEXT_OR_CSV', Compression: 'GZIP' } },
  { name: 'acme-cur2-overwritten', output: { Overwrite: 'OVERWRITE_REPORT' } },
  { name: 'acme-cur2-without-resources', properties: { INCLUDE_RESOURCES: 'FALSE' } },
  { name: 'acme-cur2-broken', unhealthy: 'INSUFFICIENT_PERMISSION' },
  {
    name: 'acme-cur2-one-account',
    query: `SELECT ${columns.join(', ')} FROM ${table} WHERE line_item_usage_account_id = '1'`,
  },
  { name: 'acme-focus', query: 'SELECT BilledCost, ServiceName FROM FOCUS_1_2_AWS', properties: {} },
]

/**
 * What AWS has delivered: https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html. Where versions are kept,
 * each lies in a folder of its own, named by when it was made and by its execution.
 */
function delivered(place: Place, { name, output }: ExportPlan): SimulatedObject[] {
  const at = daysBefore(place, 1)
  const month = at.toISOString().slice(0, 7)
  const execution = `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${place.hex(`execution ${name}`, 12)}`
  const version = output?.Overwrite === 'OVERWRITE_REPORT' ? '' : `${execution}/`
  const ending = output?.Format === 'TEXT_OR_CSV' ? 'csv.gz' : 'snappy.parquet'
  const file = (key: string, size: number) => ({ key: `${prefix}/${name}/${key}`, size, modifiedAt: at.getTime() })
  return [
    file(`data/BILLING_PERIOD=${month}/${version}${name}-00001.${ending}`, 4_180_233),
    file(`metadata/BILLING_PERIOD=${month}/${version}${name}-Manifest.json`, 2_604),
  ]
}

function addExport(place: Place, plan: ExportPlan): void {
  const { name, query = `SELECT ${columns.join(', ')} FROM ${table}`, properties, output, unhealthy } = plan
  const at = daysBefore(place, 1)
  const id = place.hex(`export ${name}`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const ofTable = query.includes(table)
    ? { [table]: { TIME_GRANULARITY: 'HOURLY', INCLUDE_RESOURCES: 'TRUE', ...properties } }
    : {}
  place.state.exports.push({
    shape: {
      ExportArn: place.arn('bcm-data-exports', `export/${name}-${id}`),
      Name: name,
      DataQuery: { QueryStatement: query, TableConfigurations: ofTable },
      DestinationConfigurations: {
        S3Destination: {
          S3Bucket: bucket,
          S3Prefix: prefix,
          S3Region: place.region,
          S3OutputConfigurations: {
            OutputType: 'CUSTOM',
            Format: 'PARQUET',
            Compression: 'PARQUET',
            Overwrite: 'CREATE_NEW_REPORT',
            ...output,
          },
        },
      },
      RefreshCadence: { Frequency: 'SYNCHRONOUS' },
    },
    status: {
      StatusCode: unhealthy ? 'UNHEALTHY' : 'HEALTHY',
      ...(unhealthy ? { StatusReason: unhealthy } : { LastRefreshedAt: at }),
      CreatedAt: daysBefore(place, 200),
      LastUpdatedAt: daysBefore(place, 90),
    },
  })
}

/** Only where Data Exports is: in Virginia. */
export function addExports(place: Place): void {
  addBucket(place, bucket, 2.1)
  for (const plan of plans) addExport(place, plan)
  const kept = place.state.buckets.find(({ name }) => name === bucket)
  kept?.objects.push(...plans.filter(({ unhealthy }) => !unhealthy).flatMap(plan => delivered(place, plan)))
  kept?.objects.sort((a, b) => (a.key < b.key ? -1 : 1))
}
