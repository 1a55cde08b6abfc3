// Who may read an AWS Organization and use its external ID: permissions that lack, other organisations, accounts that are no members.
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
  CloseAccountCommand,
  EnableAWSServiceAccessCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AwsAccount } from '../src/core/account.ts'
import { MINUTE } from '../src/core/clock.ts'
import { defaultFeatures } from '../src/core/define.ts'
import { createPolicies } from '../src/delegation/policies/policies.ts'
import { actionsOf } from '../src/services/index.ts'
import { goodTrust, makeRole, organisation, prod } from './support/delegating.ts'
import { memberRole, type Organization, organizations, root, startOrganization } from './support/organization.ts'

const staging = '444455556666'
const treeActions = createPolicies(actionsOf).actions(['organization'])
const accounts = `${root}/accounts`
let world: Organization
let management: AwsAccount
let id = ''
let mallory: Record<string, string>

const attributesOf = async () => (await world.call('GET', `${organizations}/${id}`)).body.data.attributes
const body = (aws_account_id: string, external_id: string) => ({
  data: {
    type: 'account',
    attributes: { aws_account_id, aws_partition: 'aws', auth_config: { role_name: memberRole, external_id } },
  },
})
async function sync() {
  world.clock.advance(5 * MINUTE)
  await world.delegation.organizations.tick()
}
const grant = (accountId: string, ...actions: string[]) =>
  world.admin(accountId).send(
    new PutRolePolicyCommand({
      RoleName: accountId === prod ? 'Management' : memberRole,
      PolicyName: 'tree',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
      }),
    }),
  )

beforeAll(async () => {
  world = await startOrganization(6)
  await world.settings.organisations.ensure('mallory', 'Mallory', world.clock.now())
  mallory = await world.keys('admin', 'mallory')
  management = await world.connectManagement(defaultFeatures)
}, 60_000)
afterAll(() => world?.close())

describe('connecting', () => {
  it('says which permission lacks, and what to attach', async () => {
    const { status, body: reply } = await world.call('POST', organizations, { read_through: management.id })
    expect(status).toBe(403)
    expect(reply.errors[0]).toMatchObject({
      code: 'missing_permissions',
      detail: expect.stringContaining('feature "organization"'),
      meta: { read_through: 'organizations:DescribeOrganization is refused' },
    })
    expect((await world.call('GET', organizations)).body.data).toEqual([])
  })

  it('takes no account that is not there, not connected, or in no Organization', async () => {
    const read = async (read_through: string) => {
      const { status, body: reply } = await world.call('POST', organizations, { read_through })
      return [status, reply.errors[0].meta?.read_through]
    }
    expect(await read('00000000-0000-4000-8000-000000000000')).toEqual([
      400,
      'is not an account that you have connected',
    ])
    const pending = await world.call('POST', accounts, {
      data: {
        type: 'account',
        attributes: { aws_account_id: '123456789012', aws_partition: 'aws', auth_config: { role_name: 'X' } },
      },
    })
    expect(await read(pending.body.data.id)).toEqual([400, expect.stringContaining('is not connected at present')])
    await grant(prod, ...treeActions)
    world.simulator.faults.add({
      ...{ service: 'organizations', operation: 'DescribeOrganization', times: 1 },
      kind: {
        error: 'AWSOrganizationsNotInUseException',
        message: 'Your account is not a member of an organization.',
        status: 400,
      },
    })
    expect(await read(management.id)).toEqual([400, expect.stringContaining('is in no AWS Organization')])
  })

  it('reads the tree, switches the feature on, and has nobody join before OUs are chosen', async () => {
    const { status, text, body: reply } = await world.call('POST', organizations, { read_through: management.id })
    expect(status, text).toBe(200)
    id = reply.data.id
    expect(reply.data.attributes).toMatchObject({ management_account_id: prod, role_name: memberRole, auto_join: true })
    const { tree, accounts: members, counts, summary } = await attributesOf()
    expect(tree.map(({ name }: { name: string }) => name).slice(0, 2)).toEqual(['Root', 'Workloads'])
    expect(members).toHaveLength(8)
    expect(counts).toMatchObject({ not_chosen: 7, connected: 1 })
    expect(summary).toBe('1 connected')
    const { body: read } = await world.call('GET', `${accounts}/${management.id}`)
    expect(read.data.attributes.features.organization).toBe(true)
    const again = await world.call('POST', organizations, { read_through: management.id })
    expect([again.status, again.body.errors[0].code]).toEqual([409, 'organization_exists'])
  })

  it('names the field that is wrong', async () => {
    const patch = async (change: object) =>
      (await world.call('PATCH', `${organizations}/${id}`, change)).body.errors?.[0].meta
    expect(await patch({ include: ['Sandbox'] })).toEqual({ include: expect.stringContaining('r-…') })
    expect(await patch({ include: ['ou-abcd-12345678'] })).toEqual({
      include: 'ou-abcd-12345678: is not in the AWS Organization',
    })
    expect(await patch({ exclude: ['1234'] })).toEqual({ exclude: expect.stringContaining('12 digits') })
    expect(await patch({ role_name: ' HeyCloud' })).toEqual({ role_name: 'there is a space before the name' })
    expect(await patch({ metrics_config: { enabled: 'yes' } })).toHaveProperty(['metrics_config.enabled'])
  })
})

