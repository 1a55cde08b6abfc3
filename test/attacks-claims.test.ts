// Attacks that need more than one request: two organisations after one account, fields nobody may set, doors, and secrets.
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../src/core/clock.ts'
import { hashToken } from '../src/server/auth/secrets.ts'
import {
  type Attacked,
  accountBody,
  accounts,
  ask,
  type Headers,
  root,
  staging,
  startAttacked,
} from './support/attacking.ts'
import { changeTrust, goodTrust, makeRole, organisation, prod } from './support/delegating.ts'

const logged: string[] = []
let at: Attacked
beforeAll(async () => {
  at = await startAttacked({ log: pino({ level: 'debug' }, { write: line => logged.push(line) }) })
})
afterAll(() => at.close())

const call = (as: Headers, ...request: [Parameters<typeof ask>[2], string, (object | string)?]) =>
  ask(at.serving, as, ...request)
const last = async (whose: string) => (await at.settings.audit.list(whose, 1))[0]
const issue = async (as: Headers): Promise<string> =>
  (await call(as, 'POST', `${root}/generate_new_external_id`)).body.data.id
const connect = async (as: Headers, attributes: object, accountId: string): Promise<string> => {
  const { text, body } = await call(as, 'POST', accounts, accountBody(attributes, accountId))
  expect(body?.data, text).toBeDefined()
  return body.data.id
}
const statusOf = async (as: Headers, id: string) =>
  (await call(as, 'GET', `${accounts}/${id}`)).body.data.attributes.status
const wait = async (ms: number) => {
  at.clock.advance(ms)
  await at.delegation.verification.tick()
}

describe('two organisations after one AWS account', () => {
  // A second reader of it, who was let in by mistake: its role trusts both external IDs.
  it('whose role trusts both: the first to prove it has it, the other collects nothing and learns nothing', async () => {
    const [ours, theirs] = [await issue(at.victim), await issue(at.mallory)]
    const auth = (external_id: string) => ({ auth_config: { role_name: 'Contested', external_id } })
    const victimId = await connect(at.victim, auth(ours), staging)
    const account = await at.settings.accounts.byAccountId('mallory', staging)
    const malloryId = String(account?.id)
    expect((await call(at.mallory, 'PATCH', `${accounts}/${malloryId}`, accountBody(auth(theirs)))).status).toBe(200)
    await makeRole(at, { name: 'Contested', trust: goodTrust(at, [ours, theirs]) }, staging)
    await Promise.all([wait(HOUR), at.delegation.verification.tick()])
    const states = [await statusOf(at.victim, victimId), await statusOf(at.mallory, malloryId)]
    expect([...states].sort()).toEqual(['connected', 'not_assumable'])
    const won = states[0] === 'connected'
    const [winner, loser, lost] = won ? [victimId, at.mallory, malloryId] : [malloryId, at.victim, victimId]
    expect(await at.settings.claims.holder(staging)).toBe(winner)
    const status = (await call(loser, 'GET', `${accounts}/${lost}/status`)).body.data.attributes
    expect(status.problem.code).toBe('account_claimed')
    for (const hidden of [winner, won ? ours : theirs, organisation, 'organisation'])
      expect(JSON.stringify(status).toLowerCase()).not.toContain(hidden)
    const row = await at.settings.accounts.get(won ? 'mallory' : organisation, lost)
    expect(row && (await at.delegation.verification.isCollectable(row))).toBe(false)
    expect(await last(won ? 'mallory' : organisation)).toMatchObject({
      ...{ actor: 'heycloud', action: 'account.claim.refused', target: lost },
      detail: { account_id: staging, reason: 'account_claimed' },
    })
    // Who leaves, leaves it to whoever can still prove it.
    await call(won ? at.victim : at.mallory, 'DELETE', `${accounts}/${winner}`)
    await wait(DAY)
    expect(await statusOf(loser, lost)).toBe('connected')
    await call(loser, 'DELETE', `${accounts}/${lost}`)
  })

  // An AWS account kept from its owner, by entering its number first.
  it('of whom one has only entered its number: the owner connects it all the same', async () => {
    const squatter = await connect(at.mallory, {}, staging)
    const external_id = await issue(at.victim)
    await makeRole(at, { name: 'Owners', trust: goodTrust(at, external_id) }, staging)
    const owners = await connect(at.victim, { auth_config: { role_name: 'Owners', external_id } }, staging)
    await wait(MINUTE)
    expect([await statusOf(at.victim, owners), await statusOf(at.mallory, squatter)]).toEqual(['connected', 'pending'])
    await call(at.mallory, 'DELETE', `${accounts}/${squatter}`)
    await call(at.victim, 'DELETE', `${accounts}/${owners}`)
  })

  // An AWS account kept from its owner for good, by one proof of long ago.
  it('of whom one was let in and then shut out: the other connects it', async () => {
    const [first, second] = [await issue(at.mallory), await issue(at.victim)]
    await makeRole(at, { name: 'Sold', trust: goodTrust(at, first) }, staging)
    const former = await connect(at.mallory, { auth_config: { role_name: 'Sold', external_id: first } }, staging)
    await wait(MINUTE)
    expect(await statusOf(at.mallory, former)).toBe('connected')
    const attributes = { auth_config: { role_name: 'Sold', external_id: second } }
    expect((await call(at.victim, 'POST', accounts, accountBody(attributes))).status).toBe(409)
    await changeTrust(at, 'Sold', goodTrust(at, second), staging)
    await wait(DAY)
    for (let turn = 0; turn < 8; turn += 1) await wait(MINUTE)
    expect(await statusOf(at.mallory, former)).toBe('not_assumable')
    const buyers = await connect(at.victim, attributes, staging)
    await wait(MINUTE)
    expect(await statusOf(at.victim, buyers)).toBe('connected')
    await call(at.mallory, 'DELETE', `${accounts}/${former}`)
    await call(at.victim, 'DELETE', `${accounts}/${buyers}`)
  })
})

