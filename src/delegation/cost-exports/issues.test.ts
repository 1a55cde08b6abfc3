import type { Export, S3OutputConfigurations } from '@aws-sdk/client-bcm-data-exports'
import { describe, expect, it } from 'vitest'
import { issuesOf } from './issues.ts'

const columns = [
  'bill_billing_period_start_date',
  'line_item_product_code',
  'line_item_resource_id',
  'line_item_unblended_cost',
  'line_item_usage_account_id',
  'line_item_usage_start_date',
]
const place = { bucket_name: 'billing', bucket_region: 'us-east-1', report_name: 'cur', report_prefix: 'cost' }

interface Over {
  query?: string
  properties?: Record<string, string>
  output?: Partial<S3OutputConfigurations>
  destination?: { S3Bucket?: string; S3Prefix?: string; S3Region?: string }
  /** AWS has one cadence today. */
  refresh?: string
}

const definition = ({ query, properties, output, destination, refresh }: Over = {}): Export => ({
  Name: 'cur',
  DataQuery: {
    QueryStatement: query ?? `SELECT ${columns.join(', ')} FROM COST_AND_USAGE_REPORT`,
    TableConfigurations: {
      COST_AND_USAGE_REPORT: properties ?? { TIME_GRANULARITY: 'HOURLY', INCLUDE_RESOURCES: 'TRUE' },
    },
  },
  DestinationConfigurations: {
    S3Destination: {
      S3Bucket: 'billing',
      S3Prefix: 'cost',
      S3Region: 'us-east-1',
      ...destination,
      S3OutputConfigurations: {
        OutputType: 'CUSTOM',
        Format: 'PARQUET',
        Compression: 'PARQUET',
        Overwrite: 'CREATE_NEW_REPORT',
        ...output,
      },
    },
  },
  RefreshCadence: { Frequency: (refresh ?? 'SYNCHRONOUS') as 'SYNCHRONOUS' },
})

describe('the definition of an export', () => {
  it.each([
    ['is whole', {}],
    [
      'names its columns in capitals, over lines',
      { query: `select\n ${columns.join(',\n').toUpperCase()}\nfrom cost_and_usage_report;` },
    ],
    ['has slashes around its prefix', { destination: { S3Prefix: '/cost/' } }],
    ['says nothing of its granularity, which is then hourly', { properties: { INCLUDE_RESOURCES: 'TRUE' } }],
  ] as [string, Over][])('has no issue where it %s', (_, over) => {
    expect(issuesOf(definition(over), place)).toEqual([])
  })

  it.each([
    ['TIME_GRANULARITY_INVALID', { properties: { TIME_GRANULARITY: 'DAILY', INCLUDE_RESOURCES: 'TRUE' } }, 'DAILY'],
    ['INCLUDE_RESOURCES_DISABLED', { properties: { TIME_GRANULARITY: 'HOURLY' } }, 'FALSE'],
    ['FILE_FORMAT_INVALID', { output: { Format: 'TEXT_OR_CSV' } }, 'TEXT_OR_CSV'],
    ['OVERWRITE_MODE_INVALID', { output: { Overwrite: 'OVERWRITE_REPORT' } }, 'CREATE_NEW_REPORT'],
    ['REFRESH_CADENCE_INVALID', { refresh: 'DAILY' }, 'SYNCHRONOUS'],
    ['QUERY_STATEMENT_INVALID', { query: 'SELECT BilledCost FROM FOCUS_1_2_AWS' }, 'FOCUS_1_2_AWS'],
    [
      'QUERY_STATEMENT_INVALID',
      { query: 'SELECT line_item_product_code FROM COST_AND_USAGE_REPORT' },
      'line_item_unblended_cost',
    ],
    ['QUERY_STATEMENT_INVALID', { query: `SELECT ${columns} FROM COST_AND_USAGE_REPORT WHERE 1 = 1` }, 'WHERE 1 = 1'],
    ['QUERY_STATEMENT_INVALID', { query: '' }, 'no table'],
    ['EXPORT_NOT_FOUND', { destination: { S3Bucket: 'other' } }, 's3://other/cost'],
    ['EXPORT_NOT_FOUND', { destination: { S3Prefix: 'costs' } }, 's3://billing/costs'],
    ['S3_BUCKET_REGION_MISMATCH', { destination: { S3Region: 'eu-west-1' } }, 'eu-west-1'],
  ] as [string, Over, string][])('shows %s alone: %j', (code, over, words) => {
    const found = issuesOf(definition(over), place)
    expect(found).toEqual([{ code, description: expect.stringContaining(words) }])
  })

  it('is held to a prefix only where one was said', () => {
    const elsewhere = definition({ destination: { S3Prefix: 'costs' } })
    expect(issuesOf(elsewhere, { ...place, report_prefix: null })).toEqual([])
    expect(issuesOf(definition({ destination: { S3Prefix: '' } }), { ...place, report_prefix: '' })).toEqual([])
  })

  it('names everything at once', () => {
    const over: Over = { properties: {}, output: { Format: 'TEXT_OR_CSV' }, query: '' }
    expect(issuesOf(definition(over), place).map(({ code }) => code)).toEqual([
      'INCLUDE_RESOURCES_DISABLED',
      'FILE_FORMAT_INVALID',
      'QUERY_STATEMENT_INVALID',
    ])
  })
})
