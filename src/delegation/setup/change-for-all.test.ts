import { describe, expect, it } from 'vitest'
import type { RoleAccount } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { features } from '../../core/define.ts'
import { actionsOf } from '../../services/index.ts'
import { createPolicies } from '../policies/policies.ts'
import { changeForAll } from './change-for-all.ts'
import { terraformAccount } from './terraform.ts'
import { defaultChoices, policiesFor } from './values.ts'

const policies = createPolicies(actionsOf)
const account = (accountId: string, opted: object = {}, over: Partial<RoleAccount> = {}): RoleAccount => ({
  ...{
    id: accountId,
    organisation: 'acme',
    partition: 'aws',
    accountId,
    roleName: 'R',
    rolePath: '/',
    externalId: 'x',
  },
  ...{ name: `n${accountId.slice(0, 3)}`, alias: null, state: 'degraded', pausedAt: null, nextExternalId: null },
  ...{ secretLastFour: null, joinedBy: null, createdAt: 0, modifiedAt: 0 },
  settings: accountSettingsSchema.parse({ features: opted }),
  ...over,
})

describe('the change for all accounts', () => {
  it('is one line of CloudFormation for those that chose the same, and says which those are', async () => {
    const { cloudFormation } = await changeForAll(
      [
        account('111122223333'),
        account('222233334444', { organization: true, cost_management: true }),
        account('333344445555'),
        account('444455556666', {}, { partition: 'aws-us-gov' }),
        account('555566667777', {}, { joinedBy: 'org', name: null }),
      ],
      'wildcard',
      policies,
    )
    const [about, ...parts] = cloudFormation.split('\n\n')
    expect(about).toContain('heycloud-integration.yaml')
    expect(parts.map(part => part.split('\n')[0])).toEqual([
      '# In 111122223333 (n111), 333344445555 (n333):',
      '# In 222233334444 (n222):',
      '# In 444455556666 (n444):',
      '# 555566667777 (555566667777): update the StackSet once, by the block on the page of the AWS Organization.',
    ])
    expect(parts[0]).toMatch(/^aws cloudformation deploy --region us-east-1 --stack-name HeyCloudIntegration \\$/m)
    expect(parts[0]).not.toContain('--parameter-overrides')
    expect(parts[1]).toContain('--parameter-overrides FeatureOrganization=true FeatureCostManagement=true')
    expect(parts[2]).toContain('--region us-gov-west-1')
  })

  it('lets no name of an account leave its comment', async () => {
    const { cloudFormation } = await changeForAll(
      [account('111122223333', {}, { name: 'a\n rm -r /' })],
      'strict',
      policies,
    )
    expect(cloudFormation.split('\n').filter(line => line.includes('rm -r') && !line.startsWith('#'))).toEqual([])
  })

  it('is the blocks of Terraform’s configuration that differ, with every feature that any account chose', async () => {
    const all = Object.fromEntries(features.map(feature => [feature, true]))
    const { terraform } = await changeForAll(
      [account('111122223333', all), account('222233334444')],
      'strict',
      policies,
    )
    const values = { ...defaultChoices, partition: 'aws', trustedAccountId: '060482727757', externalId: 'x' } as const
    const chosen = { ...values, form: 'strict', features } as const
    const whole = terraformAccount(chosen, await policiesFor(chosen, policies))
    const [, ...blocks] = terraform.split(/\n\n(?=locals|resource)/)
    expect(blocks).toHaveLength(3)
    for (const block of blocks) expect(whole).toContain(block)
    expect(terraform).toContain('events:CreateEventBus')
    expect(terraform).not.toContain('external_id')
  })
})