describe('a tree that cannot be read', () => {
  it.each(treeActions)('stays as it was without %s, with AWS’s refusal beside it', async action => {
    await grant(prod, ...treeActions.filter(other => other !== action))
    await sync()
    const { reading, accounts: members } = await attributesOf()
    expect(reading).toMatchObject({ state: 'denied', action })
    expect(reading.reason).toContain('is not authorized to perform')
    expect(reading.attempted_at).toBeGreaterThan(reading.read_at)
    expect(members).toHaveLength(8)
    const known = await world.settings.verifications.get(management.id)
    const missing = known?.missingActions.map(row => [row.action, row.feature])
    expect(missing).toContainEqual([action, 'organization'])
  })

  it('is read again with exactly the actions that the policy has, and none is refused', async () => {
    await grant(prod, ...treeActions)
    world.simulator.ledger.reset()
    await sync()
    expect((await attributesOf()).reading).toMatchObject({ state: 'seen', reason: '' })
    expect(world.simulator.ledger.total({ service: 'organizations' })).toMatchObject({ denied: 0 })
    expect(treeActions).toHaveLength(4)
  })

  it('fails while AWS fails, while its account is paused, and when that account moves to another Organization', async () => {
    const error = { error: 'ServiceException', message: 'AWS Organizations is broken', status: 500 }
    world.simulator.faults.add({ service: 'organizations', operation: 'ListRoots', times: 9, kind: error })
    await sync()
    expect((await attributesOf()).reading).toMatchObject({ state: 'failed', reason: expect.stringContaining('broken') })
    world.simulator.faults.clear()
    await world.call('POST', `${accounts}/${management.id}/pause`)
    await sync()
    expect((await attributesOf()).reading).toMatchObject({ state: 'failed', reason: expect.stringContaining('paused') })
    await world.call('POST', `${accounts}/${management.id}/resume`)
    const connection = await world.settings.awsOrganizations.get(organisation, id)
    if (!connection) throw new Error('There is no connection')
    await world.settings.awsOrganizations.delete(organisation, id)
    await world.settings.awsOrganizations.insert({ ...connection, awsOrganizationId: 'o-elsewhere00' })
    await sync()
    expect((await attributesOf()).reading).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('o-elsewhere00'),
    })
    await world.settings.awsOrganizations.delete(organisation, id)
    await world.settings.awsOrganizations.insert(connection)
    await sync()
    expect((await attributesOf()).reading).toMatchObject({ state: 'seen' })
  }, 60_000)
})

