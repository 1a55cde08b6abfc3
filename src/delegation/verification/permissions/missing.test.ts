import { describe, expect, it } from 'vitest'
import type { Coverage } from '../../../core/coverage.ts'
import { nothingCalled } from '../../../core/coverage.ts'
import type { ActionUse } from '../../../core/define.ts'
import type { MissingAction } from '../../../core/verification.ts'
import { actionsOf } from '../../../services/index.ts'
import { createPolicies } from '../../policies/policies.ts'
import { mendOf, missingChange, missingOf, reducedFeatures, refusedIn, stillRefused, withMissing } from './missing.ts'

const use = (action: string, feature: ActionUse['feature'] = 'resources'): ActionUse => ({
  action,
  feature,
  why: 'For it.',
})
const row = (action: string, given: Partial<MissingAction> = {}): MissingAction => ({
  ...missingOf(use(action), { cause: 'identity' }),
  ...given,
})
const coverage = (region: string, state: Coverage['state'], action: string | null = null): Coverage => ({
  ...nothingCalled,
  ...{ organisation: 'acme', accountConfigId: 'a', kind: 'resources', region, namespace: null, state, action },
  ...{ lastSuccess: null, lastAttempt: 1, newestPoint: null, items: 0, points: 0, reason: '' },
})
const policies = createPolicies(actionsOf)
const needed = ['ec2:DescribeInstances', 'rds:DescribeDBInstances', 'iam:GetRole']
const change = (missing: MissingAction[], seen: Coverage[] = []) =>
  missingChange(missing, { coverage: seen, needed }, policies)
const granted = (missing: MissingAction[], seen: Coverage[] = []): string[] =>
  JSON.parse(change(missing, seen).missingPolicy ?? '{"Statement":[{"Action":[]}]}').Statement[0].Action

describe('a refusal in AWS’s words', () => {
  const words = 'User: x is not authorized to perform: ec2:DescribeInstances'
  it.each([
    [`${words} because no identity-based policy allows it`, false, null],
    [`${words} with an explicit deny in a service control policy`, true, null],
    [
      `${words} with an explicit deny in a service control policy: arn:aws:organizations::777788889999:policy/o-1/service_control_policy/p-1`,
      true,
      'arn:aws:organizations::777788889999:policy/o-1/service_control_policy/p-1',
    ],
  ])('%s', (message, explicitDeny, deniedBy) => {
    const denied = { state: 'denied', action: 'ec2:DescribeInstances', message, cause: 'scp', at: 0 } as const
    expect(refusedIn('eu-west-1', denied)).toEqual({ regions: ['eu-west-1'], cause: 'scp', explicitDeny, deniedBy })
  })
})

describe('the list', () => {
  it('gains regions, each once, and what is refused everywhere stays so', () => {
    const first = withMissing([], row('a:B', { regions: ['us-east-1'] }))
    const second = withMissing(first, row('a:B', { regions: ['eu-west-1'] }))
    expect(second).toEqual([row('a:B', { regions: ['eu-west-1', 'us-east-1'] })])
    expect(withMissing(second, row('a:B', { regions: ['eu-west-1'] }))).toEqual(second)
    expect(withMissing([row('a:B')], row('a:B', { regions: ['eu-west-1'] }))).toEqual([row('a:B')])
  })

  it('loses what collection met and does not meet any more, and keeps what verification found', () => {
    const met = row('a:B', { regions: ['eu-west-1', 'us-east-1'], metBy: 'collection' })
    const found = row('a:C', { regions: ['eu-west-1'] })
    const seen = [coverage('eu-west-1', 'denied', 'a:B'), coverage('us-east-1', 'seen')]
    expect(stillRefused([met, found], seen)).toEqual([{ ...met, regions: ['eu-west-1'] }, found])
    expect(stillRefused([met], [coverage('eu-west-1', 'seen')])).toEqual([])
  })

  it('counts the features that lack something', () => {
    const missing = [row('a:B'), row('a:C'), { ...row('a:D'), feature: 'metrics' }]
    expect(reducedFeatures(missing).map(one => [one.feature, one.missing])).toEqual([
      ['metrics', 1],
      ['resources', 2],
    ])
  })
})