describe('fields that nobody may set', () => {
  // Another organisation's row; an account that is collected unproven; a past that was not.
  const forged = {
    ...{ id: '00000000-0000-4000-8000-000000000000', organisation, organization: organisation, state: 'connected' },
    ...{ status: 'connected', joined_by: 'org-of-acme', created_at: '2001-01-01T00:00:00Z', createdAt: 0 },
    ...{ paused_at: null, next_external_id: 'f'.repeat(32), role_arn: 'arn:aws:iam::1:role/x', secretId: 'x' },
  }

  it('are left alone, said to the sender, and written down', async () => {
    const made = await call(at.mallory, 'POST', accounts, accountBody(forged))
    expect(made.status, made.text).toBe(200)
    const { id, attributes } = made.body.data
    expect(id).not.toBe(forged.id)
    expect(attributes).toMatchObject({ status: 'pending', joined_by: null, paused_at: null })
    expect(new Date(attributes.created_at).getUTCFullYear()).toBe(2026)
    expect(Object.keys(made.body.meta.warnings)).toEqual(
      expect.arrayContaining(['organisation', 'organization', 'state', 'createdAt', 'next_external_id', 'secretId']),
    )
    const patched = await call(at.mallory, 'PATCH', `${accounts}/${id}`, {
      data: { type: 'account', attributes: forged },
    })
    expect(patched.body.data.attributes).toMatchObject({ status: 'pending', created_at: attributes.created_at })
    expect(await at.settings.accounts.get('mallory', id)).toMatchObject({
      ...{ id, organisation: 'mallory', state: 'pending', joinedBy: null, nextExternalId: null },
    })
    const entries = await at.settings.audit.list('mallory', 3)
    for (const action of ['account.create', 'account.update'])
      expect(entries.find(entry => entry.action === action)?.detail.ignored?.split(' ')).toEqual(
        expect.arrayContaining(['id', 'organisation', 'state', 'joined_by', 'created_at']),
      )
    await call(at.mallory, 'DELETE', `${accounts}/${id}`)
  })
})

