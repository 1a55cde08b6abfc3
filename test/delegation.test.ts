// Every way in which connecting a role succeeds or fails, over the simulated AWS: nothing between is replaced.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AwsAccount, RoleAccount } from '../src/core/account.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../src/core/clock.ts'
import {
  actor,
  changeTrust,
  type Delegating,
  goodTrust,
  makeRole,
  organisation,
  prod,
  save,
  setOwnPolicy,
  startDelegating,
  step,
  verificationOf,
  waitFor,
} from './support/delegating.ts'

let world: Delegating
let account: RoleAccount | undefined
let roles = 0

beforeAll(async () => {
  world = await startDelegating()
})
afterAll(() => world.close())
afterEach(async () => {
  if (account) await world.delegation.accounts.delete(actor, account.id)
  account = undefined
  world.simulator.faults.clear()
  setOwnPolicy(world, 'sts:AssumeRole')
  expect(world.errors).toEqual([])
})

/** A role of its own for each test. */
const newName = (): string => {
  roles += 1
  return `HeyCloudRole${roles}`
}

const draft = async (): Promise<string> => (await world.delegation.externalIds.pageDraft(organisation)).value

/** Makes the role with `trust`, written around the page's external ID, saves it, and lets `ms` go by. */
async function connect(trust: (externalId: string) => string, ms = 0, policies?: string[]) {
  const name = newName()
  await makeRole(world, { name, trust: trust(await draft()), ...(policies ? { policies } : {}) })
  account = await save(world, name)
  return waitFor(world, account, ms)
}

/** The good trust policy with its condition replaced. */
const withCondition =
  (condition: (externalId: string) => object | undefined) =>
  (externalId: string): string => {
    const policy = JSON.parse(goodTrust(world, externalId))
    policy.Statement[0].Condition = condition(externalId)
    return JSON.stringify(policy)
  }

const collectable = (saved: AwsAccount) => world.delegation.verification.isCollectable(saved)

describe('a role made as the guide says', () => {
  it('connects, every step passed, and nothing is missing', async () => {
    const verification = await connect(id => goodTrust(world, id))
    expect(verification.steps.slice(0, 8).map(({ name, state }) => [name, state])).toEqual(
      [
        'identity',
        'reachable',
        'assume_role',
        'no_external_id',
        'wrong_external_id',
        'permissions',
        'trust_policy',
        'regions',
      ].map(name => [name, 'passed']),
    )
    expect(verification).toMatchObject({ state: 'connected', problem: null, missingActions: [], trustFaults: [] })
    expect(verification.regions).toContain('eu-west-1')
    expect(world.connected.at(-1)).toBe(prod)
    expect(account && (await collectable(account))).toBe(true)
  })

  it('connects with a path', async () => {
    const name = newName()
    await makeRole(world, { name, path: '/team/monitoring/', trust: goodTrust(world, await draft()) })
    account = await save(world, `team/monitoring/${name}`)
    expect((await waitFor(world, account, 0)).state).toBe('connected')
  })

  it('is probed again after a day, and blocked at once when its trust was weakened meanwhile', async () => {
    await connect(id => goodTrust(world, id))
    if (!account) throw new Error('not saved')
    await changeTrust(world, account.roleName, withCondition(() => undefined)(account.externalId))
    world.clock.advance(23 * HOUR)
    await world.delegation.verification.tick()
    expect(await collectable(account)).toBe(true)
    world.clock.advance(HOUR)
    await world.delegation.verification.tick()
    const weakened = await verificationOf(world, account)
    expect(weakened).toMatchObject({
      state: 'blocked',
      weakenedAt: expect.any(Number),
      problem: { code: 'trust_weakened' },
    })
    expect(weakened.problem?.detail).toContain(`"sts:ExternalId":"${account.externalId}"`)
    expect(await collectable(account)).toBe(false)
    // Whoever looks at it and asks again does not hide that it was.
    await world.delegation.verification.again(account)
    const asked = await waitFor(world, account, 0)
    expect(asked).toMatchObject({ state: 'blocked', weakenedAt: weakened.weakenedAt })
    await changeTrust(world, account.roleName, goodTrust(world, account.externalId))
    const mended = await waitFor(world, account, 2 * SECOND)
    expect(mended).toMatchObject({ state: 'connected', weakenedAt: null, problem: null })
    const audited = (await world.settings.audit.list(organisation, 20)).filter(({ target }) => target === account?.id)
    expect(audited.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['account.trust_weakened', 'account.trust_restored']),
    )
  })
})

