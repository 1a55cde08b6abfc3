import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { isForeignBrowser } from './control.ts'
import { isFault } from './faults.ts'
import { startTestServer } from './test-server.ts'

const server = await startTestServer()
const sts = new STSClient(server.options(server.admin))
const identity = () => sts.send(new GetCallerIdentityCommand({}))
const control = (path: string, init?: RequestInit) => fetch(`${server.endpoint}/_simulator/${path}`, init)
const post = (fault: unknown) => control('faults', { method: 'POST', body: JSON.stringify(fault) })

beforeEach(() => {
  server.faults.clear()
  server.ledger.reset()
})
afterAll(() => server.close())

describe('faults over HTTP', () => {
  const throttle = { error: 'Throttling', message: 'Rate exceeded', status: 400 }

  it('are used up, and counted as throttled', async () => {
    const made = await post({ service: 'sts', operation: '*', kind: throttle, times: 1 })
    expect(made.status).toBe(201)
    await expect(identity()).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded' })
    await expect(identity()).resolves.toMatchObject({ Account: '111122223333' })
    expect(server.ledger.total()).toMatchObject({ calls: 2, throttled: 1, denied: 0 })
  })

  it('hit only the account, the region and the operation that they name', async () => {
    await post({ service: 'sts', operation: 'AssumeRole', kind: throttle })
    await post({ service: 'sts', operation: '*', region: 'eu-west-1', kind: throttle })
    await post({ service: 'sts', operation: '*', accountId: '060482727757', kind: throttle })
    await expect(identity()).resolves.toBeDefined()
    const elsewhere = new STSClient(server.options(server.admin, 'eu-west-1'))
    await expect(elsewhere.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'Throttling' })
  })

  it('cut the connection', async () => {
    await post({ service: '*', operation: '*', kind: { disconnect: true }, times: 1 })
    await expect(identity()).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(identity()).resolves.toBeDefined()
  })

  it('are listed and taken away', async () => {
    const { id } = (await (await post({ service: '*', operation: '*', kind: throttle })).json()) as { id: string }
    expect(await (await control('faults')).json()).toMatchObject([{ id, fault: { kind: throttle } }])
    expect((await control(`faults/${id}`, { method: 'DELETE' })).status).toBe(200)
    expect((await control(`faults/${id}`, { method: 'DELETE' })).status).toBe(404)
    await expect(identity()).resolves.toBeDefined()
  })

  it.each([
    ['no JSON', '{'],
    ['no kind', '{"service":"*","operation":"*"}'],
    ['a kind that is none', '{"service":"*","operation":"*","kind":{"x":1}}'],
    ['no service', '{"operation":"*","kind":{"disconnect":true}}'],
    ['no number of times', '{"service":"*","operation":"*","kind":{"disconnect":true},"times":0}'],
  ])('are refused: %s', async (_name, body) => {
    expect((await control('faults', { method: 'POST', body })).status).toBe(400)
    expect(server.faults.list()).toEqual([])
  })

  it('are told from other values', () => {
    expect(isFault({ service: '*', operation: '*', kind: { latencyMs: 5 } })).toBe(true)
    expect(isFault({ service: '*', operation: '*', kind: { latencyMs: -5 } })).toBe(false)
    expect(isFault(null)).toBe(false)
  })
})

describe('the ledger over HTTP', () => {
  it('counts by account, region and operation', async () => {
    await identity()
    await identity()
    const body = (await (await control('ledger')).json()) as { entries: unknown[]; total: { calls: number } }
    expect(body.total.calls).toBe(2)
    expect(body.entries).toEqual([
      expect.objectContaining({ accountId: '111122223333', region: 'us-east-1', service: 'sts', calls: 2, charge: 0 }),
    ])
    expect(server.ledger.total({ operation: 'AssumeRole' }).calls).toBe(0)
    await control('ledger', { method: 'DELETE' })
    expect(server.ledger.entries()).toEqual([])
  })
})

describe('the control paths', () => {
  it('answer health, and 404 elsewhere', async () => {
    expect(await (await control('health')).json()).toMatchObject({ status: 'ok' })
    expect((await control('secrets')).status).toBe(404)
    expect((await control('ledger', { method: 'POST', body: '' })).status).toBe(405)
  })

  it.each([
    ['another site', { origin: 'https://example.com' }],
    ['another site that calls itself like a loopback name', { origin: 'http://localhost.example.com' }],
    ['an opaque page', { origin: 'null' }],
    ['a link from another site', { referer: 'https://example.com/x' }],
  ])('refuse %s', async (_name, headers) => {
    expect((await control('ledger', { headers })).status).toBe(403)
  })

  it('refuse a page whose own name was made to point here', () => {
    expect(isForeignBrowser({ host: 'example.com:4566', 'sec-fetch-site': 'same-origin' })).toBe(true)
    expect(isForeignBrowser({ host: 'example.com:4566', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' })).toBe(true)
  })

  it('answer pages of this machine and programs', () => {
    expect(isForeignBrowser({ host: 'simulator:4566' })).toBe(false)
    expect(isForeignBrowser({ host: '127.0.0.1:4566', origin: 'http://localhost:8080' })).toBe(false)
    expect(isForeignBrowser({ host: '[::1]:4566', origin: 'http://[::1]:8080' })).toBe(false)
  })
})
