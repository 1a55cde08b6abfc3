// Which permissions a role lacks, what refuses them, and how its policies drifted, over the simulated AWS.

import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RoleAccount } from '../src/core/account.ts'
import { DAY, SECOND } from '../src/core/clock.ts'
import type { Coverage } from '../src/core/coverage.ts'
import { nothingCalled } from '../src/core/coverage.ts'
import type { Denied } from '../src/core/observation.ts'
import type { Verification } from '../src/core/verification.ts'
import {
  actor,
  type Delegating,
  goodTrust,
  makeRole,
  organisation,
  prod,
  save,
  startDelegating,
  step,
  verificationOf,
  waitFor,
} from './support/delegating.ts'

let world: Delegating
let account: RoleAccount
let roles = 0

beforeAll(async () => {
  world = await startDelegating()
})
afterAll(() => world.close())
afterEach(async () => {
  await world.delegation.accounts.delete(actor, account.id)
  setControls()
  expect(world.errors).toEqual([])
})

const statement = (Action: string[], more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more })
const policy = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement })
const all = (): string[] => world.delegation.policies.actions()
const setControls = (...documents: string[]): void =>
  world.simulator.iam.change(prod, draft => {
    draft.serviceControlPolicies = documents
  })

/** A good role with these policies, verified once. */
async function connect(policies: string[], attributes: object = {}): Promise<Verification> {
  roles += 1
  const { value } = await world.delegation.externalIds.pageDraft(organisation)
  const name = `HeyCloudPermissions${roles}`
  await makeRole(world, { name, trust: goodTrust(world, value), policies })
  account = await save(world, name, attributes)
  return waitFor(world, account, 0)
}

const inline = (PolicyName: string, PolicyDocument: string) =>
  world.admin(prod).send(new PutRolePolicyCommand({ RoleName: account.roleName, PolicyName, PolicyDocument }))
const again = async (): Promise<Verification> => {
  await world.delegation.verification.again(account)
  return waitFor(world, account, 0)
}
/** As the status is asked for. */
const look = async (): Promise<Verification> =>
  world.delegation.verification.view(await world.delegation.accounts.get(organisation, account.id))
const rows = ({ missingActions }: Verification) =>
  missingActions.map(({ action, cause, explicitDeny, regions }) => [action, cause, explicitDeny, regions])

describe('what refuses an action', () => {
  it('is told apart: nothing grants it, a Deny, a boundary, an SCP; and only the first is in the policy to add', async () => {
    await connect([policy(statement(all().filter(action => action !== 'sqs:ListQueues')))])
    await inline('NoTags', policy({ Effect: 'Deny', Action: 'tag:GetResources', Resource: '*' }))
    const iam = world.admin(prod)
    const boundary = await iam.send(
      new CreatePolicyCommand({
        PolicyName: `Boundary${roles}`,
        PolicyDocument: policy(statement(['*']), { Effect: 'Deny', Action: 'lambda:*', Resource: '*' }),
      }),
    )
    const PermissionsBoundary = boundary.Policy?.Arn
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: account.roleName, PermissionsBoundary }))
    setControls(policy(statement(['*']), { Effect: 'Deny', Action: 'ecs:*', Resource: '*' }))
    const found = await again()
    expect(rows(found)).toEqual([
      ...['DescribeClusters', 'DescribeServices', 'ListClusters', 'ListServices'].map(name => [
        ...[`ecs:${name}`, 'scp', true, []],
      ]),
      ['lambda:ListFunctions', 'boundary', true, []],
      ['sqs:ListQueues', 'identity', false, []],
      ['tag:GetResources', 'identity', true, []],
    ])
    expect(found.missingActions.at(-1)?.deniedBy).toContain('NoTags')
    expect(JSON.parse(found.missingPolicy ?? '').Statement[0].Action).toEqual(['sqs:ListQueues'])
    expect(found.problem?.detail).toContain('7 actions missing; 2 features reduced.')

    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: account.roleName }))
    setControls()
    expect(rows(await again()).map(([action]) => action)).toEqual(['sqs:ListQueues', 'tag:GetResources'])
  })

  it('is named with its regions where a policy depends on the region', async () => {
    const some = ['ec2:DescribeInstances', 'rds:DescribeDBInstances']
    const here = { Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } } }
    const found = await connect(
      [policy(statement(all().filter(action => !some.includes(action))), statement(some, here))],
      {
        aws_regions: { include_only: ['eu-west-1', 'us-east-1', 'us-west-2'] },
      },
    )
    expect(rows(found)).toEqual(some.map(action => [action, 'identity', false, ['us-west-2']]))
    expect(found.problem?.detail).toContain('Refused in us-west-2 only.')
  })

  it('is none of IAM’s where IAM’s own region is allowed', async () => {
    const here = { Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } } }
    const elsewhere = { Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } } }
    const found = await connect(
      [policy(statement(all(), here), { Effect: 'Deny', Action: '*', Resource: '*', ...elsewhere })],
      { aws_regions: { include_only: ['eu-west-1'] } },
    )
    expect(found).toMatchObject({ state: 'connected', missingActions: [], drift: { missing: [] } })
  })

  it('is a region as a whole where an SCP denies the region, and the others are whole', async () => {
    setControls(
      policy(statement(['*']), {
        ...{ Effect: 'Deny', NotAction: ['iam:*', 'sts:*', 's3:*', 'organizations:*'], Resource: '*' },
        Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } },
      }),
    )
    const found = await connect([policy(statement(all()))])
    expect(found.deniedRegions).toEqual(['us-west-2'])
    expect(found).toMatchObject({ state: 'degraded', missingPolicy: null, problem: { code: 'missing_permissions' } })
    expect(found.problem?.detail).toBe(
      'us-west-2 is denied by an organization policy: leave it out of the account’s regions, or have the policy changed.',
    )
    await world.delegation.accounts.update(actor, account.id, { aws_regions: { include_only: ['eu-west-1'] } })
    expect(await waitFor(world, account, 0)).toMatchObject({ state: 'connected', problem: null, deniedRegions: [] })
  })

  it('is nothing where diagnosis is allowed on the role itself alone', async () => {
    const own = all().filter(action => /^iam:(Get|List)(Role(?!s)|Attached)|^iam:Simulate/.test(action))
    const Resource = `arn:aws:iam::${prod}:role/HeyCloudPermissions${roles + 1}`
    const found = await connect([
      policy(statement(all().filter(action => !own.includes(action))), { Effect: 'Allow', Action: own, Resource }),
    ])
    expect(own.length).toBeGreaterThan(4)
    expect(found).toMatchObject({ state: 'connected', missingActions: [] })
  })

  it('is met by collection, and forgotten when the ledger sees the same again', async () => {
    await connect([policy(statement(all()))])
    const denied: Denied = {
      ...{ state: 'denied' as const, action: 'rds:DescribeDBInstances', cause: 'scp' as const, at: 0 },
      message: 'not authorized to perform: rds:DescribeDBInstances with an explicit deny in a service control policy',
    }
    const row = (state: 'denied' | 'seen', kind: Coverage['kind'] = 'resources'): Coverage => ({
      ...nothingCalled,
      ...{ organisation, accountConfigId: account.id, kind, region: 'us-west-2', namespace: null, state },
      ...{ lastSuccess: null, lastAttempt: 1, newestPoint: null, items: 0, points: 0 },
      ...{ action: state === 'denied' ? denied.action : null, reason: '' },
    })
    await world.settings.coverage.put([row('denied'), row('seen', 'metrics')])
    await world.delegation.verification.reportDenied({ account, region: 'us-west-2', denied })
    const met = await look()
    expect(rows(met)).toEqual([['rds:DescribeDBInstances', 'scp', true, ['us-west-2']]])
    expect(met.state).toBe('degraded')
    // IAM allows it, and what collection meets stands beside.
    expect(rows(await again())).toHaveLength(1)
    await world.settings.coverage.put([row('seen')])
    expect(await look()).toMatchObject({ state: 'connected', missingActions: [] })
  })

  it('is not asked about where diagnosis is switched off', async () => {
    const asked = () => world.simulator.ledger.total({ service: 'iam', accountId: prod }).calls
    await connect([policy(statement(all()))])
    await world.delegation.accounts.turnOff(actor, account.id, 'diagnosis')
    const before = asked()
    const found = await waitFor(world, account, SECOND)
    expect(asked()).toBe(before)
    expect([step(found, 'permissions').state, step(found, 'trust_policy').state]).toEqual(['skipped', 'skipped'])
    expect(found).toMatchObject({ state: 'connected', drift: null, missingActions: [] })
  })
})