describe('a role that is not there yet', () => {
  it('shows the ranked causes at the first refusal, and connects when the role appears within the minute', async () => {
    const name = newName()
    const externalId = await draft()
    account = await save(world, name)
    const first = await waitFor(world, account, 0)
    expect(first).toMatchObject({ state: 'pending', problem: { code: 'not_authorized_to_assume' } })
    expect(first.causes.map(({ id }) => id).slice(0, 4)).toEqual([
      'propagation',
      'role_name',
      'role_path',
      'own_permission',
    ])
    expect(step(first, 'assume_role')).toMatchObject({
      state: 'running',
      attempts: 1,
    })
    expect(step(first, 'assume_role').nextAttemptAt).toBeLessThanOrEqual(world.clock.now() + SECOND)
    await makeRole(world, { name, trust: goodTrust(world, externalId) })
    expect(await waitFor(world, account, 2 * SECOND)).toMatchObject({ state: 'connected', problem: null, causes: [] })
  })

  it('is tried after 1, 2, 4, 8, 15 and 30 s, then every 5 minutes for 48 hours, then daily, over restarts too', async () => {
    account = await save(world, newName())
    const gaps: number[] = []
    let before = world.clock.now()
    for (let attempt = 0; attempt < 9; attempt += 1) {
      await world.delegation.verification.tick()
      const next = step(await verificationOf(world, account), 'assume_role').nextAttemptAt ?? 0
      gaps.push((next - before) / SECOND)
      world.clock.advance(next - world.clock.now())
      before = next
    }
    expect(gaps.map(Math.round)).toEqual([1, 2, 4, 8, 15, 30, 300, 300, 300])
    expect((await verificationOf(world, account)).state).toBe('not_assumable')
    world.clock.advance(2 * DAY)
    await world.delegation.verification.tick()
    const next = step(await verificationOf(world, account), 'assume_role').nextAttemptAt ?? 0
    expect(next - world.clock.now()).toBeGreaterThan(23 * HOUR)
  })

  it('is tried quickly again when somebody comes to look', async () => {
    account = await save(world, newName())
    await waitFor(world, account, 10 * MINUTE)
    await world.delegation.verification.view(account)
    const hastened = step(await verificationOf(world, account), 'assume_role')
    expect(hastened.nextAttemptAt).toBeLessThanOrEqual(world.clock.now())
  })
})

describe('a refusal', () => {
  it('of a role name in the wrong case ranks the name first and shows it', async () => {
    const name = newName()
    await makeRole(world, { name, trust: goodTrust(world, await draft()) })
    account = await save(world, name.toLowerCase())
    const verification = await waitFor(world, account, 7 * MINUTE)
    expect(verification).toMatchObject({ state: 'not_assumable', problem: { code: 'not_authorized_to_assume' } })
    expect(verification.causes[0]).toMatchObject({ id: 'role_name', presentValue: name.toLowerCase() })
  })

  it('by a trust policy with another external ID', async () => {
    const verification = await connect(() => goodTrust(world, '0'.repeat(32)))
    expect(verification.problem?.code).toBe('not_authorized_to_assume')
    expect(verification.causes.find(({ id }) => id === 'external_id')?.presentValue).toBe(account?.externalId)
  })

  it('by an MFA condition', async () => {
    const verification = await connect(
      withCondition(id => ({
        StringEquals: { 'sts:ExternalId': id },
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      })),
    )
    expect(verification.problem?.code).toBe('not_authorized_to_assume')
    expect(verification.causes.map(({ id }) => id)).toContain('mfa')
  })

  it('for want of sts:AssumeRole of HeyCloud’s own is certain where IAM may be asked', async () => {
    setOwnPolicy(world, 'iam:SimulatePrincipalPolicy')
    const verification = await connect(id => goodTrust(world, id))
    expect(verification.causes[0]).toMatchObject({ id: 'own_permission', certain: true })
    setOwnPolicy(world, 'iam:SimulatePrincipalPolicy', 'sts:AssumeRole')
    if (!account) throw new Error('not saved')
    expect((await waitFor(world, account, 2 * SECOND)).state).toBe('connected')
  })

  it('for want of sts:AssumeRole of HeyCloud’s own is ranked where IAM may not be asked', async () => {
    setOwnPolicy(world)
    const verification = await connect(id => goodTrust(world, id))
    expect(verification.causes.find(({ id }) => id === 'own_permission')).toMatchObject({ certain: false })
  })
})

