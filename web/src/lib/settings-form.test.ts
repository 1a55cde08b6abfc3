// An account's settings as they are edited: nothing is sent that was not touched, and what is wrong is said at its field.
import { describe, expect, it } from 'vitest'
import { accountData } from '../../../src/server/schema/web-reads.ts'
import { changeOf, formFaults, formOf, nameFiltersOf, type SettingsForm, serverFaults } from './settings-form.ts'

const settings = accountData.shape.attributes
const stored = (given: Record<string, unknown> = {}) =>
  settings.parse({
    ...{ aws_account_id: '111122223333', aws_partition: 'aws', auth_config: { role_name: 'R', external_id: 'e' } },
    ...{ created_at: '', modified_at: '', account_name: 'Production', role_arn: null, status: 'connected' },
    ...{ secret_access_key_last_four: null, paused_at: null, joined_by: null, account_tags: ['env:prod'] },
    ...given,
  })
const edit = (before: ReturnType<typeof stored>, change: Partial<SettingsForm>): SettingsForm => ({
  ...formOf(before),
  ...change,
})

describe('a change', () => {
  it.each([
    ['the defaults', {}],
    ['regions chosen', { aws_regions: { include_only: ['eu-west-1', 'us-east-1'] } }],
    ['no region at all', { aws_regions: { include_all: false } }],
    [
      'filters without tags, as programs send them',
      { metrics_config: { tag_filters: [{ namespace: 'AWS/EC2', tags: null }] } },
    ],
    [
      'a filter that leaves nothing',
      { metrics_config: { metric_name_filters: [{ namespace: 'AWS/EC2', include_only: [] }] } },
    ],
    ['tags that are no pairs', { account_tags: ['just-a-word'] }],
    ['posture', { resources_config: { cloud_security_posture_management_collection: true } }],
  ])('is none, and nothing is wrong, before anything was touched: %s', (_, given) => {
    const before = stored(given)
    expect(changeOf(before, formOf(before))).toBeUndefined()
    expect(formFaults(before, formOf(before))).toEqual({})
  })

  it('holds what was touched and nothing beside it', () => {
    const before = stored({ metrics_config: { collect_custom_metrics: true } })
    expect(changeOf(before, edit(before, { alarms: true }))).toEqual({
      metrics_config: { collect_cloudwatch_alarms: true },
    })
    expect(changeOf(before, edit(before, { name: '  ', tags: 'env:prod\nteam:web' }))).toEqual({
      account_name: null,
      account_tags: ['env:prod', 'team:web'],
    })
    const features = { ...before.features, organization: true }
    expect(changeOf(before, edit(before, { features }))).toEqual({ features: { organization: true } })
  })

  it('keeps the order of lists, and puts what is new behind', () => {
    const before = stored({ aws_regions: { include_only: ['us-east-1', 'eu-west-1'] } })
    const change = changeOf(before, edit(before, { otherRegions: 'ap-south-2 us-east-1' }))
    expect(change).toEqual({ aws_regions: { include_only: ['us-east-1', 'eu-west-1', 'ap-south-2'] } })
  })

  it('gives one branch of a choice', () => {
    const before = stored()
    const { namespaces } = formOf(before)
    const only = edit(before, { namespaces: { ...namespaces, choice: 'only', only: ['AWS/EC2'] } })
    expect(changeOf(before, only)).toEqual({ metrics_config: { namespace_filters: { include_only: ['AWS/EC2'] } } })
    expect(changeOf(before, edit(before, { regions: 'only', picked: ['eu-west-1'] }))).toEqual({
      aws_regions: { include_only: ['eu-west-1'] },
    })
  })

  it('takes posture away with the inventory that it stands on', () => {
    const before = stored({ resources_config: { cloud_security_posture_management_collection: true } })
    expect(changeOf(before, edit(before, { resources: false }))).toEqual({
      resources_config: { extended_collection: false, cloud_security_posture_management_collection: false },
    })
  })
})

describe('filters', () => {
  it('are split at commas and are not there before something is typed', () => {
    const before = stored()
    const form = edit(before, {
      tagFilters: [
        { namespace: ' AWS/EC2 ', tags: 'env:production, !region:us-east-1,' },
        { namespace: '', tags: '  ' },
      ],
      nameFilters: [{ namespace: 'AWS/RDS', choice: 'only', patterns: 'aws.rds.aurora*, aws.rds.cpuutilization' }],
    })
    expect(changeOf(before, form)?.metrics_config?.tag_filters).toEqual([
      { namespace: 'AWS/EC2', tags: ['env:production', '!region:us-east-1'] },
    ])
    expect(nameFiltersOf(form)).toEqual([
      { namespace: 'AWS/RDS', include_only: ['aws.rds.aurora*', 'aws.rds.cpuutilization'] },
    ])
    expect(formFaults(before, form)).toEqual({})
  })

  it('that are half typed are not saved', () => {
    const before = stored()
    const tagFilters = [{ namespace: '', tags: 'env:prod' }]
    const nameFilters = [{ namespace: 'AWS/RDS', choice: 'without' as const, patterns: '' }]
    expect(Object.keys(formFaults(before, edit(before, { tagFilters, nameFilters })))).toEqual([
      'metrics_config.tag_filters',
      'metrics_config.metric_name_filters',
    ])
  })
})

describe('faults', () => {
  it('of typing are named by field', () => {
    const before = stored()
    const { namespaces } = formOf(before)
    const form = edit(before, {
      ...{ tags: 'env', regions: 'only', picked: [], otherRegions: 'mars-1' },
      namespaces: { ...namespaces, choice: 'only' },
    })
    expect(formFaults(before, form)).toEqual({
      account_tags: '“env” is not a key:value pair',
      aws_regions: '“mars-1” is not a region’s name',
      'metrics_config.namespace_filters': expect.stringContaining('at least one namespace'),
    })
    expect(formFaults(before, edit(before, { regions: 'only' })).aws_regions).toBe('Name at least one region')
  })

  it('of the server are laid at their fields, and the others are not lost', () => {
    const { faults, others } = serverFaults({
      'aws_regions.include_only': 'invalid regions: [cn-north-1]',
      'metrics_config.tag_filters.0.namespace': 'invalid',
      account_name_suffix: 'is not known',
    })
    expect(faults).toEqual({
      aws_regions: 'invalid regions: [cn-north-1]',
      'metrics_config.tag_filters': 'invalid',
    })
    expect(others).toEqual(['account_name_suffix: is not known'])
  })
})