describe('drift', () => {
  it('is none of a role made as the page says', async () => {
    const found = await connect((await world.delegation.policies.wildcard()).map(({ document }) => document))
    expect(found.drift).toMatchObject({ missing: [], superfluous: [], diff: [] })
    expect(found.drift?.policies.map(({ verdict }) => verdict)).toEqual(['needed'])
  })

  it('names what an older policy lacks and has too much, judges what stands beside it, and is read daily', async () => {
    await connect([policy(statement([...all().filter(action => action !== 'sqs:ListQueues'), 'glacier:ListVaults']))])
    await inline('Mine', policy(statement(['ec2:TerminateInstances'])))
    const iam = world.admin(prod)
    for (const name of ['SecurityAudit', 'AdministratorAccess']) {
      const PolicyArn = `arn:aws:iam::aws:policy/${name}`
      await iam.send(new AttachRolePolicyCommand({ RoleName: account.roleName, PolicyArn }))
    }
    expect((await verificationOf(world, account)).drift?.policies).toHaveLength(1)
    world.clock.advance(DAY)
    const { drift } = await waitFor(world, account, 0)
    expect(drift?.policies.map(({ name, verdict }) => [name.replace(/\d+-0$/, ''), verdict])).toEqual([
      ['HeyCloudPermissions', 'needed'],
      ['SecurityAudit', 'audit'],
      ['AdministratorAccess', 'too_wide'],
      ['Mine', 'too_wide'],
    ])
    // AdministratorAccess allows it; the policy is superfluous all the same.
    expect(drift).toMatchObject({ missing: [], superfluous: ['glacier:ListVaults'] })
    expect(drift?.diff.filter(line => line.startsWith('-'))).toEqual(['-        "glacier:ListVaults",'])
  })

  it('is unread, and never “none”, where the policies may not be read', async () => {
    const hidden = ['iam:ListAttachedRolePolicies', 'iam:GetRolePolicy']
    await connect([policy(statement(all().filter(action => !hidden.includes(action))))])
    await inline('Own', policy(statement(['ec2:DescribeVolumes'])))
    const { drift, missingActions } = await again()
    expect(drift?.policies.map(({ name, verdict, note }) => [name, verdict, note])).toEqual([
      ['managed policies', 'unread', 'iam:ListAttachedRolePolicies is denied.'],
      ['Own', 'unread', 'iam:GetRolePolicy is denied.'],
    ])
    expect(missingActions.map(({ action }) => action)).toEqual(hidden.toSorted())
  })
})