describe('a role that can be assumed without the right external ID', () => {
  const holes: [string, (externalId: string) => object | undefined, string][] = [
    ['no condition', () => undefined, 'assumable_without_external_id'],
    [
      'StringEqualsIfExists',
      id => ({ StringEqualsIfExists: { 'sts:ExternalId': id } }),
      'assumable_without_external_id',
    ],
    ['StringLike *', () => ({ StringLike: { 'sts:ExternalId': '*' } }), 'assumable_with_wrong_external_id'],
    [
      'StringLike with a prefix',
      id => ({ StringLike: { 'sts:ExternalId': `${id.slice(0, 8)}*` } }),
      'assumable_with_wrong_external_id',
    ],
  ]
  for (const [name, condition, code] of holes)
    it(`is blocked after a minute: ${name}`, async () => {
      const first = await connect(withCondition(condition))
      expect(first).toMatchObject({ state: 'pending', problem: { code } })
      if (!account) throw new Error('not saved')
      const last = await waitFor(world, account, 61 * SECOND)
      expect(last.state).toBe('blocked')
      expect(last.problem?.detail).toContain(`"sts:ExternalId":"${account.externalId}"`)
      expect(last.correctedTrustPolicy).toBe(goodTrust(world, account.externalId))
      expect(await collectable(account)).toBe(false)
      expect(world.connected).toHaveLength(connectedBefore)
    })

  let connectedBefore = 0
  beforeAll(() => {
    connectedBefore = world.connected.length
  })

  it('connects once it is mended and verified again', async () => {
    await connect(
      withCondition(() => undefined),
      61 * SECOND,
    )
    if (!account) throw new Error('not saved')
    await changeTrust(world, account.roleName, goodTrust(world, account.externalId))
    await world.delegation.verification.begin({ ...account, state: 'blocked' })
    expect((await waitFor(world, account, 0)).state).toBe('connected')
  })
})

describe('what AWS leaves open', () => {
  it('is unknown, not proven, while STS throttles the probe, and nothing is collected', async () => {
    const name = newName()
    await makeRole(world, { name, trust: goodTrust(world, await draft()) })
    account = await save(world, name)
    const kind = { error: 'Throttling', message: 'Rate exceeded', status: 400 }
    world.simulator.faults.add({ service: 'sts', operation: 'AssumeRole', kind })
    const verification = await waitFor(world, account, 0)
    expect(step(verification, 'assume_role').state).toBe('unknown')
    expect(verification).toMatchObject({ state: 'pending', problem: { code: 'throttled' } })
    expect(verification.problem?.detail).toMatch(/Next try \d\d:\d\d:\d\d UTC/)
    expect(await collectable(account)).toBe(false)
    world.simulator.faults.clear()
    expect((await waitFor(world, account, 2 * SECOND)).state).toBe('connected')
  })
})

describe('permissions', () => {
  const policyWithout = (...left: string[]): string[] => [
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: world.delegation.policies.actions().filter(action => !left.includes(action)),
          Resource: '*',
        },
      ],
    }),
  ]

  it('that are missing are named all at once, with the smallest policy that adds them', async () => {
    const lacking = ['cloudwatch:GetMetricData', 'tag:GetResources']
    const verification = await connect(id => goodTrust(world, id), 0, policyWithout(...lacking))
    expect(verification.state).toBe('degraded')
    expect(verification.missingActions.map(({ action, feature, cause }) => [action, feature, cause])).toEqual([
      ['cloudwatch:GetMetricData', 'metrics', 'identity'],
      ['tag:GetResources', 'tags', 'identity'],
    ])
    expect(JSON.parse(verification.missingPolicy ?? '').Statement[0].Action).toEqual(lacking)
    expect(verification.problem?.detail).toContain('2 actions missing; 2 features reduced.')
    expect(account && (await collectable(account))).toBe(true)
  })

  it('that cannot be asked for are left to what collection meets', async () => {
    const verification = await connect(
      id => goodTrust(world, id),
      0,
      policyWithout('iam:SimulatePrincipalPolicy', 'iam:GetRole'),
    )
    expect(step(verification, 'permissions').state).toBe('unknown')
    expect(step(verification, 'trust_policy').state).toBe('skipped')
    expect(verification.state).toBe('degraded')
    if (!account) throw new Error('not saved')
    const denied = { state: 'denied', action: 'rds:DescribeDBInstances', message: 'no', cause: 'scp', at: 0 } as const
    await world.delegation.verification.reportDenied({ account, region: 'eu-south-1', denied })
    await world.delegation.verification.reportDenied({ account, region: 'eu-south-1', denied })
    const { missingActions } = await verificationOf(world, account)
    expect(missingActions.at(-1)).toMatchObject({
      action: 'rds:DescribeDBInstances',
      regions: ['eu-south-1'],
      cause: 'scp',
    })
    expect(missingActions).toHaveLength(2)
  })
})
