// The life of a connected account over HTTP: paused, features turned off, external ID rotated, keys, warnings accepted, removed.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, MINUTE } from '../src/core/clock.ts'
import { auditReply } from '../src/server/schema/audit.ts'
import { statusReply } from '../src/server/schema/status.ts'
import {
  accountBody,
  accounts,
  ask,
  connectionOf,
  type Headers,
  type Method,
  member,
  organizationOf,
  root,
} from './support/attacking.ts'
import { changeTrust, goodTrust, makeRole, organisation, prod } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

let serving: Serving
let admin: Headers
beforeAll(async () => {
  serving = await startServing()
  admin = await serving.keys('admin')
})
afterAll(() => serving.close())
beforeEach(async () => {
  for (const { id } of await serving.settings.accounts.list(organisation)) await call('DELETE', `/${id}`)
})

const call = (method: Method, end: string, payload?: object, as = admin) =>
  ask(serving, as, method, `${accounts}${end}`, payload)
const attributesOf = async (id: string) => (await call('GET', `/${id}`)).body.data.attributes
const statusOf = async (id: string) => statusReply.parse((await call('GET', `/${id}/status`)).body).data.attributes
const collectable = async (id: string) => {
  const account = await serving.settings.accounts.get(organisation, id)
  return account !== undefined && serving.delegation.verification.isCollectable(account)
}
const tick = () => serving.delegation.verification.tick()
const lastAudit = async () => (await serving.settings.audit.list(organisation, 1))[0]

let roles = 0
/** An account whose role is proven. */
async function connected(attributes: object = {}) {
  roles += 1
  const role_name = `Life${roles}`
  const { id: external_id } = (await ask(serving, admin, 'POST', `${root}/generate_new_external_id`)).body.data
  await makeRole(serving, { name: role_name, trust: goodTrust(serving, external_id) })
  const body = accountBody({ auth_config: { role_name, external_id }, ...attributes }, prod)
  const { id } = (await call('POST', '', body)).body.data as { id: string }
  await tick()
  expect((await attributesOf(id)).status).toBe('connected')
  return { id, role_name, external_id: external_id as string }
}

describe('a paused account', () => {
  it('is not collected and stays proven; resumed it is collected at once, and the collector is woken', async () => {
    const { id } = await connected()
    serving.connected.length = 0
    const paused = await call('POST', `/${id}/pause`)
    expect(Date.parse(paused.body.data.attributes.paused_at)).toBeGreaterThan(0)
    expect([await collectable(id), (await attributesOf(id)).status]).toEqual([false, 'connected'])
    expect(await call('POST', `/${id}/pause`)).toMatchObject({ status: 200, body: paused.body })
    expect((await statusOf(id)).paused_at).toBe(Date.parse(paused.body.data.attributes.paused_at))
    // It is proven on, and an edit does not resume it.
    serving.clock.advance(DAY)
    await tick()
    await call('PATCH', `/${id}`, accountBody({ auth_config: undefined, account_name: 'kept paused' }, prod))
    expect([await collectable(id), (await attributesOf(id)).status]).toEqual([false, 'connected'])
    const resumed = await call('POST', `/${id}/resume`)
    expect([resumed.body.data.attributes.paused_at, await collectable(id)]).toEqual([null, true])
    expect(serving.connected).toEqual([prod])
    const actions = (await serving.settings.audit.list(organisation, 4)).map(({ action }) => action)
    expect(actions).toEqual(['account.resume', 'account.update', 'account.pause', 'account.create'])
  })
})

