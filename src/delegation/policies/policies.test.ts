import { describe, expect, it } from 'vitest'
import { defaultFeatures, type Feature, features, mutatingFeatures } from '../../core/define.ts'
import { actionsOf } from '../../services/index.ts'
import { actionsMatching, isReadOnly, splitAction } from './action-facts.ts'
import { featuresFrom } from './choose.ts'
import { chunkActions, limitOf, managedPolicyLimit, policySize, sessionPolicyLimit, tooMuch } from './document.ts'
import { createPolicies, sessionPolicies, writePolicyName } from './policies.ts'
import { shrink } from './wildcards.ts'

const policies = createPolicies(actionsOf)
const all = policies.actions()
const actionsIn = (documents: { document: string }[]): string[] =>
  documents
    .flatMap(({ document }) => JSON.parse(document).Statement.flatMap(({ Action }: { Action: string[] }) => Action))
    .sort()

const matches = (pattern: string, action: string): boolean =>
  pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action

describe('the strict form', () => {
  it('names every action of the registry, each once, and nothing else', () => {
    expect(all.length).toBeGreaterThan(20)
    expect(actionsIn(policies.strict())).toEqual([...new Set(actionsOf(defaultFeatures).map(use => use.action))].sort())
    const chosen = actionsIn(policies.strict(features)).concat(actionsIn(policies.mutating(features)))
    expect(chosen.sort()).toEqual([...new Set(actionsOf(features).map(use => use.action))].sort())
  })

  it('holds nothing that writes, which stands in a policy of its own and only where it is chosen', async () => {
    const writes = actionsOf(mutatingFeatures).map(use => use.action)
    expect(writes.length).toBeGreaterThan(0)
    for (const documents of [policies.strict(features), await policies.wildcard(features)])
      expect(actionsIn(documents).filter(pattern => writes.some(action => matches(pattern, action)))).toEqual([])
    expect(policies.mutating(defaultFeatures)).toEqual([])
    expect(policies.mutating(features)).toMatchObject([{ name: writePolicyName }])
    expect(actionsIn(policies.mutating(features))).toEqual(writes)
  })

  it('is another for the user of an access key', () => {
    const own = createPolicies(chosen => actionsOf(chosen, 'key'))
    expect(own.actions().filter(action => !all.includes(action))).toContain('iam:GetUserPolicy')
    expect(all.filter(action => !own.actions().includes(action))).toContain('iam:GetRolePolicy')
  })

  it('leaves out what a feature needs when it is switched off', () => {
    const without = actionsIn(policies.strict(defaultFeatures.filter(feature => feature !== 'alarms')))
    expect(all.filter(action => !without.includes(action))).toEqual(['cloudwatch:DescribeAlarms'])
  })
})

describe('the wildcard form', () => {
  it('covers every action of the strict form', async () => {
    const patterns = actionsIn(await policies.wildcard())
    expect(patterns.some(pattern => pattern.endsWith('*'))).toBe(true)
    expect(all.filter(action => !patterns.some(pattern => matches(pattern, action)))).toEqual([])
  })

  it('reaches nothing but actions of access level List or Read', async () => {
    for (const pattern of actionsIn(await policies.wildcard())) {
      const [service, name] = splitAction(pattern)
      const reached = await actionsMatching(service, name)
      expect(reached.length, pattern).toBeGreaterThan(0)
      for (const action of reached) expect(await isReadOnly(service, action), `${pattern} reaches ${action}`).toBe(true)
    }
  })

  it('refuses a verb that would reach a write, or customers’ data', async () => {
    expect(await shrink(['ec2:DescribeInstances', 'ec2:DescribeVolumes'])).toEqual(['ec2:Describe*'])
    expect(await shrink(['dynamodb:GetItem', 'dynamodb:GetRecords'])).toEqual([
      'dynamodb:GetItem',
      'dynamodb:GetRecords',
    ])
    // s3:GetBucket… reads settings only; s3:Get* would read objects.
    expect(await shrink(['s3:GetBucketLocation', 's3:GetBucketTagging'])).toEqual(['s3:GetBucket*'])
    expect(await shrink(['s3:GetObject', 's3:GetBucketTagging'])).toEqual(['s3:GetBucketTagging', 's3:GetObject'])
    // sqs:ReceiveMessage and its like share a stem with writes.
    expect(await shrink(['iam:UpdateRole', 'iam:UpdateRoleDescription'])).toEqual([
      'iam:UpdateRole',
      'iam:UpdateRoleDescription',
    ])
  })
})

