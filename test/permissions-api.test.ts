// Permissions, drift, alerts and the account's status over HTTP: what the pages and the public API's clients see.
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AwsAccount, type RoleAccount, usesRole } from '../src/core/account.ts'
import { DAY, SECOND } from '../src/core/clock.ts'
import { defaultFeatures } from '../src/core/define.ts'
import { permissionsPageReply } from '../src/server/schema/permissions.ts'
import { alertsReply, driftReply, statusReply } from '../src/server/schema/status.ts'
import { actionsOf } from '../src/services/index.ts'
import { actor, changeTrust, goodTrust, makeRole, organisation, prod, save, waitFor } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws'
let serving: Serving
let keys: Record<string, string>
beforeAll(async () => {
  serving = await startServing()
  keys = await serving.keys('editor')
})
afterAll(() => serving.close())

async function call(method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, headers = keys) {
  const reply = await serving.app.inject({ method, url: `${root}${path}`, headers, ...(payload ? { payload } : {}) })
  return { status: reply.statusCode, body: reply.body === '' ? undefined : reply.json() }
}
const page = async (query = '') =>
  permissionsPageReply.parse((await call('GET', `/permissions${query}`)).body).data.attributes
const actionsIn = (policies: { document: string }[]): string[] =>
  policies
    .flatMap(({ document }) => JSON.parse(document).Statement.flatMap(({ Action }: { Action: string[] }) => Action))
    .sort()

describe('GET /permissions', () => {
  it('has every feature, and policies of those that are on by default', async () => {
    const { features, actions, policies, mutating, too_much, limits } = await page()
    expect(features.filter(one => one.chosen).map(one => one.feature)).toEqual(defaultFeatures)
    expect(features.filter(one => one.mutating).map(one => one.feature)).toEqual(['event_bus'])
    expect(actionsIn(policies.strict)).toEqual(actions.map(({ action }) => action))
    expect(policies.wildcard[0]?.name).toBe('HeyCloudIntegrationPolicy')
    expect([mutating, too_much]).toEqual([
      { actions: [], policies: [] },
      { wildcard: null, strict: null },
    ])
    expect(limits).toEqual({ characters: 6_144, managed_policies: 10 })
    expect(actions.find(({ action }) => action === 'lambda:ListFunctions')).toMatchObject({
      ...{ features: ['resources'], access_level: 'List', stops: 'Lambda functions are not listed.' },
      reference: 'https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html',
    })
  })

  it('keeps what writes apart, and says how far the wildcards reach', async () => {
    const { policies, mutating, width } = await page('?features=resources,event_bus')
    expect(mutating.actions).toEqual(['events:CreateEventBus'])
    expect(mutating.policies).toMatchObject([{ name: 'HeyCloudWritePolicy' }])
    expect(JSON.stringify(policies)).not.toContain('events:Create')
    expect(width.wildcard - width.strict).toBe(width.extra.length)
    expect(width.extra).toContain('ec2:DescribeImages')
  })

  it('is another for access keys, and measured against the limit that was asked for', async () => {
    const { actions, limits, too_much } = await page('?access=key&attach=inline')
    expect(actions.map(({ action }) => action)).toContain('iam:GetUserPolicy')
    expect(limits.characters).toBe(2_048)
    // Every name in full is more than a user takes inline; the wildcards fit, and so do managed policies.
    expect(too_much.strict).toMatch(/of a user may have 2048 together: attach managed policies instead/)
    expect(too_much.wildcard).toBeNull()
    expect((await page('?access=key&attach=managed')).too_much).toEqual({ strict: null, wildcard: null })
  })

  it('names the field and its fault', async () => {
    const wrong = await call('GET', '/permissions?features=metrics,everything')
    expect([wrong.status, wrong.body.errors[0].meta.features]).toEqual([400, expect.stringContaining('"everything"')])
    expect((await call('GET', '/permissions?attach=both')).status).toBe(400)
  })

  it('is for people of the organisation, and the public lists for everybody', async () => {
    expect((await call('GET', '/permissions', undefined, {})).status).toBe(403)
    const all = (await call('GET', '/iam_permissions', undefined, {})).body.data
    expect(all).toEqual({
      ...{ id: 'permissions', type: 'permissions' },
      attributes: { permissions: actionsOf(defaultFeatures).map(({ action }) => action) },
    })
    const lists = await Promise.all(
      ['standard', 'resource_collection'].map(name =>
        call('GET', `/iam_permissions/${name}?chunked=true`, undefined, {}),
      ),
    )
    const chunks = lists.map(({ body }) => body.data.attributes.permissions)
    expect(chunks.flat(2).sort()).toEqual(all.attributes.permissions)
    expect(chunks.every(Array.isArray)).toBe(true)
    expect(all.attributes.permissions).not.toContain('events:CreateEventBus')
  })
})