describe('a feature that is turned off', () => {
  it.each([
    ['metrics', { metrics_config: { enabled: false } }],
    ['alarms', { metrics_config: { collect_cloudwatch_alarms: false } }],
    [
      'resources',
      { resources_config: { extended_collection: false, cloud_security_posture_management_collection: false } },
    ],
    ['tags', { features: { tags: false } }],
    ['diagnosis', { features: { diagnosis: false } }],
    ['organization', { features: { organization: false } }],
    ['event_bus', { features: { event_bus: false } }],
    ['cost_management', { features: { cost_management: false } }],
  ])('%s is off, and all else as it was', async (feature, changed) => {
    const everything = {
      metrics_config: { collect_cloudwatch_alarms: true },
      resources_config: { cloud_security_posture_management_collection: true },
      features: { organization: true, event_bus: true, cost_management: true },
    }
    const { id } = (await call('POST', '', accountBody(everything, prod))).body.data
    const before = await attributesOf(id)
    const { status, body } = await call('POST', `/${id}/turn_off`, { feature })
    expect(status).toBe(200)
    const { modified_at: _, ...after } = body.data.attributes
    const groups = Object.entries(changed).map(([group, values]) => [group, { ...before[group], ...values }])
    expect({ ...before, ...Object.fromEntries(groups) }).toMatchObject(after)
    expect(after).toMatchObject(changed)
    expect(await lastAudit()).toMatchObject({ action: 'account.turn_off', detail: { feature } })
  })

  it('cannot be the one that all stand on, nor one that nobody knows', async () => {
    const { id } = (await call('POST', '', accountBody({}, prod))).body.data
    for (const [feature, words] of [
      ['account', 'account cannot be turned off: every other feature needs it; pause the account instead'],
      ['logs', expect.stringContaining('must be one of: metrics, alarms, resources')],
    ]) {
      const { status, body } = await call('POST', `/${id}/turn_off`, { feature })
      expect([status, body.errors[0].meta]).toEqual([400, { feature: words }])
    }
  })

  it('is missing no longer once it is off', async () => {
    const { id, external_id } = await connected()
    await makeRole(serving, { name: 'NoTags', trust: goodTrust(serving, external_id), policies: await without('tags') })
    await call('PATCH', `/${id}`, accountBody({ auth_config: { role_name: 'NoTags' } }, prod))
    await tick()
    expect((await statusOf(id)).missing_actions.map(({ feature }) => feature)).toEqual(expect.arrayContaining(['tags']))
    await call('POST', `/${id}/turn_off`, { feature: 'tags' })
    await tick()
    expect(await statusOf(id)).toMatchObject({ state: 'connected', missing_actions: [] })
  })
})

async function without(left: string): Promise<string[]> {
  const { policies } = serving.delegation
  const features = (['account', 'metrics', 'tags', 'resources', 'alarms', 'diagnosis'] as const).filter(f => f !== left)
  return (await policies.wildcard(features)).map(({ document }) => document)
}