describe('the external ID of an Organization', () => {
  const post = (accountId: string, externalId: string, headers?: Record<string, string>) =>
    world.call('POST', accounts, body(accountId, externalId), headers)

  it('is good for members, and for nobody else', async () => {
    const { external_id: externalId } = await attributesOf()
    const [member = '', closed = ''] = world.accountsIn('Security').concat(world.accountsIn('Sandbox'))
    const refused = await post('123123123123', externalId)
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'not_a_member'])
    await world.organizationsClient.send(new CloseAccountCommand({ AccountId: closed }))
    await sync()
    expect((await post(closed, externalId)).body.errors[0].code).toBe('not_a_member')
    const saved = await post(member, externalId)
    expect([saved.status, saved.body.data.attributes.joined_by]).toEqual([200, id])
  }, 60_000)

  it('is unknown to another organisation, whichever account it enters', async () => {
    const { external_id: externalId } = await attributesOf()
    const [member = ''] = world.accountsIn('Search')
    const stolen = await post(member, externalId, mallory)
    expect([stolen.status, stolen.body.errors[0].code]).toEqual([400, 'invalid_external_id'])
    expect(stolen.text).not.toMatch(/Organization/)
  })

  it('and its tree are not there for another organisation', async () => {
    for (const [method, url] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/sync'],
      ['POST', '/join'],
      ['GET', '/setup'],
      ['POST', '/rotate_external_id'],
      ['POST', '/rotate_external_id/finish'],
      ['DELETE', '/rotate_external_id'],
    ] as const) {
      const payload = { account_ids: [staging], include: [] }
      const reply = await world.call(
        method,
        `${organizations}/${id}${url}`,
        method === 'GET' ? undefined : payload,
        mallory,
      )
      expect([method, url, reply.status]).toEqual([method, url, 404])
      expect(reply.text).not.toMatch(/payments|acme|o-[a-z0-9]{10}/)
    }
    expect((await world.call('GET', organizations, undefined, mallory)).body.data).toEqual([])
    const foreign = await world.call('POST', organizations, { read_through: management.id }, mallory)
    expect([foreign.status, foreign.body.errors[0].meta]).toEqual([
      400,
      { read_through: 'is not an account that you have connected' },
    ])
  })
})

describe('a delegated administrator', () => {
  it('may read the tree, and a member that is none is told so', async () => {
    const { external_id: externalId } = await attributesOf()
    const made = await world.call('POST', accounts, body(staging, externalId))
    await makeRole(world, { name: memberRole, trust: goodTrust(world, externalId) }, staging)
    await world.settle()
    await grant(staging, ...treeActions)
    const through = await world.call('PATCH', `${organizations}/${id}`, { read_through: made.body.data.id })
    expect(through.status, through.text).toBe(200)
    expect((await attributesOf()).reading).toMatchObject({
      ...{ state: 'denied', action: 'organizations:ListRoots' },
      reason: expect.stringContaining('delegated administrators'),
    })
    const known = await world.settings.verifications.get(made.body.data.id)
    expect(known?.missingActions.filter(({ feature }) => feature === 'organization')).toEqual([])
    const ServicePrincipal = 'member.org.stacksets.cloudformation.amazonaws.com'
    const send = world.organizationsClient.send.bind(world.organizationsClient)
    await send(new EnableAWSServiceAccessCommand({ ServicePrincipal }))
    await send(new RegisterDelegatedAdministratorCommand({ AccountId: staging, ServicePrincipal }))
    const { body: synced } = await world.call('POST', `${organizations}/${id}/sync`)
    expect(synced.data.attributes.reading).toMatchObject({ state: 'seen' })
  }, 60_000)
})

describe('letting go', () => {
  it('keeps the accounts, each by itself, and retires the external ID', async () => {
    const { external_id: externalId } = await attributesOf()
    expect((await world.call('DELETE', `${organizations}/${id}`)).status).toBe(204)
    const left = await world.connectedAccount(staging)
    expect(left).toMatchObject({ state: 'connected', joinedBy: null, settings: { features: { organization: false } } })
    const [member = ''] = world.accountsIn('Search')
    const late = await world.call('POST', accounts, body(member, externalId))
    expect([late.status, late.body.errors[0].code]).toEqual([400, 'invalid_external_id'])
    const actions = (await world.settings.audit.list(organisation, 1_000)).map(({ action }) => action)
    expect(actions).toEqual(
      expect.arrayContaining(['organization.connect', 'organization.update', 'organization.disconnect']),
    )
  })
})