describe('a connected account', () => {
  let account: RoleAccount
  const fresh = async (): Promise<AwsAccount> => serving.delegation.accounts.get(organisation, account.id)
  const status = async () =>
    statusReply.parse((await call('GET', `/accounts/${account.id}/status`)).body).data.attributes
  const alerts = async () =>
    alertsReply.parse((await call('GET', '/alerts')).body).data.map(({ attributes }) => attributes)
  const drift = async () => driftReply.parse((await call('GET', '/permissions/drift')).body)
  const again = async () => {
    expect((await call('POST', `/accounts/${account.id}/verify`)).status).toBe(200)
    await waitFor(serving, account, 0)
  }
  const inline = (PolicyName: string, Action: string[], Effect = 'Allow') =>
    serving.admin(prod).send(
      new PutRolePolicyCommand({
        ...{ RoleName: account.roleName, PolicyName },
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Action, Resource: '*' } }),
      }),
    )

  beforeAll(async () => {
    account = await save(serving, 'HeyCloudApi', { features: { organization: true } })
    await makeRole(serving, { name: 'HeyCloudApi', trust: goodTrust(serving, account.externalId) })
    await waitFor(serving, account, 0)
  })

  it('that lacks what an opted-in feature calls has drift, and the change for all accounts', async () => {
    const { data, meta } = await drift()
    const lacking = actionsOf(['organization']).map(({ action }) => action)
    expect(data).toMatchObject([{ attributes: { account_id: prod, drift: { missing: lacking }, reason: '' } }])
    expect(data[0]?.attributes.drift?.diff).toContain(`+        "${lacking[0]}",`)
    expect(meta.change?.cloudformation).toMatch(
      new RegExp(
        `# In ${prod} \\(.*\\):\\naws cloudformation deploy .*\\n.*\\n +--parameter-overrides FeatureOrganization=true`,
      ),
    )
    for (const action of lacking) expect(meta.change?.terraform).toContain(action.replace(/List.*/, 'List'))
    expect(await alerts()).toMatchObject([{ code: 'policy_drift', account_config_id: account.id }])
    const found = await status()
    expect(found.reduced_features).toEqual([
      { feature: 'organization', title: 'Organization', missing: lacking.length },
    ])
    expect(found.missing_actions[0]).toMatchObject({
      explicit_deny: false,
      mend: expect.stringContaining('statement to add'),
    })
  })

  it('that has everything has neither drift, nor change, nor alert', async () => {
    await inline(
      'Organization',
      actionsOf(['organization']).map(({ action }) => action),
    )
    await again()
    expect((await drift()).meta.change).toBeNull()
    expect(await alerts()).toEqual([])
    expect(await status()).toMatchObject({ state: 'connected', drift: { missing: [], diff: [] }, denied_regions: [] })
  })

  it('tells of each refused action what would mend it', async () => {
    await inline('NoQueues', ['sqs:List*'], 'Deny')
    await again()
    const [row] = (await status()).missing_actions
    expect(row).toMatchObject({ action: 'sqs:ListQueues', cause: 'identity', explicit_deny: true })
    expect(row?.denied_by).toContain('NoQueues')
    expect(row?.mend).toMatch(/^A Deny statement \(.*NoQueues\) refuses sqs:ListQueues: take the action out of it/)
    await inline('NoQueues', ['glacier:*'], 'Deny')
    await again()
    expect((await status()).missing_actions).toEqual([])
  })

  it('whose policy lets HeyCloud write is alarming', async () => {
    await inline('Writes', ['ec2:TerminateInstances'])
    await again()
    expect((await alerts()).map(({ title }) => title)).toEqual(['A policy lets HeyCloud write'])
    await inline('Writes', ['ec2:DescribeInstances'])
    await again()
    expect(await alerts()).toEqual([])
  })

  it('shows the next external ID with the trust policies of both phases', async () => {
    expect((await status()).next_external_id).toBeNull()
    await serving.delegation.accounts.rotate(actor, account.id)
    const rotating = await fresh()
    const value = (usesRole(rotating) && rotating.nextExternalId) || ''
    expect((await status()).next_external_id).toEqual({
      ...{ value, state: 'waiting' },
      trust_policy_both: goodTrust(serving, [account.externalId, value]),
      trust_policy_next: goodTrust(serving, value),
    })
    await changeTrust(serving, account.roleName, goodTrust(serving, [account.externalId, value]))
    serving.clock.advance(10 * SECOND)
    expect((await status()).next_external_id?.state).toBe('accepted')
    await serving.delegation.accounts.cancelRotation(actor, account.id)
    await changeTrust(serving, account.roleName, goodTrust(serving, account.externalId))
  })

  it('passes with a warning that was accepted, and fails without', async () => {
    const policy = JSON.parse(goodTrust(serving, account.externalId))
    policy.Statement.push({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' })
    await changeTrust(serving, account.roleName, JSON.stringify(policy))
    await again()
    const trustStep = async () => (await status()).steps.find(({ name }) => name === 'trust_policy')
    expect(await trustStep()).toMatchObject({
      state: 'failed',
      message: 'Somebody besides HeyCloud may use this role.',
    })
    const { trust_faults: faults } = await status()
    const body = { fault_id: faults[0]?.id, path: faults[0]?.path, reason: 'our build server' }
    expect((await call('POST', `/accounts/${account.id}/accept_fault`, body)).status).toBeLessThan(300)
    await waitFor(serving, account, SECOND)
    expect(await trustStep()).toMatchObject({ state: 'passed', message: 'Nothing but warnings that were accepted.' })
    expect((await status()).accepted_faults).toMatchObject([{ id: 'foreign_principal', reason: 'our build server' }])
    await changeTrust(serving, account.roleName, goodTrust(serving, account.externalId))
    await again()
  })

  it('that is paused says since when, and one that is weakened is an alert on every page until it is mended', async () => {
    expect(await status()).toMatchObject({ paused_at: null, weakened_at: null })
    await changeTrust(
      serving,
      account.roleName,
      goodTrust(serving, account.externalId).replace('StringEquals', 'StringEqualsIfExists'),
    )
    serving.clock.advance(DAY)
    await waitFor(serving, account, 0)
    const { weakened_at, problem } = await status()
    expect(problem).toMatchObject({ code: 'trust_weakened' })
    expect(await alerts()).toEqual([
      {
        ...{ account_config_id: account.id, account_id: prod, account_name: expect.any(String) },
        ...{ code: 'trust_weakened', title: 'The role’s trust policy has been weakened', since: weakened_at },
      },
    ])
    await changeTrust(serving, account.roleName, goodTrust(serving, account.externalId))
    await again()
    expect(await alerts()).toEqual([])
    await serving.delegation.accounts.pause(actor, account.id)
    expect((await status()).paused_at).toEqual(expect.any(Number))
    await serving.delegation.accounts.resume(actor, account.id)
  })

  it('that refuses HeyCloud is an alert since it began', async () => {
    await changeTrust(serving, account.roleName, goodTrust(serving, '0'.repeat(32)))
    serving.clock.advance(DAY)
    const before = serving.clock.now()
    await waitFor(serving, account, 2 * 60 * SECOND)
    const [alert] = await alerts()
    expect(alert).toMatchObject({ code: 'not_authorized_to_assume' })
    expect(Math.abs((alert?.since ?? 0) - before)).toBeLessThan(10 * SECOND)
  })

  it('of another organisation is in neither', async () => {
    await serving.settings.organisations.ensure('globex', 'Globex', serving.clock.now())
    const others = await serving.keys('admin', 'globex')
    for (const path of ['/alerts', '/permissions/drift'])
      expect((await call('GET', path, undefined, others)).body.data).toEqual([])
  })
})
