import { describe, expect, it } from 'vitest'
import { features } from '../../../core/define.ts'
import { actionsOf } from '../../../services/index.ts'
import { createPolicies } from '../../policies/policies.ts'
import { compare } from './compare.ts'
import { diffLines } from './lines.ts'
import type { HeldPolicy } from './read.ts'

const policies = createPolicies(actionsOf)
const called = { now: policies.actions(), ever: policies.actions(features) }
const [strict] = policies.strict()

const allow = (...Action: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
const own = (document: string, name = 'HeyCloudIntegrationPolicy'): HeldPolicy => ({
  ...{ name, document, reason: '' },
  arn: `arn:aws:iam::111122223333:policy/${name}`,
})
const aws = (name: string, document: string): HeldPolicy => ({
  ...{ name, document, reason: '' },
  arn: `arn:aws:iam::aws:policy/${name}`,
})
const drift = (...held: HeldPolicy[]) => compare(held, called, 5)

describe('a role with the policy of this version', () => {
  it.each([
    ['strict', async () => strict?.document ?? ''],
    ['wildcard', async () => (await policies.wildcard())[0]?.document ?? ''],
  ])('has no drift in the %s form', async (_, document) => {
    const found = await drift(own(await document()))
    expect(found).toMatchObject({ readAt: 5, missing: [], superfluous: [], diff: [] })
    expect(found.policies).toMatchObject([{ verdict: 'needed', arn: expect.stringContaining('HeyCloudIntegration') }])
    expect(found.policies[0]?.note).toContain(`${called.now.length} of the ${called.now.length} actions`)
  })
})

describe('drift', () => {
  it('names what is missing and what is not called any more, and shows the lines to change', async () => {
    const [first = ''] = called.now
    const found = await drift(own(allow(...called.now.slice(1), 'glacier:ListVaults')))
    expect(found).toMatchObject({ missing: [first], superfluous: ['glacier:ListVaults'] })
    expect(found.diff.filter(line => !line.startsWith(' '))).toEqual([
      `+        "${first}",`,
      '-        "glacier:ListVaults",',
    ])
    expect(found.diff[0]).toBe(' HeyCloudIntegrationPolicy')
  })

  it('shows a whole policy where there is none of HeyCloud’s own', async () => {
    const found = await drift()
    expect(found.missing).toEqual(called.now)
    expect(found.diff[0]).toBe('+HeyCloudIntegrationPolicy')
    expect(
      JSON.parse(
        found.diff
          .slice(1)
          .map(line => line.slice(1))
          .join('\n'),
      )
        .Statement.flatMap(({ Action }: { Action: string[] }) => Action)
        .sort(),
    ).toEqual(called.now)
  })

  it('adds no action to a statement that has a condition or other resources', async () => {
    const [first = '', ...rest] = called.now
    const Statement = [
      { Effect: 'Allow', Action: rest, Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    ]
    const found = await drift(own(JSON.stringify({ Version: '2012-10-17', Statement })))
    expect(found.missing).toEqual([first])
    const then = found.diff
      .slice(1)
      .filter(line => !line.startsWith('-'))
      .map(line => line.slice(1))
    expect(JSON.parse(then.join('\n')).Statement).toMatchObject([{ Action: rest }, { Action: [first], Resource: '*' }])
  })

  it('is never “none” where a policy could not be read', async () => {
    const unread = {
      name: 'Other',
      arn: 'arn:aws:iam::111122223333:policy/Other',
      document: null,
      reason: 'iam:GetPolicy is denied.',
    }
    const found = await drift(own(allow('ec2:DescribeInstances')), unread)
    expect(found.missing).toEqual([])
    expect(found.policies[1]).toMatchObject({ verdict: 'unread', note: 'iam:GetPolicy is denied.' })
  })

  it('leaves a switched-off feature’s actions alone', async () => {
    const found = await compare([own(strict?.document ?? '')], { ...called, now: ['ec2:DescribeRegions'] }, 5)
    expect(found).toMatchObject({ missing: [], superfluous: [], diff: [] })
  })
})

describe('a policy beside HeyCloud’s own', () => {
  const verdicts: [string, HeldPolicy, string, RegExp][] = [
    ['SecurityAudit', aws('SecurityAudit', allow('glacier:*')), 'audit', /auditors/],
    [
      'SecurityAudit of another partition',
      { ...aws('', allow('a:b')), arn: 'arn:aws-cn:iam::aws:policy/SecurityAudit' },
      'audit',
      /auditors/,
    ],
    [
      'a customer’s policy of that name',
      own(allow('ec2:TerminateInstances'), 'SecurityAudit'),
      'too_wide',
      /ec2:TerminateInstances/,
    ],
    ['AdministratorAccess', aws('AdministratorAccess', allow('*')), 'too_wide', /write: \*/],
    ['everything of one service', own(allow('ec2:*')), 'too_wide', /and \d+ more/],
    ['a write under a wildcard', own(allow('sqs:*Message*')), 'too_wide', /sqs:/],
    [
      'a write in other letters',
      own(allow('EC2:terminateINSTANCES')),
      'too_wide',
      /TerminateInstances|terminateINSTANCES/,
    ],
    [
      'PowerUserAccess',
      aws(
        'PowerUserAccess',
        JSON.stringify({ Statement: [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }] }),
      ),
      'too_wide',
      /everything but iam:\*, organizations:\*/,
    ],
    ['ReadOnlyAccess', aws('ReadOnlyAccess', allow('*:Describe*', '*:Get*', '*:List*')), 'needed', /every service/],
    ['reads that HeyCloud never makes', own(allow('glacier:ListVaults')), 'unused', /calls nothing/],
    [
      'denials alone',
      own(JSON.stringify({ Statement: { Effect: 'Deny', Action: '*', Resource: '*' } })),
      'unused',
      /only denies/,
    ],
    ['what is no JSON', own('no'), 'unread', /no policy document/],
  ]
  it.each(verdicts)('%s', async (_, held, verdict, note) => {
    const found = await drift(own(strict?.document ?? ''), held)
    expect(found.policies[1]?.verdict).toBe(verdict)
    expect(found.policies[1]?.note).toMatch(note)
  })

  it('that writes what a chosen feature needs is needed', async () => {
    const withBus = { now: [...called.now, 'events:CreateEventBus'], ever: called.ever }
    const write = own(allow('events:CreateEventBus'), 'HeyCloudWritePolicy')
    const found = await compare([own(strict?.document ?? ''), write], withBus, 5)
    expect(found.policies[1]?.verdict).toBe('needed')
    expect(found).toMatchObject({ missing: [], superfluous: [] })
  })
})

describe('lines', () => {
  it('show what differs once, and nothing where nothing does', () => {
    expect(diffLines('a\nb', 'a\nb')).toEqual([])
    expect(diffLines('[\n a,\n b\n]', '[\n a\n]')).toEqual([' [', '  a', '- b', ' ]'])
    expect(diffLines('a\nc', 'a\nb\nc')).toEqual([' a', '+b', ' c'])
    expect(diffLines('', 'a')).toEqual(['-', '+a'])
  })
})
