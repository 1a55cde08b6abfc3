// What goes on after an account is connected: rotation of its external ID, pausing, claims, and what an older version stored.
import { DeleteRoleCommand, DetachRolePolicyCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RoleAccount, usesRole } from '../src/core/account.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../src/core/clock.ts'
import type { Verification } from '../src/core/verification.ts'
import {
  actor,
  changeTrust,
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
  expect(world.errors).toEqual([])
})

/** `meanwhile` happens after the account is saved and before it is proven. */
async function connect(meanwhile: () => Promise<unknown> = async () => undefined): Promise<Verification> {
  roles += 1
  const { value } = await world.delegation.externalIds.pageDraft(organisation)
  const name = `HeyCloudProof${roles}`
  await makeRole(world, { name, trust: goodTrust(world, value) })
  account = await save(world, name)
  await meanwhile()
  return waitFor(world, account, 0)
}
async function fresh(): Promise<RoleAccount> {
  const now = await world.delegation.accounts.get(organisation, account.id)
  if (!usesRole(now)) throw new Error('it has a role')
  return now
}
const look = async () => world.delegation.verification.view(await fresh())
const trust = (externalId: string | string[]) => changeTrust(world, account.roleName, goodTrust(world, externalId))
const nextId = async (): Promise<string> => (await fresh()).nextExternalId ?? ''

describe('the next external ID', () => {
  it('is tried when somebody looks, and on the daily pass, beside the probes that must fail', async () => {
    await connect()
    await world.delegation.accounts.rotate(actor, account.id)
    const next = await nextId()
    expect((await look()).nextExternalId).toBe('waiting')
    await trust([account.externalId, next])
    world.clock.advance(10 * SECOND)
    expect((await look()).nextExternalId).toBe('accepted')
    await trust(account.externalId)
    world.clock.advance(DAY)
    expect(await waitFor(world, account, 0)).toMatchObject({ state: 'connected', nextExternalId: 'waiting' })
    const wild = JSON.parse(goodTrust(world, account.externalId))
    wild.Statement[0].Condition = { StringLike: { 'sts:ExternalId': [account.externalId, `${next.slice(0, 9)}*`] } }
    await changeTrust(world, account.roleName, JSON.stringify(wild))
    world.clock.advance(DAY)
    expect((await waitFor(world, account, 0)).problem?.code).toBe('trust_weakened')
  })

  it('that alone is left in the trust policy is named as the cause, and finishing the rotation mends it', async () => {
    await connect()
    await world.delegation.accounts.rotate(actor, account.id)
    const next = await nextId()
    await trust(next)
    world.clock.advance(DAY)
    const found = await waitFor(world, account, 0)
    expect(found).toMatchObject({ nextExternalId: 'accepted', problem: { code: 'not_authorized_to_assume' } })
    expect(found.causes).toMatchObject([{ id: 'external_id', certain: true }])
    await world.delegation.accounts.finishRotation(actor, account.id)
    account = await fresh()
    expect(account.externalId).toBe(next)
    expect((await waitFor(world, account, 2 * SECOND)).state).toBe('connected')
  })

  it('both being in the trust policy is no fault of it', async () => {
    await connect()
    await world.delegation.accounts.rotate(actor, account.id)
    await trust([account.externalId, await nextId()])
    await world.delegation.verification.again(await fresh())
    expect(await waitFor(world, account, 0)).toMatchObject({ trustFaults: [], state: 'connected' })
  })
})

describe('a paused account', () => {
  it('is not collected from, and its role goes on being proven', async () => {
    await connect()
    await world.delegation.accounts.pause(actor, account.id)
    expect(await world.delegation.verification.isCollectable(account)).toBe(false)
    const before = step(await verificationOf(world, account), 'wrong_external_id').finishedAt ?? 0
    world.clock.advance(DAY)
    const found = await waitFor(world, account, MINUTE)
    expect(step(found, 'wrong_external_id').finishedAt).toBeGreaterThan(before + DAY - MINUTE)
    expect(step(found, 'first_data')).toMatchObject({ state: 'waiting', nextAttemptAt: null })
    expect(step(found, 'first_data').message).toContain('paused')
    await trust('0'.repeat(32))
    world.clock.advance(DAY)
    expect((await waitFor(world, account, 2 * MINUTE)).state).toBe('not_assumable')
    await trust(account.externalId)
    expect((await waitFor(world, account, 6 * MINUTE)).state).toBe('connected')
    await world.delegation.accounts.resume(actor, account.id)
    expect(await world.delegation.verification.isCollectable(account)).toBe(true)
    expect(step(await waitFor(world, account, SECOND), 'first_data').state).toBe('running')
  })
})

describe('the claim of an account', () => {
  it('is the connection’s that proved it, and is let go when its role is lost for good', async () => {
    await connect()
    expect(await world.settings.claims.holder(prod)).toBe(account.id)
    await trust('0'.repeat(32))
    world.clock.advance(DAY)
    expect((await waitFor(world, account, 2 * MINUTE)).state).toBe('not_assumable')
    expect(await world.settings.claims.holder(prod)).toBeUndefined()
  })

  it('of somebody else is waited for, a day at a time', async () => {
    const stranger = { ...account, id: 'another', organisation: 'globex', state: 'connected' } as const
    await world.settings.organisations.ensure('globex', 'Globex', world.clock.now())
    await world.settings.accounts.insert(stranger)
    const found = await connect(() => world.settings.claims.claim(prod, stranger.id, world.clock.now()))
    expect(found).toMatchObject({ state: 'not_assumable', problem: { code: 'account_claimed' } })
    expect(JSON.stringify(found)).not.toMatch(/another|globex/i)
    const { nextAttemptAt } = step(found, 'wrong_external_id')
    expect((nextAttemptAt ?? 0) - world.clock.now()).toBeGreaterThan(23 * HOUR)
    await world.settings.accounts.delete('globex', stranger.id)
    await world.settings.claims.release(stranger.id)
    world.clock.advance(DAY)
    expect(await waitFor(world, account, 0)).toMatchObject({ state: 'connected', problem: null })
  })
})

describe('a role that is deleted and made anew', () => {
  it('recovers without a hand, within minutes', async () => {
    await connect()
    const iam = world.admin(prod)
    const RoleName = account.roleName
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))
    for (const { PolicyArn } of AttachedPolicies) await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))
    await iam.send(new DeleteRoleCommand({ RoleName }))
    world.clock.advance(400 * DAY)
    expect((await waitFor(world, account, 30 * MINUTE)).state).toBe('not_assumable')
    await makeRole(world, { name: RoleName, trust: goodTrust(world, account.externalId), policies: [] })
    expect((await waitFor(world, account, 6 * MINUTE)).state).toBe('degraded')
  })
})

describe('what an older version stored', () => {
  it('is read with what it did not know of', async () => {
    const { drift, weakenedAt, deniedRegions, nextExternalId, ...old } = await connect()
    expect([drift === null, weakenedAt, deniedRegions, nextExternalId]).toEqual([false, null, [], null])
    const missing = { action: 'sqs:ListQueues', feature: 'resources', why: '', regions: [], cause: 'identity' }
    await world.settings.verifications.put(account.id, { ...old, missingActions: [missing] } as unknown as Verification)
    expect(await look()).toMatchObject({
      ...{ drift: null, weakenedAt: null, deniedRegions: [], nextExternalId: null },
      missingActions: [{ ...missing, explicitDeny: false, deniedBy: null, metBy: 'verification' }],
    })
  })
})
