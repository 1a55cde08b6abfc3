// One external ID for all members of an AWS Organization, rotated without a gap; and work on many accounts at once.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { usesRole } from '../src/core/account.ts'
import { changeTrust, goodTrust, organisation } from './support/delegating.ts'
import { memberRole, type Organization, organizations, root, startOrganization } from './support/organization.ts'

let world: Organization
let id = ''
const rotation = () => `${organizations}/${id}/rotate_external_id`

const attributesOf = async () => (await world.call('GET', `${organizations}/${id}`)).body.data.attributes
const members = async () =>
  (await world.settings.accounts.list(organisation)).filter(usesRole).filter(account => account.joinedBy === id)

beforeAll(async () => {
  world = await startOrganization(4)
  const management = await world.connectManagement()
  const made = await world.call('POST', organizations, { read_through: management.id })
  id = made.body.data.id
  await world.deploy(id, ['Root'])
  await world.call('PATCH', `${organizations}/${id}`, { include: [world.unit('Root')] })
  await world.settle()
}, 120_000)
afterAll(() => world?.close())

describe('rotation', () => {
  let [old, next] = ['', '']
  beforeEach(async () => {
    expect((await attributesOf()).counts).toMatchObject({ connected: 6 })
  })

  it('begins with a second value beside the first, the same when it is asked for again', async () => {
    const begun = await world.call('POST', rotation())
    expect(begun.status, begun.text).toBe(200)
    ;({ external_id: old, next_external_id: next } = begun.body.data.attributes)
    expect(next).toMatch(/^[0-9a-f]{32}$/)
    expect(next).not.toBe(old)
    expect((await world.call('POST', rotation())).body.data.attributes.next_external_id).toBe(next)
    expect((await members()).map(account => [account.externalId, account.nextExternalId])).toEqual(
      Array(5).fill([old, next]),
    )
  })

  it('is not finished while members refuse the next one', async () => {
    await world.settle()
    const { rotation: state } = await attributesOf()
    expect(state).toMatchObject({ value: next, accepted: 0 })
    expect(state.waiting).toHaveLength(5)
    const early = await world.call('POST', `${rotation()}/finish`)
    expect([early.status, early.body.errors[0].code]).toEqual([409, 'rotation_not_ready'])
    expect(Object.keys(early.body.errors[0].meta).sort()).toEqual(state.waiting.toSorted())
  })

  it('is finished when the StackSet has brought both values, and the old one is good for nothing', async () => {
    await world.redeploy(id)
    await world.call('POST', `${root}/bulk`, { ids: (await members()).map(account => account.id), action: 'verify' })
    await world.settle()
    expect((await attributesOf()).rotation).toMatchObject({ accepted: 5, waiting: [] })
    const finished = await world.call('POST', `${rotation()}/finish`)
    expect(finished.status, finished.text).toBe(200)
    expect(finished.body.data.attributes).toMatchObject({ external_id: next, next_external_id: null })
    await world.settle()
    expect((await members()).map(account => [account.externalId, account.state])).toEqual(
      Array(5).fill([next, 'connected']),
    )
    const late = await world.call('POST', `${root}/accounts`, {
      data: {
        type: 'account',
        attributes: {
          ...{ aws_account_id: world.accountsIn('Search')[0], aws_partition: 'aws' },
          auth_config: { role_name: memberRole, external_id: old },
        },
      },
    })
    expect([400, 409]).toContain(late.status)
    expect(
      await world.delegation.externalIds.check(organisation, old, world.accountsIn('Search')[0] ?? ''),
    ).toMatchObject({
      reason: 'retired',
    })
  })

  it('is finished without one member when somebody insists, and that one is proven anew', async () => {
    const [stubborn = ''] = world.accountsIn('Payments')
    await world.call('POST', rotation())
    await world.redeploy(id)
    await changeTrust(world, memberRole, goodTrust(world, next), stubborn)
    const refused = await world.call('POST', `${rotation()}/finish`)
    expect(refused.body.errors[0].meta).toEqual({ [stubborn]: expect.stringContaining('still refuses') })
    const forced = await world.call('POST', `${rotation()}/finish`, { force: true })
    expect(forced.status, forced.text).toBe(200)
    expect(await world.connectedAccount(stubborn)).toMatchObject({ state: 'pending' })
    const { external_id: now } = await attributesOf()
    await changeTrust(world, memberRole, goodTrust(world, now), stubborn)
    await world.settle()
  })

  it('is called off, and the next value is gone for good', async () => {
    const begun = await world.call('POST', rotation())
    const given = begun.body.data.attributes.next_external_id
    expect((await world.call('DELETE', rotation())).status).toBe(204)
    expect(await attributesOf()).toMatchObject({ next_external_id: null, rotation: null })
    expect((await members()).every(account => account.nextExternalId === null)).toBe(true)
    expect(await world.settings.externalIds.get(given)).toMatchObject({ state: 'retired' })
    expect((await world.call('DELETE', rotation())).status).toBe(400)
  })
})

