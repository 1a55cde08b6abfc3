import { describe, expect, it } from 'vitest'
import { features } from '../../core/define.ts'
import { actionsOf } from '../../services/index.ts'
import { actionsMatching, isReadOnly, splitAction } from './action-facts.ts'
import { chunkActions, managedPolicyLimit, policySize, sessionPolicyLimit } from './document.ts'
import { createPolicies, sessionPolicies } from './policies.ts'
import { shrink } from './wildcards.ts'

const policies = createPolicies(actionsOf)
const all = policies.actions()
const actionsIn = (documents: { document: string }[]): string[] =>
  documents.flatMap(({ document }) => JSON.parse(document).Statement[0].Action)

const matches = (pattern: string, action: string): boolean =>
  pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action

describe('the strict form', () => {
  it('names every action of the registry, each once, and nothing else', () => {
    expect(all.length).toBeGreaterThan(20)
    expect(actionsIn(policies.strict())).toEqual([...new Set(actionsOf(features).map(use => use.action))].sort())
  })

  it('leaves out what a feature needs when it is switched off', () => {
    const without = actionsIn(policies.strict(features.filter(feature => feature !== 'alarms')))
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
})

it('explains every action with its access level and reference', async () => {
  const rows = await policies.explain()
  expect(rows.find(({ action }) => action === 'ec2:DescribeRegions')).toMatchObject({
    accessLevel: 'List',
    reference:
      'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-DescribeRegions',
  })
  for (const { action, accessLevel, why } of rows) {
    expect(['List', 'Read'], action).toContain(accessLevel)
    expect(why, action).not.toBe('')
  }
})

it('narrows the sessions of verification, metrics, tags and alarms within STS’s limit', () => {
  const narrowed = sessionPolicies(actionsOf)
  expect(Object.keys(narrowed).sort()).toEqual(['alarms', 'metrics', 'tags', 'verify'])
  for (const text of Object.values(narrowed)) expect(text.length).toBeLessThanOrEqual(sessionPolicyLimit)
})
