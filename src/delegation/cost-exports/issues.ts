// What may be wrong with a cost export, in the public API's codes, and which of them an export's own definition shows.
import type { Export } from '@aws-sdk/client-bcm-data-exports'
import type { ExportPlace } from './input.ts'

export const issueCodes = [
  'ISSUE_CODE_UNSPECIFIED',
  'CREDENTIAL_ERROR',
  'BUCKET_NAME_INVALID_GOVCLOUD',
  'S3_LIST_PERMISSION_MISSING',
  'S3_GET_PERMISSION_MISSING',
  'S3_BUCKET_REGION_MISMATCH',
  'S3_BUCKET_NOT_ACCESSIBLE',
  'EXPORT_LIST_PERMISSION_MISSING',
  'EXPORT_GET_PERMISSION_MISSING',
  'EXPORT_NOT_FOUND',
  'EXPORT_STATUS_UNHEALTHY',
  'TIME_GRANULARITY_INVALID',
  'FILE_FORMAT_INVALID',
  'INCLUDE_RESOURCES_DISABLED',
  'REFRESH_CADENCE_INVALID',
  'OVERWRITE_MODE_INVALID',
  'QUERY_STATEMENT_INVALID',
] as const
export type IssueCode = (typeof issueCodes)[number]

export interface ExportIssue {
  code: IssueCode
  /** What was seen, and what to do. */
  description: string
}

export const issue = (code: IssueCode, description: string): ExportIssue => ({ code, description })

const table = 'COST_AND_USAGE_REPORT'
/** Without these nobody can say what was spent, by whom, on what and when. */
const neededColumns = [
  'bill_billing_period_start_date',
  'line_item_product_code',
  'line_item_resource_id',
  'line_item_unblended_cost',
  'line_item_usage_account_id',
  'line_item_usage_start_date',
]

/** A setting of the export, what it has to be, and what it is where it is another; AWS never changes some of them later. */
interface Check {
  code: IssueCode
  setting: string
  wanted: string
  found(definition: Export): string | undefined
}

const propertiesOf = ({ DataQuery }: Export) => DataQuery?.TableConfigurations?.[table] ?? {}
const outputOf = (definition: Export) => definition.DestinationConfigurations?.S3Destination?.S3OutputConfigurations

/**
 * As the public API's own template makes its exports. What a table's property is where none is said:
 * https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html
 */
const checks: Check[] = [
  {
    code: 'TIME_GRANULARITY_INVALID',
    setting: 'time granularity (TIME_GRANULARITY)',
    wanted: 'HOURLY',
    found: definition => propertiesOf(definition).TIME_GRANULARITY ?? 'HOURLY',
  },
  {
    code: 'INCLUDE_RESOURCES_DISABLED',
    setting: 'resource IDs (INCLUDE_RESOURCES)',
    wanted: 'TRUE',
    found: definition => propertiesOf(definition).INCLUDE_RESOURCES ?? 'FALSE',
  },
  {
    code: 'FILE_FORMAT_INVALID',
    setting: 'file format',
    wanted: 'PARQUET',
    found: definition => outputOf(definition)?.Format,
  },
  {
    code: 'OVERWRITE_MODE_INVALID',
    setting: 'file versioning',
    wanted: 'CREATE_NEW_REPORT',
    found: definition => outputOf(definition)?.Overwrite,
  },
  {
    code: 'REFRESH_CADENCE_INVALID',
    setting: 'refresh cadence',
    wanted: 'SYNCHRONOUS',
    found: definition => definition.RefreshCadence?.Frequency,
  },
]

function queryFault({ DataQuery }: Export): string | undefined {
  const query = DataQuery?.QueryStatement ?? ''
  const [, selected = '', from = '', rest = ''] = /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)\s*;?\s*(.*)$/is.exec(query) ?? []
  if (from.toUpperCase() !== table) return `reads ${from || 'no table'} instead of ${table} (CUR 2.0)`
  if (rest !== '') return `leaves rows out: ${rest}`
  const columns = new Set(selected.split(',').map(column => column.trim().toLowerCase()))
  const missing = columns.has('*') ? [] : neededColumns.filter(column => !columns.has(column))
  return missing.length > 0 ? `lacks columns: ${missing.join(', ')}` : undefined
}

/** Where it delivers to, as the definition has it, against what was entered. */
function placeIssues(definition: Export, place: ExportPlace): ExportIssue[] {
  const { S3Bucket, S3Prefix = '', S3Region } = definition.DestinationConfigurations?.S3Destination ?? {}
  const plain = (prefix: string) => prefix.replaceAll(/^\/+|\/+$/g, '')
  const entered = place.report_prefix ?? S3Prefix
  if (S3Bucket !== place.bucket_name || plain(S3Prefix) !== plain(entered))
    return [
      issue(
        'EXPORT_NOT_FOUND',
        `The export ${place.report_name} delivers to s3://${S3Bucket}/${S3Prefix}, not to s3://${place.bucket_name}/${entered}. Enter the bucket and prefix that it has.`,
      ),
    ]
  if (S3Region === place.bucket_region) return []
  return [regionIssue(place, S3Region ?? 'another region')]
}

export const regionIssue = ({ bucket_name, bucket_region }: ExportPlace, found: string): ExportIssue =>
  issue('S3_BUCKET_REGION_MISMATCH', `The bucket ${bucket_name} is in ${found}, not in ${bucket_region}.`)

/** Everything that the definition of an export shows to be wrong. */
export function issuesOf(definition: Export, place: ExportPlace): ExportIssue[] {
  const settings = checks.flatMap(({ code, setting, wanted, found }) => {
    const is = found(definition)
    if (is === wanted) return []
    return [issue(code, `The export’s ${setting} is ${is ?? 'not set'}; make an export with ${wanted}.`)]
  })
  const fault = queryFault(definition)
  const query = fault ? [issue('QUERY_STATEMENT_INVALID', `The export’s query ${fault}.`)] : []
  return [...placeIssues(definition, place), ...settings, ...query]
}