describe('rotating an external ID', () => {
  const rotate = async (id: string): Promise<string> =>
    (await call('POST', `/${id}/rotate_external_id`)).body.data.attributes.next_external_id

  it('goes in two phases, and collection never stops', async () => {
    const { id, role_name, external_id } = await connected()
    const next = await rotate(id)
    expect(await rotate(id)).toBe(next)
    expect(await attributesOf(id)).toMatchObject({ status: 'connected', auth_config: { external_id } })
    expect((await statusOf(id)).next_external_id).toMatchObject({ value: next, state: 'waiting' })
    const early = await call('POST', `/${id}/rotate_external_id/finish`)
    expect([early.status, early.body.errors[0].code]).toEqual([409, 'rotation_not_ready'])
    expect(early.body.errors[0].detail).toContain('put both values into its trust policy')

    const { trust_policy_both, trust_policy_next } = (await statusOf(id)).next_external_id ?? {}
    expect([trust_policy_both, trust_policy_next]).toEqual([
      goodTrust(serving, [external_id, next]),
      goodTrust(serving, next),
    ])
    await changeTrust(serving, role_name, String(trust_policy_both))
    serving.clock.advance(DAY)
    await tick()
    expect((await statusOf(id)).next_external_id?.state).toBe('accepted')
    expect(await collectable(id)).toBe(true)

    const finished = await call('POST', `/${id}/rotate_external_id/finish`)
    expect(finished.body.data.attributes).toMatchObject({ status: 'connected', auth_config: { external_id: next } })
    expect(await collectable(id)).toBe(true)
    expect(await serving.settings.claims.holder(prod)).toBe(id)
    expect(await serving.settings.externalIds.get(external_id)).toMatchObject({ state: 'retired' })
    expect((await serving.settings.audit.list(organisation, 4)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['account.rotate', 'account.rotate.finish']),
    )
    await changeTrust(serving, role_name, String(trust_policy_next))
    serving.clock.advance(MINUTE)
    await tick()
    expect(await statusOf(id)).toMatchObject({ state: 'connected', next_external_id: null, trust_faults: [] })
  })

  it('is undone: the next one is never good again, and the present one stays', async () => {
    const { id, external_id } = await connected()
    const next = await rotate(id)
    expect((await call('DELETE', `/${id}/rotate_external_id`)).status).toBe(204)
    expect(await serving.settings.externalIds.get(next)).toMatchObject({ state: 'retired' })
    expect(await attributesOf(id)).toMatchObject({ status: 'connected', auth_config: { external_id } })
    expect(await rotate(id)).not.toBe(next)
  })

  it('that is forced is proven anew, and nothing is collected until then', async () => {
    const { id, role_name } = await connected()
    const next = await rotate(id)
    const forced = await call('POST', `/${id}/rotate_external_id/finish`, { force: true })
    expect(forced.body.data.attributes).toMatchObject({ status: 'pending', auth_config: { external_id: next } })
    expect([await collectable(id), await serving.settings.claims.holder(prod)]).toEqual([false, undefined])
    expect(await lastAudit()).toMatchObject({ action: 'account.rotate.finish', detail: { forced: 'true' } })
    await changeTrust(serving, role_name, goodTrust(serving, next))
    await tick()
    expect(await collectable(id)).toBe(true)
  })

  it('ends with the account, and with another external ID: every value is a tombstone', async () => {
    const { id, external_id } = await connected()
    const next = await rotate(id)
    const third = (await ask(serving, admin, 'POST', `${root}/generate_new_external_id`)).body.data.id
    const auth_config = { role_name: 'Other', external_id: third }
    await call('PATCH', `/${id}`, accountBody({ auth_config }, prod))
    const state = async (value: string) => (await serving.settings.externalIds.get(value))?.state
    expect([await state(external_id), await state(next), await state(third)]).toEqual(['retired', 'retired', 'bound'])
    const fourth = await rotate(id)
    await call('DELETE', `/${id}`)
    expect([await state(third), await state(fourth)]).toEqual(['retired', 'retired'])
  })
})

describe('a member of an AWS Organization', () => {
  it('joins with the ID that all members share, which outlives it and is not its own to rotate', async () => {
    const external_id = await organizationOf(serving, organisation)
    const auth_config = { role_name: 'Joined', external_id }
    const joined = await call('POST', '', accountBody({ auth_config }, member))
    const { id, attributes } = joined.body.data
    expect(attributes).toMatchObject({ joined_by: connectionOf(organisation), auth_config })
    // It stays a member: neither its number nor another account's can be exchanged for it.
    const moved = await call('PATCH', `/${id}`, accountBody({ auth_config }, prod))
    expect([moved.status, moved.body.errors[0].code]).toEqual([400, 'not_a_member'])
    expect((await call('POST', `/${id}/rotate_external_id`)).body.errors[0].detail).toContain('share this external ID')
    await call('DELETE', `/${id}`)
    expect(await serving.settings.externalIds.get(external_id)).toMatchObject({ state: 'bound' })
    expect((await call('POST', '', accountBody({ auth_config }, member))).status).toBe(200)
  })

  it('leaves it by an external ID of its own, and the shared one stays good for the others', async () => {
    const external_id = (await serving.settings.awsOrganizations.list(organisation))[0]?.externalId
    const { id } = (await call('POST', '', accountBody({ auth_config: { role_name: 'J', external_id } }, member))).body
      .data
    const own = (await ask(serving, admin, 'POST', `${root}/generate_new_external_id`)).body.data.id
    const left = await call(
      'PATCH',
      `/${id}`,
      accountBody({ auth_config: { role_name: 'J', external_id: own } }, member),
    )
    expect(left.body.data.attributes).toMatchObject({ joined_by: null, auth_config: { external_id: own } })
    expect(await serving.settings.externalIds.get(String(external_id))).toMatchObject({ state: 'bound' })
  })
})