describe('many accounts at once', () => {
  // The victim's accounts among one's own, where nobody looks at each.
  it.each(['verify', 'pause', 'resume', 'edit'])(
    '%s reaches one’s own alone, and names the others in the log',
    async action => {
      const id = await connect(at.mallory, {}, staging)
      const before = await at.settings.accounts.get(organisation, at.victimId)
      const attributes = action === 'edit' ? { account_tags: [`by:${action}`] } : undefined
      const { status, body, text } = await call(at.mallory, 'POST', `${root}/bulk`, {
        ...{ ids: [id, at.victimId, '../x'], action, attributes },
      })
      expect([status, body.data.map((one: { attributes: { outcome: string } }) => one.attributes.outcome)]).toEqual([
        200,
        ['done', 'failed', 'failed'],
      ])
      expect(text).not.toContain('the victim')
      expect(await at.settings.accounts.get(organisation, at.victimId)).toEqual(before)
      expect((await last('mallory'))?.detail.refused).toBe(`${at.victimId} account_not_found`)
      await call(at.mallory, 'DELETE', `${accounts}/${id}`)
    },
  )
})

/** Every route of an account that changes something. */
const changes: [method: 'POST' | 'PATCH' | 'DELETE', end: string, action: string][] = [
  ['PATCH', '', 'update'],
  ['DELETE', '', 'delete'],
  ['DELETE', '?data=erase', 'delete'],
  ['POST', '/verify', 'verify'],
  ['POST', '/pause', 'pause'],
  ['POST', '/resume', 'resume'],
  ['POST', '/turn_off', 'turn_off'],
  ['POST', '/rotate_external_id', 'rotate'],
  ['POST', '/rotate_external_id/finish', 'rotate.finish'],
  ['DELETE', '/rotate_external_id', 'rotate.cancel'],
  ['POST', '/accept_fault', 'accept_fault'],
  ['DELETE', '/accept_fault', 'withdraw_fault'],
]

