// What monitoring costs, over HTTP: spent and projected, limits and what comes of them, AWS's own figures, and who may change what.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { monthOf } from '../src/core/budget.ts'
import { DAY, HOUR } from '../src/core/clock.ts'
import {
  alternativesReply,
  assumptionsReply,
  billedReply,
  budgetReply,
  costReply,
  estimateReply,
} from '../src/server/schema/cost.ts'
import { alertsReply, statusReply } from '../src/server/schema/status.ts'
import { organisation, save } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws'
let serving: Serving
let id: string
const headers: Record<string, Record<string, string>> = {}

beforeAll(async () => {
  serving = await startServing()
  for (const role of ['viewer', 'editor', 'admin'] as const) headers[role] = await serving.keys(role)
  await serving.settings.organisations.ensure('globex', 'Globex', 0)
  headers.stranger = await serving.keys('admin', 'globex')
  id = (await save(serving, 'CostRole', {})).id
  await spend('2026-01-01', 100)
  await spend(today(), 1.5)
}, 60_000)
afterAll(() => serving?.close())

const today = () => new Date(serving.clock.now()).toISOString().slice(0, 10)
const spend = (day: string, charge: number, namespace = 'AWS/EC2') =>
  serving.settings.cost.add([
    {
      ...{ organisation, accountConfigId: id, region: 'eu-west-1', namespace, day, charge },
      ...{ operation: 'cloudwatch:GetMetricData', calls: 1, queries: 5, chargeableMetrics: 5, datapoints: 9 },
    },
  ])

async function call(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object, who = 'admin') {
  const reply = await serving.app.inject({
    ...{ method, url: root + path },
    headers: headers[who] ?? {},
    ...(body ? { payload: body } : {}),
  })
  return { status: reply.statusCode, body: reply.body === '' ? null : JSON.parse(reply.body) }
}
const cost = async (who = 'viewer') =>
  costReply.parse((await call('GET', '/cost', undefined, who)).body).data.attributes
const alerts = async () => alertsReply.parse((await call('GET', '/alerts')).body).data.map(one => one.attributes)
const actions = async () => (await serving.settings.audit.list(organisation, 20)).map(({ action }) => action)

describe('what has been spent', () => {
  it('is this month’s, by account, place and day, and nobody else’s', async () => {
    const found = await cost()
    expect(found.month_to_date).toBe(1.5)
    expect(found.rows).toMatchObject([
      { account_config_id: id, region: 'eu-west-1', namespace: 'AWS/EC2', charge: 1.5 },
    ])
    expect(found.days.by_account).toEqual([{ day: today(), account_config_id: id, charge: 1.5 }])
    expect(found.days.by_namespace).toEqual([{ day: today(), namespace: 'AWS/EC2', charge: 1.5 }])
    // Its role is not proven yet: nothing more is read, so nothing more is spent.
    expect(found.accounts).toMatchObject([{ account_config_id: id, month_to_date: 1.5, projection: 1.5, budget: null }])
    expect(await cost('stranger')).toMatchObject({ month_to_date: 0, rows: [], accounts: [] })
  })

  it('stands beside its assumptions, an estimate and other ways', async () => {
    const assumptions = assumptionsReply.parse((await call('GET', '/cost/assumptions')).body).data
    expect(assumptions.map(one => one.id)).toEqual(
      expect.arrayContaining(['pages', 'five_statistics', 'cost_explorer']),
    )
    expect(assumptions.every(({ attributes }) => attributes.source.startsWith('https://aws.amazon.com/'))).toBe(true)
    const estimate = estimateReply.parse((await call('GET', `/accounts/${id}/estimate`)).body).data.attributes
    expect(estimate).toEqual({ charge: null, unknown_regions: [], places: [] })
    const ways = alternativesReply.parse((await call('GET', '/cost/alternatives')).body).data.attributes.ways
    expect(ways.map(({ way }) => way)).toEqual(['now', 'every_300', 'every_60', 'streams'])
    const billed = billedReply.parse((await call('GET', '/cost/billed')).body).data
    expect(billed).toMatchObject([
      { id, attributes: { state: 'off', reason: expect.stringContaining('ce:GetCostAndUsage') } },
    ])
  })
})