describe('the smallest policy to add', () => {
  it('holds what adding mends, and nothing that something above refuses', () => {
    const missing = [
      row('ec2:DescribeInstances'),
      row('ec2:DescribeVolumes', { cause: 'unknown' }),
      row('rds:DescribeDBInstances', { explicitDeny: true, deniedBy: 'NoDatabases' }),
      row('sqs:ListQueues', { cause: 'scp' }),
      row('lambda:ListFunctions', { cause: 'boundary' }),
      row('tag:GetResources', { cause: 'session' }),
      row('s3:ListAllMyBuckets', { cause: 'resource' }),
    ]
    expect(granted(missing)).toEqual(['ec2:DescribeInstances', 'ec2:DescribeVolumes'])
    const mends = missing.map(mendOf)
    expect(new Set(mends).size).toBe(missing.length - 1)
    expect(mends[2]).toContain('(NoDatabases)')
    for (const [index, sentence] of mends.entries())
      expect(sentence, missing[index]?.action).toMatch(
        [
          /statement to add/,
          /statement to add/,
          /take the action out/,
          /AWS Organization/,
          /boundary/,
          /report/,
          /resource/,
        ][index] ?? /never/,
      )
  })
})

describe('a region', () => {
  const denied = (action: string, regions = ['eu-south-1']) =>
    row(action, { cause: 'scp', explicitDeny: true, regions })

  it('that an SCP denies in all its calls is said in one sentence, and is no list of actions', () => {
    const missing = [denied('ec2:DescribeInstances'), denied('rds:DescribeDBInstances')]
    const seen = [
      coverage('eu-south-1', 'denied', 'ec2:DescribeInstances'),
      coverage('eu-south-1', 'denied', 'rds:DescribeDBInstances'),
    ]
    const found = change(missing, [...seen, coverage('eu-west-1', 'seen')])
    expect(found.deniedRegions).toEqual(['eu-south-1'])
    expect(found.problem?.detail).toBe(
      'eu-south-1 is denied by an organization policy: leave it out of the account’s regions, or have the policy changed.',
    )
    expect(found.missingPolicy).toBeNull()
  })

  it('is known as denied before anything was collected, when IAM says so of every regional action', () => {
    expect(change([denied('ec2:DescribeInstances'), denied('rds:DescribeDBInstances')]).deniedRegions).toEqual([
      'eu-south-1',
    ])
    expect(change([denied('ec2:DescribeInstances')]).deniedRegions).toEqual([])
  })

  it('of which something is seen, or which another policy refuses, keeps its actions', () => {
    const seen = [coverage('eu-south-1', 'denied', 'ec2:DescribeInstances'), coverage('eu-south-1', 'seen')]
    expect(change([denied('ec2:DescribeInstances')], seen).deniedRegions).toEqual([])
    const identity = row('ec2:DescribeInstances', { regions: ['eu-south-1'] })
    expect(change([identity], [coverage('eu-south-1', 'denied', 'ec2:DescribeInstances')])).toMatchObject({
      deniedRegions: [],
      problem: {
        detail: expect.stringContaining(
          '1 action missing; 1 feature reduced. Refused by the role’s policies. Refused in eu-south-1 only.',
        ),
      },
    })
  })

  it('that is denied does not hide what lacks elsewhere', () => {
    const missing = [denied('ec2:DescribeInstances', ['eu-south-1', 'eu-west-1']), denied('rds:DescribeDBInstances')]
    const seen = [coverage('eu-south-1', 'denied', 'ec2:DescribeInstances'), coverage('eu-west-1', 'seen')]
    const found = change(missing, seen)
    expect(found.deniedRegions).toEqual(['eu-south-1'])
    expect(found.problem?.detail).toMatch(/^1 action missing;.* Refused in eu-west-1 only\. eu-south-1 is denied/)
  })
})
