// What a hostile tenant or client sends, a row an attempt, above each what would be won: all refused, nothing changed, all written down.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MINUTE } from '../src/core/clock.ts'
import { type ErrorCode, errorTable } from '../src/core/errors.ts'
import { freshVerification } from '../src/delegation/verification/state.ts'
import {
  type Attacked,
  accountBody,
  accounts,
  ask,
  connectionOf,
  type Headers,
  type Method,
  member,
  staging,
  startAttacked,
} from './support/attacking.ts'
import { organisation, prod } from './support/delegating.ts'

let at: Attacked
beforeAll(async () => {
  at = await startAttacked()
  const fault = { title: 't', explanation: 'e', path: 'Statement[0]' }
  await at.settings.verifications.put(at.malloryId, {
    ...freshVerification(at.clock.now()),
    trustFaults: [
      { ...fault, id: 'open_to_all', severity: 'error' },
      { ...fault, id: 'second_id', severity: 'warning' },
    ],
  })
})
afterAll(() => at.close())
// The same refusal is written down once a minute.
beforeEach(() => at.clock.advance(MINUTE))

type Request = [method: Method, url: string, payload?: object | string | undefined]
/** The audit log's name of what was tried, and why it was refused. */
type Refused = [action: string, reason: ErrorCode]
type Attempt = [attempt: string, request: (attacked: Attacked) => Request, refused: Refused]

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const key = { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: secret }
/** An AWS account in nobody's hands, so that nothing but what the row says is wrong. */
const free = '222200001111'
const create =
  (attributes: object, accountId = free) =>
  (): Request => ['POST', accounts, accountBody(attributes, accountId)]
const role = (role_name: string) => create({ auth_config: { role_name } })
const region = (...include_only: string[]) => create({ aws_regions: { include_only } })
const usingId =
  (pick: (ids: Attacked['ids']) => unknown, accountId = free) =>
  ({ ids }: Attacked): Request => [
    'POST',
    accounts,
    accountBody({ auth_config: { role_name: 'R', external_id: pick(ids) } }, accountId),
  ]
const patch =
  (attributes: (attacked: Attacked) => object, accountId = staging) =>
  (attacked: Attacked): Request => [
    'PATCH',
    `${accounts}/${attacked.malloryId}`,
    accountBody(attributes(attacked), accountId),
  ]

const badId: Refused = ['account.create', 'invalid_external_id']
const bad: Refused = ['account.create', 'bad_request']
const taken: Refused = ['account.create', 'account_exists']

const externalIds: Attempt[] = [
  // The confused deputy: the victim makes the role for HeyCloud, and the attacker's organisation reads through it.
  ['the victim’s draft, not used yet', usingId(ids => ids.victimDraft), badId],
  ['the one on the victim’s page', usingId(ids => ids.victimPage), badId],
  ['the one in the victim’s role', usingId(ids => ids.victimBound), badId],
  ['the victim’s, put into one’s own account', patch(({ ids }) => authWith(ids.victimDraft)), updateOf(badId)],
  // Every account of the victim's AWS Organization at once.
  ['the victim’s Organization’s, for its member', usingId(ids => ids.victimOrganization, member), badId],
  // One ID in the roles of strangers, each of whom was told that it is theirs alone.
  ['one’s own Organization’s, for no member', usingId(ids => ids.ownOrganization), ['account.create', 'not_a_member']],
  // An ID that leaked long ago, or that was replaced because it leaked, and roles that still trust it.
  ['one that expired', usingId(ids => ids.expired), badId],
  ['one that was rotated out', usingId(ids => ids.rotatedOut), badId],
  ['one of an account that was removed', usingId(ids => ids.tombstone), badId],
  // A value that the attacker knows beforehand, and has a victim put into a role.
  ['a typed one', usingId(() => 'acme-monitoring'), badId],
  ['a typed one of the right form', usingId(() => 'f'.repeat(32)), badId],
  ['an edited request: one’s own with another end', usingId(({ own }) => own.replace(/.$/, edited)), badId],
  // A role that asks for no ID, or for any.
  ['an empty one', usingId(() => ''), badId],
  ['a wildcard', usingId(() => '*'), badId],
  // Two spellings of one ID, of which one is free, or cut elsewhere; a second value beside the checked one.
  ['one’s own in upper case', usingId(({ own }) => own.replace(/^./, 'A').toUpperCase()), badId],
  ['one’s own with a NUL behind', usingId(({ own }) => `${own}\0`), badId],
  ['one’s own with white space before', usingId(({ own }) => `\t${own}`), badId],
  ['a list of two', usingId(({ own, victimDraft }) => [own, victimDraft]), bad],
]