describe('a monthly limit', () => {
  const path = () => `/accounts/${id}/budget`

  it('is refused by the field where it is no sum of money', async () => {
    for (const monthly_limit of [0, -1, 2_000_000, '5', null, undefined])
      expect(await call('PUT', path(), { monthly_limit })).toMatchObject({
        status: 400,
        body: { errors: [{ code: 'bad_request', meta: { monthly_limit: expect.stringContaining('US dollars') } }] },
      })
    expect((await call('DELETE', path())).status).toBe(404)
  })

  it('is set by those who may, on accounts of their own', async () => {
    const body = { monthly_limit: 5 }
    expect((await call('PUT', path(), body, 'viewer')).status).toBe(403)
    expect((await call('PUT', '/cost/budget', body, 'editor')).status).toBe(403)
    expect((await call('PUT', path(), body, 'stranger')).status).toBe(404)
    expect((await call('GET', path(), undefined, 'stranger')).status).toBe(404)
    expect(budgetReply.parse((await call('GET', path())).body).data.attributes.budget).toBeNull()
    const { body: set } = await call('PUT', path(), body, 'editor')
    expect(budgetReply.parse(set).data.attributes.budget).toMatchObject({
      ...{ monthly_limit: 5, spent: 1.5, stretch: 1, stopped: null, set_by: 'key:test' },
    })
    expect(await actions()).toContain('budget.set')
  })

  it('says everywhere that it is reached, goes on when it is raised, and is forgotten with the month', async () => {
    await spend(today(), 4)
    await serving.collector.money.keepBudgets()
    const sentence = /^The monthly limit of \$5\.00 .* of this account is reached \(\$5\.50 so far/
    expect((await cost()).accounts[0]?.stopped).toMatch(sentence)
    expect((await alerts()).filter(({ code }) => code === 'budget_reached')).toMatchObject([
      { account_config_id: id, title: expect.stringMatching(sentence) },
    ])
    const { pace } = statusReply.parse((await call('GET', `/accounts/${id}/status`)).body).data.attributes
    expect(pace.stopped).toMatch(sentence)
    expect(await actions()).toContain('budget.stop')
    await call('PUT', path(), { monthly_limit: 8 })
    expect(await alerts()).toEqual([])
    expect((await actions()).slice(0, 2)).toEqual(['budget.resume', 'budget.set'])
    await call('PUT', path(), { monthly_limit: 5 })
    const month = monthOf(serving.clock.now())
    while (monthOf(serving.clock.now()) === month) serving.clock.advance(DAY)
    expect((await cost()).accounts[0]).toMatchObject({ stopped: null, month_to_date: 0, budget: { spent: 0 } })
    expect(await alerts()).toEqual([])
    await serving.collector.money.keepBudgets()
    expect((await actions())[0]).toBe('budget.resume')
  })

  it('of the organisation counts for all of its accounts, and goes when it is removed', async () => {
    await spend(today(), 3)
    await call('PUT', '/cost/budget', { monthly_limit: 2 })
    expect((await cost()).accounts[0]?.stopped).toContain('of all accounts together')
    expect((await cost()).budget).toMatchObject({ monthly_limit: 2, spent: 3 })
    expect(await alerts()).toMatchObject([{ account_config_id: '', code: 'budget_reached' }])
    expect((await call('DELETE', '/cost/budget')).status).toBe(204)
    expect((await cost()).accounts[0]?.stopped).toBeNull()
    expect((await call('DELETE', path(), undefined, 'editor')).status).toBe(204)
    expect((await cost()).accounts[0]?.budget).toBeNull()
  })
})

describe('AWS’s own figures', () => {
  it('stand beside what was calculated of the same days', async () => {
    const { settings, clock } = serving
    const account = await settings.accounts.get(organisation, id)
    if (!account) throw new Error('The account is gone')
    account.settings.features.cost_management = true
    await settings.accounts.update(account)
    const read = async () => billedReply.parse((await call('GET', '/cost/billed')).body).data[0]?.attributes
    expect(await read()).toMatchObject({ state: 'pending', through: null })
    const [month, at] = [monthOf(clock.now()), clock.now()]
    const days = [{ day: `${month}-01`, metrics: 4e5, requests: 10, charge: 4.0001 }]
    await settings.billed.put(id, { at, lastSuccess: at, notSeen: null, days })
    await spend(`${month}-01`, 3)
    await spend(`${month}-28`, 3)
    expect(await read()).toMatchObject({ state: 'seen', through: `${month}-01`, charge: 4.0001, reason: '' })
    const notSeen = {
      ...{ state: 'denied' as const, action: 'ce:GetCostAndUsage', message: 'User is not authorized', at },
      cause: 'identity' as const,
    }
    await settings.billed.put(id, { at: at + HOUR, lastSuccess: at, notSeen, days })
    expect(await read()).toMatchObject({ state: 'denied', action: 'ce:GetCostAndUsage', charge: 4.0001 })
  })
})
