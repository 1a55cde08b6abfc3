// An AWS Organization of 120 accounts, connected by one StackSet: who is in, who is not and why, and who comes and goes later.
import { CreateRoleCommand } from '@aws-sdk/client-iam'
import { CloseAccountCommand, RemoveAccountFromOrganizationCommand } from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MINUTE, systemClock } from '../src/core/clock.ts'
import { trustPolicy } from '../src/delegation/trust/policy.ts'
import { organisation, prod } from './support/delegating.ts'
import { memberRole, type Organization, organizations, root, startOrganization } from './support/organization.ts'

let world: Organization
let id = ''
/** Roles of the right name that were there before, and ask for no external ID. */
let weak: string[] = []
let denied = ''
let excluded = ''
let took = 0

const memberOf = async (accountId: string) =>
  (await world.table(id)).accounts.find(account => account.account_id === accountId)

beforeAll(async () => {
  world = await startOrganization(118)
  const { readThrough, settings } = { readThrough: await world.connectManagement(), settings: world.settings }
  weak = world.accountsIn('Payments').slice(0, 3)
  denied = world.accountsIn('Search')[0] ?? ''
  excluded = world.accountsIn('Security')[0] ?? ''
  for (const accountId of weak) {
    const open = trustPolicy({ partition: 'aws', trustedAccountId: world.simulator.heycloud.accountId, externalId: '' })
    const document = { ...open, Statement: open.Statement.map(({ Condition: _, ...rest }) => rest) }
    const role = { RoleName: memberRole, AssumeRolePolicyDocument: JSON.stringify(document) }
    await world.admin(accountId).send(new CreateRoleCommand(role))
  }
  await world.deny('cloudwatch:*', denied)
  const begun = systemClock.now()
  const made = await world.call('POST', organizations, { read_through: readThrough.id, exclude: [excluded] })
  expect(made.status, made.text).toBe(200)
  id = made.body.data.id
  expect(await settings.accounts.list(organisation)).toHaveLength(1)
  await world.deploy(id, ['Workloads', 'Security'])
  const chosen = await world.call('PATCH', `${organizations}/${id}`, { include: [world.unit('Root')] })
  expect(chosen.status, chosen.text).toBe(200)
  await world.settle()
  took = systemClock.now() - begun
}, 300_000)
afterAll(() => world?.close())

describe('120 accounts of one Organization', () => {
  it('are connected by one StackSet in minutes', async () => {
    const { counts, summary, accounts, reading } = await world.table(id)
    const waiting = world.accountsIn('Sandbox').length
    expect(accounts).toHaveLength(120)
    expect(counts).toMatchObject({ blocked: 3, denied_by_scp: 1, waiting, excluded: 1, not_joined: 0 })
    // Prod manages the Organization, and was connected by itself.
    expect(counts.connected).toBe(120 - 3 - 1 - waiting - 1)
    expect(summary).toBe(`${counts.connected} connected, ${waiting} waiting, 3 blocked, 1 SCP`)
    expect(reading).toMatchObject({ state: 'seen', reason: '' })
    expect(took).toBeLessThan(5 * MINUTE)
    expect(world.errors).toEqual([])
  })

  it('says of each what is the matter', async () => {
    for (const accountId of weak)
      expect(await memberOf(accountId)).toMatchObject({
        ...{ state: 'blocked', joined: true, wanted: true },
        note: 'The role can be assumed without the external ID',
      })
    expect(await memberOf(denied)).toMatchObject({ state: 'denied_by_scp', note: 'Permissions are missing' })
    expect(await memberOf(excluded)).toMatchObject({ state: 'excluded', account_config_id: null, wanted: false })
    const [waiting = ''] = world.accountsIn('Sandbox')
    expect(await memberOf(waiting)).toMatchObject({ state: 'waiting', status: 'ACTIVE' })
    expect(await memberOf(prod)).toMatchObject({ state: 'connected', joined: false, wanted: false })
  })

  it('are named as AWS names them, and collected from', async () => {
    const [accountId = ''] = world.accountsIn('Staging').slice(1)
    const account = await world.connectedAccount(accountId)
    expect(account).toMatchObject({ name: 'staging-1', joinedBy: id, state: 'connected' })
    expect(account && (await world.delegation.verification.isCollectable(account))).toBe(true)
  })
})

/** As the loop does, five minutes later. */
async function later(): Promise<void> {
  world.clock.advance(5 * MINUTE)
  await world.delegation.organizations.tick()
  await world.settle()
}

describe('an account', () => {
  it('that is new joins by itself, and another waits for its role', async () => {
    const [inUnit, atRoot] = [await world.createAccount('late'), await world.createAccount('bare')]
    await world.move(inUnit, 'Staging')
    await later()
    // The StackSet has made the role meanwhile, where it is deployed.
    expect(await memberOf(inUnit)).toMatchObject({ name: 'late', state: 'connected', joined: true })
    expect(await memberOf(atRoot)).toMatchObject({ name: 'bare', state: 'waiting', joined: true })
  }, 60_000)

  it('that somebody removes does not come back, until it is asked for', async () => {
    const [accountId = ''] = world.accountsIn('Security').slice(1)
    const account = await world.connectedAccount(accountId)
    const gone = await world.call('DELETE', `${root}/accounts/${account?.id}`)
    expect(gone.status).toBe(204)
    await later()
    expect(await memberOf(accountId)).toMatchObject({ state: 'excluded', account_config_id: null })
    const asked = await world.call('POST', `${organizations}/${id}/join`, { account_ids: [accountId, '999999999999'] })
    expect(asked.body.data).toMatchObject([
      { id: accountId, attributes: { joined: true, reason: null } },
      { id: '999999999999', attributes: { joined: false } },
    ])
    expect(await memberOf(accountId)).toMatchObject({ state: 'waiting', joined: true, wanted: true })
  }, 60_000)

  it('that leaves, is closed or moves away stays, and the tree says so', async () => {
    const [left = '', closed = '', moved = ''] = world.accountsIn('Security').slice(2)
    const send = world.organizationsClient.send.bind(world.organizationsClient)
    await send(new RemoveAccountFromOrganizationCommand({ AccountId: left }))
    await send(new CloseAccountCommand({ AccountId: closed }))
    await world.call('PATCH', `${organizations}/${id}`, { include: [world.unit('Workloads'), world.unit('Sandbox')] })
    expect(await memberOf(left)).toMatchObject({ parent_id: null, status: null, joined: true, wanted: false })
    expect((await memberOf(left))?.note).toMatch(/^AWS lists it as a member no longer/)
    expect(await memberOf(closed)).toMatchObject({ status: 'SUSPENDED', note: expect.stringContaining('SUSPENDED') })
    expect(await memberOf(moved)).toMatchObject({ note: expect.stringContaining('outside the chosen OUs') })
    for (const accountId of [left, closed, moved]) expect(await world.connectedAccount(accountId)).toBeDefined()
  }, 60_000)
})