describe('a policy', () => {
  it('is measured without white space', () => {
    const [policy] = policies.strict()
    expect(policy?.characters).toBe(policySize(policy?.document ?? ''))
    expect(policySize('{ "a": [\n  1 ] }')).toBe('{"a":[1]}'.length)
  })

  it('is cut into parts that each fit, lose nothing and overlap nowhere', () => {
    const many = Array.from({ length: 700 }, (_, i) => `service${i % 9}:DescribeSomethingNumbered${i}`)
    const chunks = chunkActions(many)
    expect(chunks.length).toBeGreaterThan(3)
    expect(chunks.flat().sort()).toEqual([...many].sort())
    for (const chunk of chunks) {
      const [named] = createPolicies(() => chunk.map(action => ({ action, feature: 'metrics', why: '' }))).strict()
      expect(named?.characters).toBeLessThanOrEqual(managedPolicyLimit)
    }
  })

  it('of missing actions holds exactly those', () => {
    expect(policies.missing([])).toBeNull()
    expect(JSON.parse(policies.missing(['sqs:ListQueues', 'ec2:DescribeVolumes']) ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['ec2:DescribeVolumes', 'sqs:ListQueues'], Resource: '*' }],
    })
  })

  it('allow to read APIs, and not the values of API keys', async () => {
    const written = [...policies.strict(), ...(await policies.wildcard())]
    const statements = written.flatMap(({ document }) => JSON.parse(document).Statement)
    const ofApis = statements.filter(({ Action }) => Action.some((action: string) => /^apigateway:/i.test(action)))
    expect(ofApis.length).toBeGreaterThan(0)
    for (const { Action, Resource } of ofApis) {
      expect(Action).toEqual(['apigateway:GET'])
      expect(Resource).toContain('arn:*:apigateway:*::/restapis')
      for (const one of Resource) expect(one).toMatch(/^arn:\*:apigateway:\*::\/(restapis|apis)(\/\*\/stages)?$/)
    }
  })
})

it('explains every action with its access level and reference', async () => {
  const rows = await policies.explain()
  expect(rows.find(({ action }) => action === 'ec2:DescribeRegions')).toMatchObject({
    accessLevel: 'List',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html',
    features: ['account'],
    stops: expect.stringContaining('regions'),
  })
  for (const { action, accessLevel, why } of rows) {
    expect(['List', 'Read'], action).toContain(accessLevel)
    expect(why, action).not.toBe('')
  }
})

it('says every feature that an action serves', async () => {
  const twice = (chosen: readonly Feature[]) =>
    chosen.map(feature => ({ action: 'ec2:DescribeRegions', feature, why: '', stops: '' })).slice(0, 2)
  const [row] = await createPolicies(twice).explain(['account', 'metrics'])
  expect(row?.features).toEqual(['account', 'metrics'])
  const [unlisted] = await createPolicies(() => [{ action: 'polly:ListLexicons', feature: 'tags', why: '' }]).explain([
    'tags',
  ])
  expect(unlisted?.reference).toBe(
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonpolly.html#amazonpolly-ListLexicons',
  )
})

describe('how wide the wildcards are', () => {
  it('is what they reach beyond what is called, by name', async () => {
    const { strict, wildcard, extra } = await policies.width()
    expect(strict).toBe(all.length)
    expect(wildcard).toBe(strict + extra.length)
    expect(extra).toContain('ec2:DescribeKeyPairs')
    expect(extra.filter(action => all.includes(action))).toEqual([])
    expect(await policies.width(['account'])).toEqual({ strict: 2, wildcard: 2, extra: [] })
  })
})

describe('what one role takes', () => {
  const many = createPolicies(() =>
    Array.from({ length: 1_600 }, (_, i) => ({
      action: `ec2:DescribeSomethingNumbered${i}`,
      feature: 'metrics',
      why: '',
    })),
  )

  it('is ten managed policies, and 10,240 characters of inline ones; more is said', () => {
    const managed = many.strict(['metrics'])
    expect(managed).toHaveLength(Math.ceil(managed.reduce((sum, one) => sum + one.characters, 0) / managedPolicyLimit))
    expect(tooMuch(managed, 'managed', 'role')).toBeNull()
    expect(tooMuch([...managed, ...managed], 'managed', 'role')).toMatch(
      /^These are 20 managed policies, and a role takes 10/,
    )
    const inline = many.strict(['metrics'], undefined, limitOf('inline', 'role'))
    for (const { characters } of inline) expect(characters).toBeLessThanOrEqual(10_240)
    expect(tooMuch(inline, 'inline', 'role')).toMatch(/inline policies of a role may have 10240 together/)
    expect(tooMuch(policies.strict(), 'inline', 'role')).toBeNull()
    expect(tooMuch(inline.slice(0, 1), 'inline', 'key')).toMatch(/of a user may have 2048/)
  })
})

it('reads chosen features, with the one that every account needs', () => {
  expect(featuresFrom(undefined, 'features')).toEqual([...defaultFeatures])
  expect(featuresFrom(' tags,metrics', 'features')).toEqual(['account', 'metrics', 'tags'])
  expect(() => featuresFrom('metrics,all', 'features')).toThrow(/"all" is none of account, metrics/)
  expect(() => featuresFrom('', 'features')).toThrow(/"" is none of/)
})

it('narrows the sessions of everything but the inventory within STS’s limit', () => {
  const narrowed = sessionPolicies(actionsOf)
  const purposes = ['alarms', 'cost-management', 'event-bus', 'metrics', 'organization', 'tags', 'verify']
  expect(Object.keys(narrowed).sort()).toEqual(purposes)
  for (const text of Object.values(narrowed)) expect(text.length).toBeLessThanOrEqual(sessionPolicyLimit)
})