describe('a door', () => {
  // What a viewer may only look at, changed.
  it.each(changes)('%s …%s is shut to viewers', async (method, end, action) => {
    const viewer = await at.keys('viewer')
    at.clock.advance(MINUTE)
    const { status, body } = await call(viewer, method, `${accounts}/${at.victimId}${end}`, {})
    expect([status, body.errors[0].code]).toEqual([403, 'forbidden'])
    expect(await last(organisation)).toMatchObject({
      ...{
        action: `account.${action}.refused`,
        target: at.victimId,
        detail: { reason: 'forbidden', account_id: prod },
      },
    })
  })

  // What an administrator may do, done by a page that the administrator only looks at.
  it.each(changes)('%s …%s is shut to other sites', async (method, end, action) => {
    const user = {
      id: `u-${action}-${end.length}`,
      organisation,
      email: `${action}${end.length}@acme.test`,
      role: 'admin' as const,
      createdAt: 0,
    }
    await at.settings.people.insert(user, 'no password')
    await at.settings.people.insertSession(hashToken(user.id), user.id, at.clock.now() + HOUR)
    for (const from of [{ origin: 'https://evil.test' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, {}]) {
      at.clock.advance(MINUTE)
      const headers = { cookie: `heycloud_session=${user.id}`, ...from } as Headers
      const { status, body } = await call(headers, method, `${accounts}/${at.victimId}${end}`, {})
      expect([status, body.errors[0].code]).toEqual([403, 'cross_origin'])
      expect(await last(organisation)).toMatchObject({
        ...{ actor: `user:${user.email}`, action: `account.${action}.refused`, detail: { reason: 'cross_origin' } },
      })
    }
  })

  // Who did what, and what was tried, told to those who did it.
  it('to the audit log is open to administrators alone, each to their own', async () => {
    const url = '/api/v2/heycloud/audit'
    for (const role of ['viewer', 'editor'] as const)
      expect((await call(await at.keys(role), 'GET', url)).body.errors[0].code).toBe('forbidden')
    const mine = (await call(at.mallory, 'GET', `${url}?limit=1000`)).text
    expect(mine).toContain('account.create')
    for (const theirs of ['VictimRole', at.ids.victimBound, 'the victim']) expect(mine).not.toContain(theirs)
  })

  // A log that is full of one attacker's lines, in which nothing else is found.
  it('that is tried in a loop costs the log one line a minute', async () => {
    at.clock.advance(MINUTE)
    const before = (await at.settings.audit.list('mallory', 1))[0]?.sequence ?? 0
    await Promise.all(Array.from({ length: 25 }, () => call(at.mallory, 'POST', `${accounts}/${at.victimId}/pause`)))
    const lines = (await at.settings.audit.list('mallory', 100)).filter(({ sequence }) => sequence > before)
    expect(lines.map(({ action }) => action)).toEqual(['account.pause.refused'])
  })
})

describe('a body', () => {
  // A process that is short of memory for one request; a form that a foreign page can send.
  it.each([
    ['of more than a mebibyte', 'application/json', `{"data":"${'x'.repeat(1_100_000)}"}`, 413],
    ['that is a form’s', 'application/x-www-form-urlencoded', 'data=1', 415],
    ['that a form sends as text', 'text/plain', JSON.stringify(accountBody()), 400],
  ])('%s is refused, and written down', async (_, type, text, status) => {
    at.clock.advance(MINUTE)
    const reply = await call({ ...at.mallory, 'content-type': type }, 'POST', accounts, text)
    expect(reply.status).toBe(status)
    expect(await last('mallory')).toMatchObject({ action: 'account.create.refused', detail: { reason: 'bad_request' } })
  })
})

describe('an access key', () => {
  // A key of the victim's user, readable by every viewer, or in the log that is shipped elsewhere.
  it('goes in and never comes out: not in a reply, an error, the status, the log, the audit log or the database', async () => {
    const gov = at.simulator.furtherAccounts.find(({ partition }) => partition === 'aws-us-gov')
    if (!gov) throw new Error('there is no simulated account in GovCloud')
    const { accessKeyId: access_key_id, secretAccessKey: secret_access_key } = gov
    const keys = { aws_partition: 'aws-us-gov', auth_config: { access_key_id, secret_access_key } }
    const id = await connect(at.victim, keys, gov.accountId)
    await wait(MINUTE)
    const replies = [
      await call(at.victim, 'GET', `${accounts}/${id}`),
      await call(at.victim, 'GET', accounts),
      await call(at.victim, 'GET', `${accounts}/${id}/status`),
      await call(at.victim, 'POST', accounts, accountBody(keys, gov.accountId)),
      await call(at.victim, 'PATCH', `${accounts}/${id}`, accountBody(keys, gov.accountId)),
      await call(at.victim, 'PATCH', `${accounts}/${id}`, accountBody({ ...keys, account_name: '\0' }, gov.accountId)),
      await call(at.victim, 'POST', `${accounts}/${id}/rotate_external_id`),
      await call(at.mallory, 'PATCH', `${accounts}/${id}`, accountBody(keys, gov.accountId)),
      await call(
        at.mallory,
        'POST',
        accounts,
        accountBody(
          { ...keys, auth_config: { access_key_id, secret_access_key: ` ${secret_access_key}` } },
          gov.accountId,
        ),
      ),
      await call(at.victim, 'GET', '/api/v2/heycloud/audit?limit=1000'),
    ]
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 409, 200, 400, 400, 404, 400, 200])
    expect(replies[0]?.body.data.attributes).toMatchObject({
      ...{ status: 'connected', auth_config: { access_key_id }, role_arn: null },
      secret_access_key_last_four: secret_access_key.slice(-4),
    })
    const audited = JSON.stringify([
      await at.settings.audit.list(organisation, 1_000),
      await at.settings.audit.list('mallory', 1_000),
    ])
    for (const text of [...replies.map(({ text: one }) => one), audited, logged.join('')])
      expect(text).not.toContain(secret_access_key)
    await call(at.victim, 'DELETE', `${accounts}/${id}`)
    expect(await at.settings.secrets.get(id)).toBeUndefined()
  })
})