describe('an account with an access key', () => {
  const gov = () => {
    const found = serving.simulator.furtherAccounts.find(({ partition }) => partition === 'aws-us-gov')
    if (!found) throw new Error('there is no simulated account in GovCloud')
    return found
  }
  const withKeys = (auth_config: object = pair()) =>
    accountBody({ aws_partition: 'aws-us-gov', auth_config }, gov().accountId)
  const pair = () => ({ access_key_id: gov().accessKeyId, secret_access_key: gov().secretAccessKey })
  const own = () => ({ access_key_id: gov().accessKeyId })
  const connectKeys = async () => (await call('POST', '', withKeys())).body.data

  it('is proven by the key itself; its secret is kept, and four characters are shown', async () => {
    const { id, attributes } = await connectKeys()
    expect(attributes).toMatchObject({
      ...{ auth_config: own(), role_arn: null, status: 'pending', aws_partition: 'aws-us-gov' },
      secret_access_key_last_four: gov().secretAccessKey.slice(-4),
    })
    expect(await serving.settings.secrets.get(id)).toBe(gov().secretAccessKey)
    await tick()
    expect([(await attributesOf(id)).status, await collectable(id)]).toEqual(['connected', true])
  })

  it('takes its id alone as no change, and a pair as a new one that is proven anew', async () => {
    const { id } = await connectKeys()
    await tick()
    for (const same of [own(), pair()])
      expect((await call('PATCH', `/${id}`, withKeys(same))).body.data.attributes.status).toBe('connected')
    const broken = { ...pair(), secret_access_key: 'x'.repeat(40) }
    expect((await call('PATCH', `/${id}`, withKeys(broken))).body.data.attributes).toMatchObject({
      ...{ status: 'pending', secret_access_key_last_four: 'xxxx' },
    })
    await tick()
    expect((await statusOf(id)).problem?.code).toBe('access_key_refused')
    await call('PATCH', `/${id}`, withKeys())
    await tick()
    expect((await attributesOf(id)).status).toBe('connected')
  })

  it.each([
    [
      'another id without its secret',
      { access_key_id: 'AKIAIOSFODNN7EXAMPLE' },
      'auth_config.secret_access_key',
      'is required together with another access key id',
    ],
    ['a secret without its id', { secret_access_key: 'x'.repeat(40) }, 'auth_config.access_key_id', 'is required'],
    [
      'a temporary key',
      { access_key_id: 'ASIAIOSFODNN7EXAMPLE', secret_access_key: 'x'.repeat(40) },
      'auth_config.access_key_id',
      expect.stringContaining('temporary'),
    ],
    [
      'an id in lower case',
      { access_key_id: 'akiaiosfodnn7example', secret_access_key: 'x'.repeat(40) },
      'auth_config.access_key_id',
      expect.stringContaining('AKIA'),
    ],
    [
      'a secret that was cut',
      { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'x' },
      'auth_config.secret_access_key',
      expect.stringContaining('copy it whole'),
    ],
    [
      'a secret with a line break',
      { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: `${'x'.repeat(40)}\n` },
      'auth_config.secret_access_key',
      'holds a space or other white space',
    ],
  ])('refuses %s by its field', async (_, auth_config, field, fault) => {
    const { id } = await connectKeys()
    const { status, body } = await call('PATCH', `/${id}`, withKeys(auth_config))
    expect([status, body.errors[0].meta]).toEqual([400, { [field]: fault }])
    expect(await serving.settings.secrets.get(id)).toBe(gov().secretAccessKey)
  })

  it('never becomes a role, nor moves to the partition aws, and has no external ID to rotate', async () => {
    const { id } = await connectKeys()
    for (const auth_config of [{ role_name: 'R' }, { external_id: 'f'.repeat(32) }])
      expect((await call('PATCH', `/${id}`, withKeys(auth_config))).body.errors[0]).toMatchObject({
        ...{ code: 'auth_kind_fixed', detail: 'cannot switch between role and key based auth' },
      })
    const moved = await call('PATCH', `/${id}`, accountBody({ auth_config: own() }, gov().accountId))
    expect(Object.keys(moved.body.errors[0].meta)).toEqual(['auth_config'])
    expect((await call('POST', `/${id}/rotate_external_id`)).body.errors[0].detail).toContain('no external ID')
  })

  it('that is refused leaves no secret behind, and removed none either', async () => {
    const { id } = await connectKeys()
    expect((await call('POST', '', withKeys())).status).toBe(409)
    await call('DELETE', `/${id}`)
    expect(await serving.settings.secrets.get(id)).toBeUndefined()
  })
})

