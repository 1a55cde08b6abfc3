import { describe, expect, it } from 'vitest'
import type { AwsAccount } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { dimensionTags, placeTags, resourceTags, seriesTags } from './series-tags.ts'

const account: AwsAccount = {
  id: '00000000-0000-4000-8000-000000000001',
  organisation: 'o',
  partition: 'aws',
  accountId: '111122223333',
  roleName: 'HeyCloudIntegrationRole',
  rolePath: '/',
  externalId: '0'.repeat(32),
  name: 'Prod EU',
  alias: 'acme-prod',
  settings: accountSettingsSchema.parse({ account_tags: ['Owner:SRE Team', 'tier:1'] }),
  state: 'connected',
  pausedAt: null,
  nextExternalId: null,
  secretLastFour: null,
  joinedBy: null,
  createdAt: 0,
  modifiedAt: 0,
}

describe('tags of a series', () => {
  it('say where and whose it is, normalised', () => {
    expect(placeTags(account, 'eu-west-1')).toEqual([
      'region:eu-west-1',
      'aws_account:111122223333',
      'account_id:111122223333',
      'account_name:prod_eu',
      'account_alias:acme-prod',
      'owner:sre_team',
      'tier:1',
    ])
  })
  it('say which organizational unit the account is in, and the way to it', () => {
    const tags = placeTags(account, 'eu-west-1', ['Root', 'Work loads', 'Payments'])
    expect(tags).toContain('ou:payments')
    expect(tags).toContain('ou_path:root/work_loads/payments')
  })
  it('name dimensions by the rule, and by the documented name where there is one', () => {
    expect(dimensionTags({ InstanceId: 'i-0A', LoadBalancer: 'app/Web/50dc' })).toEqual([
      'instanceid:i-0a',
      'instance-id:i-0a',
      'loadbalancer:app/web/50dc',
      'dimension_set:instanceid+loadbalancer',
    ])
    expect(dimensionTags({})).toEqual(['dimension_set:none'])
    expect(dimensionTags({ 'Per-VPC Metrics': 'vpc-1' })).toContain('dimension_set:pervpcmetrics')
  })
  it('take over tags and labels, keep an empty tag as its key, and values with colons', () => {
    const tags = resourceTags({
      arn: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a',
      name: 'web',
      tags: { Name: 'Web 1', url: 'https://a:8080', marker: '' },
      labels: { 'instance-type': 'm7g.large', image: '' },
    })
    expect(tags).toEqual(['name:web_1', 'url:https://a:8080', 'instance-type:m7g.large', 'marker'])
  })
  it('are sorted, each once', () => {
    expect(seriesTags(['b:1', 'a:1'], ['b:1'])).toEqual(['a:1', 'b:1'])
  })
})
