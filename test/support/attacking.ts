// Two organisations of one installation, for attacks: a victim whose account is connected, and an attacker who knows all its names.
import { accountSettingsSchema } from '../../src/core/account-settings.ts'
import { HOUR } from '../../src/core/clock.ts'
import { goodTrust, makeRole, organisation, prod } from './delegating.ts'
import { type Serving, startServing } from './serving.ts'

export const root = '/api/v2/integration/aws'
export const accounts = `${root}/accounts`
export const staging = '444455556666'
/** An account that AWS lists as a member of both organisations' AWS Organizations. */
export const member = '777788889999'
export type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE'
export type Headers = Record<string, string>

/** What a request came to. */
export async function ask(serving: Serving, headers: Headers, method: Method, url: string, payload?: object | string) {
  const reply = await serving.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  const isJson = String(reply.headers['content-type']).includes('json') && reply.body !== ''
  return { status: reply.statusCode, headers: reply.headers, text: reply.body, body: isJson ? reply.json() : undefined }
}

/** The public API's body; the organisation's own role in `accountId` unless told otherwise. */
export const accountBody = (attributes: object = {}, accountId = staging) => ({
  data: {
    type: 'account',
    attributes: {
      aws_account_id: accountId,
      aws_partition: 'aws',
      auth_config: { role_name: 'HeyCloudRole' },
      ...attributes,
    },
  },
})

async function connect(serving: Serving, keys: Headers, attributes: object, accountId: string): Promise<string> {
  const { body, text } = await ask(serving, keys, 'POST', accounts, accountBody(attributes, accountId))
  if (!body?.data) throw new Error(text)
  return body.data.id
}

const issue = async (serving: Serving, keys: Headers): Promise<string> =>
  (await ask(serving, keys, 'POST', `${root}/generate_new_external_id`)).body.data.id

/** Config id of the connection that `organizationOf` makes. */
export const connectionOf = (owner: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(owner.slice(0, 6)).toString('hex').padEnd(12, '0')}`

/** An AWS Organization of `owner` with one member; its external ID. */
export async function organizationOf({ settings, delegation, clock }: Serving, owner: string): Promise<string> {
  const connectionId = connectionOf(owner)
  const externalId = await delegation.externalIds.issueForOrganization(owner, connectionId)
  await settings.awsOrganizations.insert({
    ...{ id: connectionId, organisation: owner, partition: 'aws', awsOrganizationId: `o-${owner}00000` },
    ...{ managementAccountId: '999900001111', readThrough: 'none', externalId, nextExternalId: null },
    ...{ roleName: 'HeyCloudRole', rolePath: '/', include: ['r-root'], exclude: [], autoJoin: false },
    settings: accountSettingsSchema.parse({}),
    ...{ createdAt: clock.now(), modifiedAt: clock.now() },
  })
  const root = { id: 'r-root', kind: 'root' as const, name: 'Root', parentId: null, status: null }
  const account = { id: member, kind: 'account' as const, name: 'm', parentId: 'r-root', status: 'ACTIVE' }
  const read = {
    readAt: clock.now(),
    attemptedAt: clock.now(),
    state: 'seen' as const,
    action: null,
    reason: '',
    refusals: {},
  }
  await settings.awsOrganizations.putReading(connectionId, { nodes: [root, account], ...read })
  return externalId
}

async function externalIdOf({ settings }: Serving, owner: string, id: string): Promise<string> {
  const account = await settings.accounts.get(owner, id)
  if (!account || !('externalId' in account)) throw new Error('there is no such account')
  return account.externalId
}

/**
 * The victim's production account is connected, and so held. Of both, every kind of external ID there is. `log` receives what the
 * server writes.
 */
export async function startAttacked(options: Parameters<typeof startServing>[0] = {}) {
  const serving = await startServing({ simulated: false, ...options })
  const { settings, delegation, clock } = serving
  await settings.organisations.ensure('mallory', 'Mallory', clock.now())
  const victim = await serving.keys('admin')
  const mallory = await serving.keys('admin', 'mallory')
  const expired = await issue(serving, mallory)
  const removed = await connect(serving, mallory, {}, member)
  const tombstone = await externalIdOf(serving, 'mallory', removed)
  await ask(serving, mallory, 'DELETE', `${accounts}/${removed}`)
  clock.advance(48 * HOUR)
  const victimRole = { role_name: 'VictimRole', external_id: await issue(serving, victim) }
  await makeRole(serving, { name: 'VictimRole', trust: goodTrust(serving, victimRole.external_id) })
  const victimId = await connect(serving, victim, { auth_config: victimRole, account_name: 'the victim' }, prod)
  await delegation.verification.tick()
  const malloryId = await connect(serving, mallory, { auth_config: { role_name: 'MalloryRole' } }, staging)
  const rotatedOut = await externalIdOf(serving, 'mallory', malloryId)
  await ask(serving, mallory, 'POST', `${accounts}/${malloryId}/rotate_external_id`)
  await ask(serving, mallory, 'POST', `${accounts}/${malloryId}/rotate_external_id/finish`, { force: true })
  return {
    ...serving,
    serving,
    victim,
    mallory,
    victimId,
    malloryId,
    ids: {
      expired,
      tombstone,
      rotatedOut,
      victimBound: victimRole.external_id,
      victimDraft: await issue(serving, victim),
      victimPage: (await delegation.externalIds.pageDraft(organisation)).value,
      victimOrganization: await organizationOf(serving, organisation),
      own: await issue(serving, mallory),
      ownOrganization: await organizationOf(serving, 'mallory'),
    },
  }
}

export type Attacked = Awaited<ReturnType<typeof startAttacked>>