describe('a warning about the trust policy', () => {
  it('is left as it is for a reason that is kept and shown; an error is not; and it is withdrawn', async () => {
    const { id, role_name, external_id } = await connected()
    const both = JSON.parse(goodTrust(serving, external_id))
    both.Statement[0].Condition.StringEquals['sts:ExternalId'] = [external_id, 'another-vendor']
    await changeTrust(serving, role_name, JSON.stringify(both))
    await call('POST', `/${id}/verify`)
    await tick()
    const [fault] = (await statusOf(id)).trust_faults
    expect(fault?.severity).toBe('warning')
    const body = { fault_id: fault?.id, path: fault?.path, reason: ' our second monitor ' }
    const accepted = await call('POST', `/${id}/accept_fault`, body)
    expect(accepted.body.data).toMatchObject({
      ...{ id, type: 'accepted_fault', attributes: { ...body, reason: 'our second monitor', actor: 'key:test' } },
    })
    expect((await statusOf(id)).accepted_faults).toMatchObject([{ reason: 'our second monitor' }])
    expect(await lastAudit()).toMatchObject({
      action: 'account.accept_fault',
      detail: { reason: 'our second monitor' },
    })
    expect((await call('DELETE', `/${id}/accept_fault`, body)).status).toBe(204)
    expect((await call('DELETE', `/${id}/accept_fault`, body)).body.errors[0].code).toBe('not_found')
    expect((await statusOf(id)).accepted_faults).toEqual([])
  })
})

describe('removing', () => {
  it('keeps what was collected unless told otherwise, and writes down what stays', async () => {
    const { id, role_name } = await connected()
    expect((await call('DELETE', `/${id}`)).status).toBe(204)
    expect(await serving.settings.erasures.list(organisation)).toEqual([])
    expect((await lastAudit())?.detail).toMatchObject({
      ...{ data: 'keep', stays_in_aws: `arn:aws:iam::${prod}:role/${role_name}` },
      stays_here: expect.stringContaining('retention'),
    })
    expect(await serving.settings.claims.holder(prod)).toBeUndefined()
  })

  it('with its data orders an erasure, and the account is not added anew before that has ended', async () => {
    const { id } = await connected({ account_name: 'to be erased' })
    expect((await call('DELETE', `/${id}?data=erase`)).status).toBe(204)
    const [erasure] = await serving.settings.erasures.list(organisation)
    expect(erasure).toMatchObject({
      ...{ id, accountId: prod, name: 'to be erased', state: 'waiting', requestedBy: 'key:test', finishedAt: null },
    })
    const early = await call('POST', '', accountBody({}, prod))
    expect([early.status, early.body.errors[0].meta.aws_account_id]).toEqual([409, expect.stringContaining('erased')])
    if (erasure) await serving.settings.erasures.put({ ...erasure, state: 'verified', finishedAt: serving.clock.now() })
    expect((await call('POST', '', accountBody({}, prod))).status).toBe(200)
  })
})

describe('the audit log', () => {
  it('is read newest first, page by page', async () => {
    const url = '/api/v2/heycloud/audit'
    const page = async (query: string) => auditReply.parse((await ask(serving, admin, 'GET', `${url}${query}`)).body)
    const all = (await page('?limit=1000')).data.map(({ id }) => id)
    expect(all.length).toBeGreaterThan(30)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { data, meta } = await page(`?limit=7${cursor && `&cursor=${cursor}`}`)
      paged.push(...data.map(({ id }) => id))
      cursor = meta.next_cursor
    }
    expect(paged).toEqual(all)
    for (const query of ['?limit=0', '?limit=1001', '?cursor=x', '?cursor=-1'])
      expect((await ask(serving, admin, 'GET', `${url}${query}`)).status).toBe(400)
  })
})