describe('bulk', () => {
  const bulk = async (payload: object) => {
    const { status, body } = await world.call('POST', `${root}/bulk`, payload)
    return { status, ...body }
  }

  it('edits many accounts, each with an outcome of its own', async () => {
    const ids = (await members()).map(account => account.id)
    const unknown = '00000000-0000-4000-8000-000000000000'
    const attributes = { metrics_config: { collect_cloudwatch_alarms: true }, account_tags: ['team:core'] }
    const { status, data } = await bulk({ ids: [ids[0], 'nonsense', unknown, ids[1]], action: 'edit', attributes })
    expect(status).toBe(200)
    expect(
      data.map((row: { id: string; attributes: { outcome: string } }) => [row.id, row.attributes.outcome]),
    ).toEqual([
      [ids[0], 'done'],
      ['nonsense', 'failed'],
      [unknown, 'failed'],
      [ids[1], 'done'],
    ])
    expect(data[2].attributes.error).toMatchObject({ code: 'account_not_found' })
    const changed = await world.settings.accounts.get(organisation, ids[0] ?? '')
    expect(changed?.settings).toMatchObject({ ...attributes, metrics_config: { enabled: true } })
  })

  it('pauses, resumes and verifies', async () => {
    const ids = (await members()).map(account => account.id)
    await bulk({ ids, action: 'pause' })
    expect((await attributesOf()).counts).toMatchObject({ paused: 5, connected: 1 })
    await bulk({ ids, action: 'resume' })
    expect((await attributesOf()).counts).toMatchObject({ paused: 0, connected: 6 })
    const before = world.simulator.ledger.total({ service: 'sts', operation: 'AssumeRole' }).calls
    await bulk({ ids, action: 'verify' })
    await world.delegation.verification.tick()
    expect(world.simulator.ledger.total({ service: 'sts', operation: 'AssumeRole' }).calls).toBeGreaterThan(before)
  })

  it('refuses what cannot be the same for many, and other organisations’ accounts', async () => {
    const ids = (await members()).map(account => account.id)
    const same = { ids, action: 'edit', attributes: { auth_config: { role_name: 'X' } } }
    expect(await bulk(same)).toMatchObject({ status: 400 })
    expect(await bulk({ ids, action: 'edit' })).toMatchObject({ status: 400 })
    await world.settings.organisations.ensure('mallory', 'Mallory', world.clock.now())
    const mallory = await world.keys('admin', 'mallory')
    const { body } = await world.call('POST', `${root}/bulk`, { ids, action: 'pause' }, mallory)
    expect(
      new Set(body.data.map((row: { attributes: { error: { code: string } } }) => row.attributes.error.code)),
    ).toEqual(new Set(['account_not_found']))
    expect((await attributesOf()).counts).toMatchObject({ paused: 0 })
  })
})
