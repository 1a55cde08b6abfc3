// What a change of an account changes, field by field, in words.
import { type AwsAccount, usesRole } from '../../core/account.ts'
import type { AccountSettings } from '../../core/account-settings.ts'
import { writtenRoleName } from '../../delegation/accounts/role-name.ts'
import { featureWords } from '../../services/feature-words.ts'

export interface FieldChange {
  /** The public API's field, dotted. */
  field: string
  title: string
  from: string
  to: string
}

const list = (items: readonly string[]): string => (items.length > 0 ? items.join(', ') : 'none')
const onOff = (on: boolean): string => (on ? 'on' : 'off')

const regionWords = ({ aws_regions: chosen }: AccountSettings): string =>
  'include_only' in chosen ? list(chosen.include_only) : chosen.include_all ? 'all that are enabled' : 'none'

const namespaceWords = ({ metrics_config: { namespace_filters: filter } }: AccountSettings): string => {
  if ('include_only' in filter) return list(filter.include_only)
  return filter.exclude_only.length > 0 ? `all but ${list(filter.exclude_only)}` : 'all'
}

const nameFilterWords = ({ metrics_config: { metric_name_filters: filters } }: AccountSettings): string =>
  filters
    .map(filter =>
      'include_only' in filter
        ? `${filter.namespace}: only ${list(filter.include_only)}`
        : `${filter.namespace}: all but ${list(filter.exclude_only)}`,
    )
    .join('; ') || 'none'

const tagFilterWords = (filters: readonly { tags?: string[] | null | undefined }[], name: (i: number) => string) =>
  filters.map(({ tags }, i) => `${name(i)}: ${list(tags ?? [])}`).join('; ') || 'none'

const logWords = ({ logs_config: { lambda_forwarder: forwarder } }: AccountSettings): string => {
  const { tag_filters } = forwarder.log_source_config
  return [
    `forwarders ${list(forwarder.lambdas)}`,
    `sources ${list(forwarder.sources)}`,
    `tag filters ${tagFilterWords(tag_filters, i => tag_filters[i]?.source ?? '')}`,
  ].join('; ')
}

const traceWords = ({ traces_config: { xray_services: chosen } }: AccountSettings): string =>
  'include_only' in chosen ? list(chosen.include_only) : chosen.include_all ? 'all' : 'none'

type Words = [field: string, title: string, words: (account: AwsAccount) => string]
const ofSettings = (words: (settings: AccountSettings) => string) => (account: AwsAccount) => words(account.settings)

const fields: Words[] = [
  ['account_name', 'Account name', account => account.name ?? 'none'],
  ['aws_account_id', 'AWS account', account => account.accountId],
  ['aws_partition', 'Partition', account => account.partition],
  ['auth_config.role_name', 'Role', account => (usesRole(account) ? writtenRoleName(account) : '')],
  ['auth_config.external_id', 'External ID', account => (usesRole(account) ? account.externalId : '')],
  ['auth_config.access_key_id', 'Access key', account => (usesRole(account) ? '' : account.accessKeyId)],
  ['auth_config.secret_access_key', 'Secret access key', account => `ends in ${account.secretLastFour}`],
  ['account_tags', 'Account tags', ofSettings(({ account_tags }) => list(account_tags))],
  ['aws_regions', 'Regions', ofSettings(regionWords)],
  ['metrics_config.enabled', 'Metrics', ofSettings(({ metrics_config }) => onOff(metrics_config.enabled))],
  ['metrics_config.namespace_filters', 'Namespaces', ofSettings(namespaceWords)],
  ['metrics_config.metric_name_filters', 'Metric-name filters', ofSettings(nameFilterWords)],
  [
    'metrics_config.tag_filters',
    'Tag filters',
    ofSettings(({ metrics_config: { tag_filters } }) =>
      tagFilterWords(tag_filters, i => tag_filters[i]?.namespace ?? ''),
    ),
  ],
  [
    'metrics_config.collect_custom_metrics',
    'Custom metrics',
    ofSettings(({ metrics_config }) => onOff(metrics_config.collect_custom_metrics)),
  ],
  [
    'metrics_config.collect_cloudwatch_alarms',
    featureWords.alarms.title,
    ofSettings(({ metrics_config }) => onOff(metrics_config.collect_cloudwatch_alarms)),
  ],
  [
    'metrics_config.automute_enabled',
    'Automatic muting',
    ofSettings(({ metrics_config }) => onOff(metrics_config.automute_enabled)),
  ],
  [
    'resources_config.extended_collection',
    featureWords.resources.title,
    ofSettings(({ resources_config }) => onOff(resources_config.extended_collection)),
  ],
  [
    'resources_config.cloud_security_posture_management_collection',
    'Security posture',
    ofSettings(({ resources_config }) => onOff(resources_config.cloud_security_posture_management_collection)),
  ],
  ['logs_config', 'Logs', ofSettings(logWords)],
  ['traces_config', 'Traces', ofSettings(traceWords)],
  ...(['tags', 'diagnosis', 'organization', 'event_bus', 'cost_management'] as const).map(
    (feature): Words => [
      `features.${feature}`,
      featureWords[feature].title,
      ofSettings(({ features }) => onOff(features[feature])),
    ],
  ),
  [
    'features.linked_accounts',
    'Accounts linked in CloudWatch',
    ofSettings(({ features }) => onOff(features.linked_accounts)),
  ],
]

/** Only what differs, in the order of the page. */
export const changedFields = (before: AwsAccount, after: AwsAccount): FieldChange[] =>
  fields
    .map(([field, title, words]) => ({ field, title, from: words(before), to: words(after) }))
    .filter(({ from, to }) => from !== to)
