// Event sources through the public API's own client, and an event bus in the simulated account where its owner wants one.
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
} from '@aws-sdk/client-eventbridge'
import { client, v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AwsAccount } from '../src/core/account.ts'
import { actor, goodTrust, makeRole, organisation, prod, save, waitFor } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const path = '/api/v2/integration/aws/event_bridge'
const busPolicy = (Effect: 'Allow' | 'Deny', Action = 'events:CreateEventBus') =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Action, Resource: '*' } })

let serving: Serving
let api: v2.AWSIntegrationApi
let keys: Record<string, string>
let account: AwsAccount

const features = (event_bus: boolean) =>
  serving.delegation.accounts.update(actor, account.id, { features: { event_bus } })

beforeAll(async () => {
  serving = await startServing()
  const url = await serving.app.listen({ host: '127.0.0.1', port: 0 })
  keys = await serving.keys('editor')
  const configuration = client.createConfiguration({
    baseServer: new client.BaseServerConfiguration(url, {}),
    authMethods: { apiKeyAuth: keys['dd-api-key'] ?? '', appKeyAuth: keys['dd-application-key'] ?? '' },
  })
  api = new v2.AWSIntegrationApi(configuration)
  account = await save(serving, 'BusRole', { account_tags: ['env:prod'] })
  const externalId = 'externalId' in account ? account.externalId : ''
  await makeRole(serving, { name: 'BusRole', trust: goodTrust(serving, externalId) })
  setBusPolicy('Allow')
  expect((await waitFor(serving, account, 60_000)).state).toBe('connected')
}, 60_000)
afterAll(() => serving.close())
beforeEach(() => serving.simulator.faults.clear())

function setBusPolicy(effect: 'Allow' | 'Deny' | 'none'): void {
  serving.simulator.iam.change(prod, draft => {
    const role = draft.roles.busrole
    if (!role) throw new Error('There is no role')
    role.inline = effect === 'none' ? {} : { bus: busPolicy(effect) }
  })
}

const create = (name: string, over: Partial<v2.AWSEventBridgeCreateRequestAttributes> = {}) =>
  api.createAWSEventBridgeSource({
    body: {
      data: {
        type: 'event_bridge',
        attributes: { accountId: prod, region: 'us-east-1', eventGeneratorName: name, ...over },
      },
    },
  })
const remove = (eventGeneratorName: string, over = {}) =>
  api.deleteAWSEventBridgeSource({
    body: {
      data: { type: 'event_bridge', attributes: { accountId: prod, region: 'us-east-1', eventGeneratorName, ...over } },
    },
  })
const metaOf = ({ additionalProperties = {} }: { additionalProperties?: Record<string, unknown> }) =>
  (additionalProperties.meta as { event_bus: Record<string, string | null> }).event_bus

async function buses(region = 'us-east-1'): Promise<(string | undefined)[]> {
  const admin = serving.simulator.accounts.find(({ accountId }) => accountId === prod)
  if (!admin) throw new Error('There is no such account')
  const events = new EventBridgeClient({ region, endpoint: serving.simulator.endpoint, credentials: admin })
  const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}))
  events.destroy()
  return EventBuses.map(({ Name }) => Name).filter(name => name !== 'default')
}

const audited = async () => (await serving.settings.audit.list(organisation, 5)).map(({ action }) => action)

