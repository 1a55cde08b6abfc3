// The AWS-managed policies that the simulated AWS has.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Partition } from '../partitions.ts'
import type { IamAccount, ManagedPolicy } from './model.ts'

interface Source {
  name: string
  path: string
  id: string
  description: string
  version: string
  createdAt: string
  updatedAt: string
  text: () => string
}

const json = (value: unknown) => JSON.stringify(value)
const allow = (actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
})

/** SecurityAudit is AWS's own text; the others are shorter than AWS's but grant what the simulated services ask for. */
const sources: Source[] = [
  {
    name: 'SecurityAudit',
    path: '/',
    id: 'ANPAIX2T3QCXHR2OGGCTO',
    description: 'The security audit template grants access to read security configuration metadata.',
    version: 'v92',
    createdAt: '2015-02-06T18:41:01Z',
    updatedAt: '2026-08-17T00:00:00Z',
    text: () => readFileSync(join(import.meta.dirname, 'data/security-audit.json'), 'utf8'),
  },
  {
    name: 'ReadOnlyAccess',
    path: '/',
    id: 'ANPAILL3HVNFSB6DCOWYQ',
    description: 'Provides read-only access to AWS services and resources.',
    version: 'v188',
    createdAt: '2015-02-06T18:39:48Z',
    updatedAt: '2026-08-20T00:00:00Z',
    text: () =>
      json(
        allow([
          '*:Describe*',
          '*:Get*',
          '*:List*',
          'codebuild:BatchGet*',
          'ec2:Search*',
          'iam:Simulate*',
          'iam:Generate*',
          's3:HeadBucket',
        ]),
      ),
  },
  {
    name: 'ViewOnlyAccess',
    path: '/job-function/',
    id: 'ANPAID22R6XPJATWOFDK6',
    description: 'This policy grants permissions to view resources and basic metadata across all AWS services.',
    version: 'v45',
    createdAt: '2016-11-10T17:20:15Z',
    updatedAt: '2026-07-01T00:00:00Z',
    text: () => json(allow(['*:List*', 'ec2:Describe*', 'rds:Describe*', 'elasticloadbalancing:Describe*'])),
  },
  {
    name: 'AdministratorAccess',
    path: '/',
    id: 'ANPAIWMBCKSKIEE64ZLYK',
    description: 'Provides full access to AWS services and resources.',
    version: 'v1',
    createdAt: '2015-02-06T18:39:46Z',
    updatedAt: '2015-02-06T18:39:46Z',
    text: () => json(allow(['*'])),
  },
]

const known = new Map<Partition, Map<string, ManagedPolicy>>()

function policyOf(source: Source, partition: Partition): ManagedPolicy {
  const updatedAt = Date.parse(source.updatedAt)
  return {
    name: source.name,
    path: source.path,
    id: source.id,
    arn: `arn:${partition}:iam::aws:policy${source.path}${source.name}`,
    description: source.description,
    createdAt: Date.parse(source.createdAt),
    updatedAt,
    versions: [{ id: source.version, text: source.text(), createdAt: updatedAt }],
    defaultVersion: source.version,
    lastVersion: Number(source.version.slice(1)),
    tags: {},
  }
}

/** Those of an account's partition, by ARN. Read when first asked for. */
export function awsManagedPolicies(account: Pick<IamAccount, 'partition'> = {}): ReadonlyMap<string, ManagedPolicy> {
  const { partition = 'aws' } = account
  const found = known.get(partition)
  if (found) return found
  const made = new Map(sources.map(source => policyOf(source, partition)).map(policy => [policy.arn, policy]))
  known.set(partition, made)
  return made
}