const targets: Attempt[] = [
  // A second reader of the victim's account, or the knowledge who has connected it.
  ['the victim’s AWS account', create({}, prod), taken],
  ['one’s own account, moved onto the victim’s', patch(() => ({}), prod), updateOf(taken)],
  // Two rows for one account, and its charges twice.
  ['the same request again', create({ auth_config: { role_name: 'MalloryRole' } }, staging), taken],
  // HeyCloud's own credentials, and with them every customer's.
  ['HeyCloud’s own AWS account', create({}, '060482727757'), ['account.create', 'own_account_refused']],
  ['one’s own, moved onto HeyCloud’s', patch(() => ({}), '060482727757'), ['account.update', 'own_account_refused']],
  // The victim's role by another spelling, or one that looks like it in every list.
  ['the victim’s role by its ARN', role(`arn:aws:iam::${prod}:role/VictimRole`), bad],
  ['a role behind a path that climbs', role('../..//VictimRole'), bad],
  ['a role name with a Cyrillic letter', role('HeyСloudRole'), bad],
  ['a role name with a NUL', role('VictimRole\0x'), bad],
  ['a role name that a shell runs', role("x'; curl evil.test; '"), bad],
  ['the victim’s number in full-width digits', create({}, '１１１１２２２２３３３３'), bad],
  ['the victim’s number with a line break', create({}, `${prod}\n`), bad],
  // Signed requests sent to a host of the attacker's, to the host's own metadata, or abroad.
  ['a host name for a region', region('x.evil.test/'), bad],
  ['a host behind an @', region('us-east-1@evil.test'), bad],
  ['a region with a look-alike letter', region('uѕ-east-1'), bad],
  ['a region of another partition', region('cn-north-1'), bad],
  ['an endpoint beside the regions', create({ aws_regions: { include_all: true, endpoint: 'http://[::1]' } }), bad],
  ['a partition that ends an ARN', create({ aws_partition: 'aws:iam::1:role/X#' }), bad],
  // A text of the attacker's making in an operator's terminal, log or query.
  ['a tag that clears the terminal', create({ account_tags: ['team:\u001b[2J'] }), bad],
  ['a name that reads backwards', create({ account_name: 'prod\u202egnp' }), bad],
  ['half a character', create({ account_tags: ['\ud800'] }), bad],
  ['a namespace that is an object', create({ metrics_config: { namespace_filters: { include_only: [{}] } } }), bad],
  // A long-lived key where a role would do; the secret itself in a reply or a log; a key that rides along unproven.
  ['keys in the partition aws', create({ auth_config: key }), bad],
  ['a secret for a key id', create({ aws_partition: 'aws-cn', auth_config: { ...key, access_key_id: secret } }), bad],
  ['a role and keys', create({ aws_partition: 'aws-cn', auth_config: { ...key, role_name: 'R' } }), bad],
  ['keys instead of a proven role', patch(() => ({ auth_config: key })), ['account.update', 'auth_kind_fixed']],
]

const victims =
  (method: Method, end = '', payload?: object) =>
  ({ victimId }: Attacked): Request => [method, `${accounts}/${victimId}${end}`, payload]
const own =
  (method: Method, end: string, payload?: object) =>
  ({ malloryId }: Attacked): Request => [method, `${accounts}/${malloryId}${end}`, payload]
const strange = (action: string): Refused => [action, 'account_not_found']
const accepting = { fault_id: 'second_id', path: 'Statement[0]', reason: 'it is ours' }