describe('an event source', () => {
  it('is stored with its suffix and, where the owner has switched that on, with a bus of that name', async () => {
    await features(true)
    const made = await create('app-alerts')
    expect(made._unparsed).toBeUndefined()
    expect(made.data).toMatchObject({ id: 'create_event_bridge', type: 'event_bridge' })
    const name = made.data.attributes.eventSourceName ?? ''
    expect(name).toMatch(/^app-alerts-[0-9a-f]{8}$/)
    expect(made.data.attributes).toMatchObject({ hasBus: true, region: 'us-east-1', status: 'created' })
    expect(metaOf(made)).toMatchObject({ state: 'created', what_to_do: null })
    expect(await buses()).toEqual([name])
    expect(await audited()).toContain('event_source.create')

    await create('other', { region: 'eu-west-1', createEventBus: false })
    const listed = await api.listAWSEventBridgeSources()
    expect(listed.data).toMatchObject({
      id: 'get_event_bridge',
      attributes: {
        isInstalled: true,
        accounts: [
          {
            accountId: prod,
            tags: ['env:prod'],
            eventHubs: [
              { name, region: 'us-east-1' },
              { name: expect.stringMatching(/^other-[0-9a-f]{8}$/), region: 'eu-west-1' },
            ],
          },
        ],
      },
    })

    const gone = await remove(name)
    expect(gone.data).toMatchObject({ id: 'delete_event_bridge', attributes: { status: 'empty' } })
    expect(metaOf(gone)).toMatchObject({
      state: 'kept',
      command: `aws events delete-event-bus --name '${name}' --region us-east-1`,
    })
    expect(await buses()).toEqual([name])
    expect((await api.listAWSEventBridgeSources()).data.attributes.accounts?.[0]?.eventHubs).toHaveLength(1)
    expect(await audited()).toContain('event_source.delete')
  })

  it('has no bus where the feature is off, and AWS is not even asked', async () => {
    await features(false)
    const before = await buses()
    serving.simulator.ledger.reset()
    const made = await create('quiet')
    expect(made.data.attributes.hasBus).toBe(false)
    expect(metaOf(made)).toMatchObject({
      state: 'feature_off',
      what_to_do: expect.stringContaining('features.event_bus'),
      command: expect.stringMatching(/^aws events create-event-bus --name 'quiet-[0-9a-f]{8}' --region us-east-1$/),
    })
    expect(serving.simulator.ledger.entries().filter(({ service }) => service === 'events')).toEqual([])
    expect(await buses()).toEqual(before)
  })

  it.each([
    ['none', 'because no identity-based policy allows'],
    ['Deny', 'with an explicit deny'],
  ] as const)(
    'that AWS refuses a bus (%s) is stored without one, and the refusal shows with the account',
    async (effect, words) => {
      await features(true)
      setBusPolicy(effect)
      const made = await create(`refused-${effect}`)
      expect(made.data.attributes.hasBus).toBe(false)
      expect(metaOf(made)).toMatchObject({
        state: 'denied',
        message: expect.stringContaining(words),
        what_to_do: expect.stringContaining('have events:CreateEventBus allowed'),
      })
      // Verification was told to look again.
      await serving.delegation.verification.tick()
      const refused = await serving.settings.verifications.get(account.id)
      expect(refused?.missingActions).toMatchObject([
        { action: 'events:CreateEventBus', explicitDeny: effect === 'Deny' },
      ])
      setBusPolicy('Allow')
    },
  )

  it('answers 200 and says what happened when AWS fails, and counts a bus that a lost answer had made', async () => {
    await features(true)
    const fail = (error: string) =>
      serving.simulator.faults.add({
        service: 'events',
        operation: 'CreateEventBus',
        kind: { error, message: 'No', status: 400 },
      })
    fail('LimitExceededException')
    expect(metaOf(await create('full'))).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('LimitExceededException'),
    })
    serving.simulator.faults.clear()
    fail('ResourceAlreadyExistsException')
    expect((await create('twice')).data.attributes.hasBus).toBe(true)
  })

  it('has no bus while its role is not proven', async () => {
    await serving.settings.accounts.note(organisation, account.id, { state: 'blocked' })
    const made = await create('unproven')
    await serving.settings.accounts.note(organisation, account.id, { state: 'connected' })
    expect(metaOf(made)).toMatchObject({ state: 'not_proven', message: expect.stringContaining('blocked') })
  })
})

