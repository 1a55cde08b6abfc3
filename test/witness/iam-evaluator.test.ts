import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type EvaluatorCase,
  evaluatorCases,
  policiesOfCase,
  requestOf,
  resourceOwner,
} from '../../simulator/iam/cases.ts'
import { evaluate } from '../../simulator/iam/evaluate.ts'
import { type Random, seededRandom } from '../../src/core/random.ts'

/** A folder whose node_modules holds @cloud-copilot/iam-simulate, which is no dependency of this project. */
const elsewhere = process.env.WITNESS_IAM_SIMULATE
const name = '@cloud-copilot/iam-simulate'

interface Witness {
  runSimulation(
    simulation: object,
    options: object,
  ): Promise<{ resultType: string; overallResult?: string; errors?: unknown }>
}

function load(): Witness | undefined {
  const from = elsewhere === undefined ? import.meta.url : join(elsewhere, 'index.js')
  const require = createRequire(from)
  try {
    require.resolve(name)
  } catch {
    // Not installed: the tests below are skipped by name.
    return undefined
  }
  return require(name) as Witness
}

const witness = load()

function simulationOf(given: EvaluatorCase): object {
  const { request, policies } = given
  const named = (documents: object[]) => documents.map((policy, index) => ({ name: `policy-${index}`, policy }))
  return {
    request: {
      principal: request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: resourceOwner(given) },
      contextVariables: request.context,
    },
    identityPolicies: named(policies.identity),
    serviceControlPolicies: (policies.serviceControl ?? []).map((level, index) => ({
      orgIdentifier: `level-${index}`,
      policies: named(level),
    })),
    resourceControlPolicies: [],
    resourcePolicy: policies.trust ?? policies.resource,
    sessionPolicy: policies.session,
    permissionBoundaryPolicies: policies.boundary ? named([policies.boundary]) : undefined,
  }
}

const words = { allowed: 'Allowed', explicit: 'ExplicitlyDenied', implicit: 'ImplicitlyDenied' }

function ours(given: EvaluatorCase): string {
  const decision = evaluate(requestOf(given), policiesOfCase(given))
  return decision.allowed ? words.allowed : decision.explicit ? words.explicit : words.implicit
}

/** Unique ids are not in the witness's request, so it cannot tell a role from one made again under its name. */
const beyond = (given: EvaluatorCase) => given.policies.principalIds !== undefined

/**
 * Where the witness is wrong by AWS's own word. Policy variables are plain text before version 2012-10-17:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 * What a resource's policy grants to a session by its ARN is not limited by the session policy:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
const witnessErrs = new Set([
  'variables of the old version are plain text',
  'a grant to a session is not limited by the session policy',
])

describe.each([...evaluatorCases()])(`witness: ${name}: %s`, (_file, cases) => {
  it.skipIf(!witness).each(cases.filter(given => !beyond(given)))('$name', async given => {
    const theirs = await witness?.runSimulation(simulationOf(given), {})
    expect(theirs?.errors).toBeUndefined()
    if (witnessErrs.has(given.name)) expect(ours(given)).not.toBe(theirs?.overallResult)
    else expect(ours(given)).toBe(theirs?.overallResult)
  })
})

const user = 'arn:aws:iam::111122223333:user/alice'
const role = 'arn:aws:iam::111122223333:role/Reader'
const session = 'arn:aws:sts::111122223333:assumed-role/Reader/session'

function randomCase(random: Random): EvaluatorCase {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)] as T
  const maybe = <T>(share: number, make: () => T): T | undefined => (random.next() < share ? make() : undefined)
  const conditions = [
    { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } },
    { StringNotEquals: { 'aws:PrincipalOrgID': ['o-abc', 'o-x'] } },
    { StringLikeIfExists: { 'aws:PrincipalOrgID': 'o-*' } },
    { Bool: { 'aws:SecureTransport': 'true' }, Null: { 'aws:PrincipalOrgID': 'true' } },
    { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.7'] } },
    { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
    { ArnNotEquals: { 'aws:PrincipalArn': user } },
    { DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
  ]
  const elements = (withResource: boolean) => ({
    Effect: pick(['Allow', 'Allow', 'Allow', 'Deny']),
    ...pick([{ Action: 's3:*' }, { Action: ['s3:Get*', 'ec2:*'] }, { Action: 's3:PutObject' }, { NotAction: 'ec2:*' }]),
    ...(withResource
      ? pick([{ Resource: '*' }, { Resource: 'arn:aws:s3:::data/*' }, { NotResource: 'arn:aws:s3:::data/private*' }])
      : { Resource: 'arn:aws:s3:::data/*' }),
    ...maybe(0.4, () => ({ Condition: pick(conditions) })),
  })
  const documentOf = () => ({
    Version: '2012-10-17',
    Statement: Array.from({ length: 1 + Math.floor(random.next() * 2) }, () => elements(true)),
  })
  const bucketPolicy = () => ({
    Version: '2012-10-17',
    Statement: [
      {
        ...elements(false),
        Principal: pick(['*', { AWS: user }, { AWS: role }, { AWS: 'arn:aws:iam::111122223333:root' }]),
      },
    ],
  })
  const principal = pick([user, session])
  const [boundary, sessionPolicy, resource] = [maybe(0.3, documentOf), maybe(0.3, documentOf), maybe(0.6, bucketPolicy)]
  const serviceControl = maybe(0.3, () => [[documentOf(), documentOf()], [documentOf()]])
  const context: Record<string, string> = { 'aws:PrincipalArn': principal === user ? user : role }
  if (random.next() < 0.5) context['aws:PrincipalOrgID'] = pick(['o-abc', 'o-xyz'])
  if (random.next() < 0.7) context['aws:SourceIp'] = pick(['203.0.113.9', '198.51.100.7', '192.0.2.1'])
  if (random.next() < 0.5) context['aws:SecureTransport'] = pick(['true', 'false'])
  context['aws:CurrentTime'] = pick(['2026-01-01T00:00:00Z', '2026-11-23T00:00:00Z'])
  return {
    name: 'random',
    request: {
      principal,
      action: pick(['s3:GetObject', 's3:PutObject']),
      resource: pick(['arn:aws:s3:::data/a.csv', 'arn:aws:s3:::data/private.csv']),
      resourceAccountId: pick(['111122223333', '111122223333', '444455556666']),
      context,
      ...(principal === session ? { roleArn: role } : {}),
    },
    policies: {
      identity: Array.from({ length: Math.floor(random.next() * 3) }, documentOf),
      ...(boundary ? { boundary } : {}),
      ...(sessionPolicy && principal === session ? { session: sessionPolicy } : {}),
      ...(resource ? { resource } : {}),
      ...(serviceControl ? { serviceControl } : {}),
    },
    expected: { allowed: true },
  }
}

describe(`witness: ${name}: random policies`, () => {
  it.skipIf(!witness)(
    'agrees on two thousand requests',
    async () => {
      const random = seededRandom(20261123)
      const differing: unknown[] = []
      for (let index = 0; index < 2000; index += 1) {
        const given = randomCase(random)
        const theirs = await witness?.runSimulation(simulationOf(given), {})
        if (theirs?.overallResult !== ours(given)) differing.push({ ours: ours(given), theirs, given })
      }
      expect(differing).toEqual([])
    },
    60_000,
  )
})