const othersAccounts: Attempt[] = [
  // The victim's settings, names, role and costs read.
  ['reading it', victims('GET'), strange('account.get')],
  ['reading its status', victims('GET', '/status'), strange('account.status')],
  ['having it verified', victims('POST', '/verify'), strange('account.verify')],
  // The victim's account pointed at a role of the attacker's, and so false data on the victim's charts.
  ['changing it', victims('PATCH', '', accountBody({}, prod)), strange('account.update')],
  // The victim blind, and its history gone.
  ['removing it', victims('DELETE'), strange('account.delete')],
  ['erasing it', victims('DELETE', '?data=erase'), strange('account.delete')],
  ['pausing it', victims('POST', '/pause'), strange('account.pause')],
  ['resuming it', victims('POST', '/resume'), strange('account.resume')],
  ['turning a feature off', victims('POST', '/turn_off', { feature: 'metrics' }), strange('account.turn_off')],
  // The victim's next external ID known before its role has it, or its role shut out.
  ['rotating its external ID', victims('POST', '/rotate_external_id'), strange('account.rotate')],
  ['ending that', victims('POST', '/rotate_external_id/finish', { force: true }), strange('account.rotate.finish')],
  ['undoing that', victims('DELETE', '/rotate_external_id'), strange('account.rotate.cancel')],
  // A warning of the victim's silenced.
  ['accepting a fault', victims('POST', '/accept_fault', accepting), strange('account.accept_fault')],
  ['withdrawing that', victims('DELETE', '/accept_fault', accepting), strange('account.withdraw_fault')],
]

const ownAccounts: Attempt[] = [
  // A body that changes another account than the path that was permitted.
  [
    'the victim’s id in the body',
    own('PATCH', '', { data: { type: 'account', id: prod, attributes: {} } }),
    updateOf(bad),
  ],
  // A role that lets everybody in, shown as in order.
  ['accepting an error', own('POST', '/accept_fault', { ...accepting, fault_id: 'open_to_all' }), of('accept_fault')],
  // A warning silenced before it is there.
  ['accepting what was not found', own('POST', '/accept_fault', { ...accepting, path: '$' }), of('accept_fault')],
  ['accepting without a reason', own('POST', '/accept_fault', { ...accepting, reason: ' . ' }), of('accept_fault')],
  ['accepting in colours', own('POST', '/accept_fault', { ...accepting, reason: '\u001b[31mok' }), of('accept_fault')],
  // An account that is connected and that nothing can be read of.
  ['turning off what all stands on', own('POST', '/turn_off', { feature: 'account' }), of('turn_off')],
  ['turning off the prototype', own('POST', '/turn_off', { feature: '__proto__' }), of('turn_off')],
  // The role read under an ID that nobody has proven.
  ['ending a rotation that is none', own('POST', '/rotate_external_id/finish', { force: true }), of('rotate.finish')],
  ['removing with data nobody knows', own('DELETE', '?data=everything'), of('delete')],
]

const json = (text: string): Request => ['POST', accounts, text]
const tower = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
const group = (name: string): Request =>
  json(JSON.stringify(accountBody({ metrics_config: { [name]: 'here' } }, free)).replace('"here"', tower))
const bodies: Attempt[] = [
  // Every object of the process with a property of the attacker's: an actor with another role, say.
  ['the prototype', () => json('{"data":{"type":"account","attributes":{"__proto__":{"role":"admin"}}}}'), bad],
  ['the constructor’s', () => json('{"data":{"constructor":{"prototype":{"role":"admin"}}}}'), bad],
  ['the prototype within a group', () => json('{"data":{"attributes":{"metrics_config":{"__proto__":{}}}}}'), bad],
  // A process that is busy, or dead, for one request.
  ['a tower of lists', () => group('tag_filters'), bad],
  ['a tower in a group', () => group('namespace_filters'), bad],
  ['a role name without end', role('x/'.repeat(100_000)), bad],
  ['half a body', () => json('{"data":'), bad],
  ['no body', () => ['POST', accounts], bad],
]