describe('what is refused', () => {
  it.each([
    ['an account that is not connected', { accountId: '999988887777' }, 'account_id'],
    ['an account ID with dashes', { accountId: '1111-2222-3333' }, 'account_id'],
    ['a region that is a host', { region: 'evil.example.com/#' }, 'region'],
    ['a region of another partition', { region: 'us-gov-west-1' }, 'region'],
    ['a name with a slash', { eventGeneratorName: 'a/b' }, 'event_generator_name'],
    ['a name that breaks out of a quote', { eventGeneratorName: "a'; rm -rf ~" }, 'event_generator_name'],
    ['a name that is too long for a bus', { eventGeneratorName: 'x'.repeat(248) }, 'event_generator_name'],
  ])('%s: 400, and the field is named', async (_, over, field) => {
    const refused = create('name', over)
    await expect(refused).rejects.toMatchObject({
      code: 400,
      body: { errors: [{ status: '400', title: 'Bad Request', meta: { [field]: expect.any(String) } }] },
    })
    expect(await audited()).toContain('event_source.create.refused')
  })

  it('the same name again in the same place, which two requests at once cannot get round', async () => {
    await features(false)
    const both = await Promise.allSettled([create('same'), create('same')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(create('same')).rejects.toMatchObject({
      code: 409,
      body: { errors: [{ code: 'event_source_exists', detail: expect.stringMatching(/same-[0-9a-f]{8}/) }] },
    })
    await expect(create('same', { region: 'eu-west-1' })).resolves.toBeDefined()
  })

  it('to delete what is not there: 400', async () => {
    await expect(remove('same')).rejects.toMatchObject({ code: 400 })
    expect(await audited()).toContain('event_source.delete.refused')
  })

  it('bodies of another shape: 400, in the public API’s media type', async () => {
    for (const method of ['POST', 'DELETE'] as const) {
      const payload = { data: { type: 'event_bridges', attributes: {} } }
      const reply = await serving.app.inject({ method, url: path, headers: keys, payload })
      expect(reply.statusCode).toBe(400)
      expect(reply.headers['content-type']).toContain('application/vnd.api+json')
      expect(Object.keys(reply.json().errors[0].meta)).toContain('type')
    }
  })

  it('viewers, and people of other organisations', async () => {
    const payload = {
      data: {
        type: 'event_bridge',
        attributes: { account_id: prod, region: 'us-east-1', event_generator_name: 'mine' },
      },
    }
    const viewer = await serving.keys('viewer')
    const forbidden = await serving.app.inject({ method: 'POST', url: path, headers: viewer, payload })
    expect(forbidden.statusCode).toBe(403)
    await serving.settings.organisations.ensure('globex', 'Globex', serving.clock.now())
    const stranger = await serving.keys('admin', 'globex')
    const listed = await serving.app.inject({ method: 'GET', url: path, headers: stranger })
    expect(listed.json().data.attributes).toEqual({ accounts: [], is_installed: false })
    const made = await serving.app.inject({ method: 'POST', url: path, headers: stranger, payload })
    expect(made.statusCode).toBe(400)
    const [own] = await serving.settings.eventSources.list(organisation)
    if (!own) throw new Error('There is no source')
    const attributes = { account_id: own.accountId, region: own.region, event_generator_name: own.name }
    const gone = await serving.app.inject({
      method: 'DELETE',
      url: path,
      headers: stranger,
      payload: { data: { type: 'event_bridge', attributes } },
    })
    expect(gone.statusCode).toBe(400)
    expect(await serving.settings.eventSources.list(organisation)).toContainEqual(own)
  })
})

describe('the one mutating action', () => {
  it('is all that the session may do, whatever the role may', async () => {
    serving.simulator.iam.change(prod, draft => {
      const role = draft.roles.busrole
      if (role) role.inline = { bus: busPolicy('Allow', 'events:*') }
    })
    const now = await serving.delegation.accounts.get(organisation, account.id)
    const session = serving.aws.session(now, 'event-bus').client(EventBridgeClient, 'us-east-1')
    await session.send(new CreateEventBusCommand({ Name: 'by-hand' }))
    await expect(session.send(new DeleteEventBusCommand({ Name: 'by-hand' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('no session policy allows'),
    })
  })
})