const pathIds: Attempt[] = ['..%2f..%2fmetrics', '%00', '%22%22', "'%20OR%201=1", '１', 'x'.repeat(90)].map(id => [
  // A file, a statement or another route behind the id.
  id,
  () => ['POST', `${accounts}/${id}/pause`],
  ['account.pause', 'invalid_parameter'],
])

function updateOf([, reason]: Refused): Refused {
  return ['account.update', reason]
}
function of(action: string): Refused {
  return [`account.${action}`, 'bad_request']
}
function edited(last: string): string {
  return last === '0' ? '1' : '0'
}
function authWith(external_id: string): object {
  return { auth_config: { role_name: 'R', external_id } }
}

/** All that a refused request may not have touched. */
const state = async () => ({
  accounts: await at.settings.accounts.listAll(),
  erasures: await at.settings.erasures.open(),
  faults: await at.settings.acceptedFaults.list(at.malloryId),
  holder: await at.settings.claims.holder(prod),
  ids: await Promise.all(Object.values(at.ids).map(value => at.settings.externalIds.get(value))),
  secrets: await Promise.all((await at.settings.accounts.listAll()).map(({ id }) => at.settings.secrets.get(id))),
})

async function refused(as: Headers, [method, url, payload]: Request, [action, reason]: Refused): Promise<void> {
  const before = await state()
  const headers = typeof payload === 'string' ? { ...as, 'content-type': 'application/json' } : as
  const reply = await ask(at.serving, headers, method, url, payload)
  expect([reply.status, reply.body?.errors[0].code], reply.text).toEqual([errorTable[reason].status, reason])
  expect(await state()).toEqual(before)
  const [entry] = await at.settings.audit.list('mallory', 1)
  expect(entry).toMatchObject({
    ...{ at: expect.any(Number), actor: 'key:test', action: `${action}.refused` },
    detail: { reason, request: expect.stringContaining(method) },
  })
  expect(at.clock.now() - (entry?.at ?? 0)).toBeLessThan(MINUTE)
  // Neither is told what the attacker may not know, nor written down what was pasted into the wrong field.
  for (const hidden of ['the victim', at.victimId, at.ids.victimBound, secret])
    for (const text of [reply.text, JSON.stringify(entry?.detail)]) expect(text).not.toContain(hidden)
}

const attempt = async (_: string, request: Attempt[1], refusal: Refused): Promise<void> =>
  refused(at.mallory, request(at), refusal)

describe('an external ID', () => {
  it.each(externalIds)('%s', attempt)
})
describe('a target', () => {
  it.each(targets)('%s', attempt)
})
describe('the victim’s account', () => {
  it.each(othersAccounts)('%s', attempt)
})
describe('one’s own account', () => {
  it.each(ownAccounts)('%s', attempt)
})
describe('whatever the victim has', () => {
  // Anything at all of another organisation's, by a route that nobody thought of here.
  it('is found by no route that takes an id', async () => {
    const { paths } = (await ask(at.serving, {}, 'GET', '/api/openapi.json')).body
    const tried: string[] = []
    for (const [path, methods] of Object.entries<object>(paths).filter(
      ([one]) => one.includes('aws/') && one.includes('{'),
    ))
      for (const method of Object.keys(methods).map(name => name.toUpperCase() as Method)) {
        const id = path.includes('/organizations/') ? connectionOf(organisation) : at.victimId
        const before = await state()
        const reply = await ask(at.serving, at.mallory, method, path.replaceAll(/\{\w+\}/g, id))
        expect([400, 404], `${method} ${path}: ${reply.text}`).toContain(reply.status)
        for (const hidden of ['the victim', at.ids.victimBound, at.ids.victimOrganization])
          expect(reply.text).not.toContain(hidden)
        expect(await state()).toEqual(before)
        tried.push(path)
      }
    expect(tried.length).toBeGreaterThan(25)
  })
})
describe('a body', () => {
  it.each(bodies)('%s', attempt)
})
describe('an id in the path', () => {
  it.each(pathIds)('%s', attempt)
})
