// What goes wrong after an account was connected: in each case the status says what happened, and all is well again without a hand.
import { afterEach, describe, expect, it } from 'vitest'
import type { Fault } from '../simulator/contract.ts'
import { DAY, HOUR, MINUTE } from '../src/core/clock.ts'
import { seededRandom } from '../src/core/random.ts'
import { externalId, grantRole, roleName } from './support/collecting.ts'
import {
  isWell,
  pointsAsTrue,
  type Status,
  startWhole,
  strictPolicies,
  type WholeOptions,
  words,
} from './support/whole.ts'

type Whole = Awaited<ReturnType<typeof startWhole>>
let whole: Whole
afterEach(() => whole?.close())

/** An account that is connected and collected, with everything seen. */
async function connect(options?: WholeOptions): Promise<void> {
  whole = await startWhole(options)
  await whole.until('connected', isWell)
}
const fault = (kind: Fault['kind'], over: Partial<Fault> = {}): string =>
  whole.simulator.faults.add({ service: '*', operation: '*', ...over, kind })
const ofItsSessions = () => ({ accountId: whole.accountId })
const assumed = () => whole.simulator.ledger.total({ service: 'sts', operation: 'AssumeRole' }).calls
const stepOf = ({ verification }: Status, name: string) => verification.steps.find(step => step.name === name)
const rowsOf = ({ coverage }: Status, region: string) => coverage.filter(row => row.region === region)

/** Well again within so much time, with every point that AWS had meanwhile. */
async function recovers(limit: number, region?: string): Promise<void> {
  await whole.until('well again', isWell, { limit })
  expect(await pointsAsTrue(whole, region)).toBeGreaterThan(1_000)
}

describe('credentials that expire in mid-run', () => {
  it('are got anew once for each session, and nobody notices', async () => {
    await connect()
    // One call of each session, so that none is ended twice in one call's two tries.
    const calls = [
      ['monitoring', 'GetMetricData'],
      ['monitoring', 'DescribeAlarms'],
      ['tagging', 'GetResources'],
      ['ec2', 'DescribeInstances'],
      ['ec2', 'DescribeRegions'],
    ]
    for (const [service = '', operation = ''] of calls)
      fault({ expireSession: true }, { service, operation, ...ofItsSessions(), times: 1 })
    const before = assumed()
    const noticed: string[] = []
    const allExpired = (now: Status) => {
      if (!isWell(now)) noticed.push(words(now))
      return whole.simulator.faults.list().length === 0
    }
    await whole.until('all of them expired', allExpired, { step: 5 * MINUTE })
    expect(noticed).toEqual([])
    expect(assumed() - before).toBeGreaterThanOrEqual(calls.length)
    await recovers(0)
  }, 60_000)

  it('each time anew are said to be so, with the likely cause', async () => {
    await connect()
    const id = fault({ expireSession: true }, ofItsSessions())
    const now = await whole.until('failed', ({ coverage }) => coverage.some(({ state }) => state === 'failed'))
    expect(words(now)).toMatch(/expired.*is HeyCloud’s clock right\?/)
    expect(now.account.state).toBe('connected')
    whole.simulator.faults.remove(id)
    await recovers(30 * MINUTE)
  }, 60_000)
})

describe('STS', () => {
  it('that limits us for a while is said to, with when it is asked again', async () => {
    await connect()
    whole.aws.forget(whole.accountId)
    const kind = { error: 'Throttling', message: 'Rate exceeded', status: 400 }
    const id = fault(kind, { service: 'sts', operation: 'AssumeRole' })
    await whole.delegation.verification.recheck(whole.account)
    const now = await whole.until(
      'throttled',
      ({ verification, coverage }) => verification.problem !== null && coverage.some(({ state }) => state === 'failed'),
    )
    expect(now.verification.problem).toMatchObject({
      code: 'throttled',
      title: 'AWS is limiting this account',
      detail: expect.stringMatching(/Next try \d\d:\d\d:\d\d UTC; nothing needs to be done\./),
    })
    expect(words(now)).toContain('AWS asks for fewer calls: HeyCloud slows down, and goes on by itself')
    expect(now.account.state).toBe('connected')
    whole.simulator.faults.remove(id)
    await recovers(30 * MINUTE)
  }, 60_000)

  it('that finds our session policies too large gives sessions without, which is said and stops nothing', async () => {
    const random = seededRandom(3)
    // By chance alone, so that it cannot be packed.
    const filler = Array.from(
      { length: 3 },
      () => `arn:aws:s3:::${Buffer.from(random.hex(430), 'hex').toString('base64url')}`,
    )
    const large = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 's3:GetObject', Resource: filler },
      ],
    })
    expect(large.length).toBeLessThan(2_049)
    await connect({ aws: { sessionPolicies: { verify: large, metrics: large, tags: large } } })
    const first = await whole.status()
    expect(stepOf(first, 'assume_role')?.message).toMatch(
      /policy too large .* \(verify\): these may do all that the role may/,
    )
    const next = await whole.until(
      'the daily pass',
      now => /metrics, tags/.test(stepOf(now, 'assume_role')?.message ?? ''),
      {
        step: HOUR,
        limit: 25 * HOUR,
      },
    )
    expect(next.account.state).toBe('connected')
    await recovers(HOUR)
  }, 60_000)
})

describe('a region that the account leaves while it is collected', () => {
  it('is said to be not enabled, disturbs no other, and is read whole when it is there again', async () => {
    const region = 'eu-west-1'
    await connect({ regions: ['us-east-1', region] })
    whole.simulator.world.setRegion(whole.accountId, region, 'not-opted-in')
    const at = whole.clock.now()
    const refused = await whole.until('refused', now => rowsOf(now, region).some(({ state }) => state === 'failed'))
    expect(words(refused)).toContain('a region that is not enabled answers so too')
    const before = assumed()
    const left = await whole.until('left out', now => rowsOf(now, region).every(({ state }) => state === 'off'), {
      step: 5 * MINUTE,
      limit: 70 * MINUTE,
    })
    expect(new Set(rowsOf(left, region).map(({ reason }) => reason))).toEqual(
      new Set(['The region is not enabled in the account.']),
    )
    expect(rowsOf(left, 'us-east-1').every(({ state }) => state === 'seen')).toBe(true)
    expect(left.account.state).toBe('connected')
    // Each call in that region is refused as by a session that has ended; new ones are got for it once a minute at most.
    expect(assumed() - before).toBeLessThan((5 * (whole.clock.now() - at)) / MINUTE)
    whole.simulator.world.setRegion(whole.accountId, region, 'opted-in')
    await whole.until('well again', isWell, { step: 5 * MINUTE, limit: 90 * MINUTE })
    expect(await pointsAsTrue(whole, region)).toBeGreaterThan(100)
    await recovers(0)
  }, 90_000)
})

describe('a role', () => {
  function deleteRole(): void {
    whole.simulator.iam.change(whole.accountId, draft => {
      delete draft.roles[roleName.toLowerCase()]
    })
  }
  const setTrust = (condition: object | undefined) =>
    whole.simulator.iam.change(whole.accountId, draft => {
      const role = draft.roles[roleName.toLowerCase()]
      if (!role) throw new Error('There is no role')
      const trust = JSON.parse(role.trust)
      trust.Statement[0].Condition = condition
      role.trust = JSON.stringify(trust)
    })
  const remake = () => grantRole(whole.simulator, whole.accountId, strictPolicies())

  it('that is deleted is noticed within minutes and not used again; one of the same name goes on where it ended', async () => {
    await connect()
    deleteRole()
    const gone = await whole.until('refused', ({ account }) => account.state === 'not_assumable', {
      limit: 10 * MINUTE,
    })
    expect(gone.verification.problem).toMatchObject({
      code: 'not_authorized_to_assume',
      detail: expect.stringContaining('the role was deleted since, or its trust policy was changed'),
    })
    expect(gone.verification.causes[0]?.title).toContain('does not exist')
    const later = await whole.until('given up for now', now => stepOf(now, 'assume_role')?.state === 'failed')
    expect(stepOf(later, 'assume_role')?.message).toContain('not authorized to perform: sts:AssumeRole')
    whole.simulator.ledger.reset()
    await whole.pass(HOUR)
    expect(whole.simulator.ledger.total({ accountId: whole.accountId }).calls).toBe(0)
    await remake()
    await recovers(30 * MINUTE)
  }, 60_000)

  it('that was made anew between two calls is taken up without anybody’s noticing', async () => {
    await connect()
    deleteRole()
    await remake()
    const before = assumed()
    const states = new Set<string>()
    const newSessions = ({ account }: Status) => {
      states.add(account.state)
      return assumed() - before >= 4
    }
    await whole.until('new sessions', newSessions, { step: 5 * MINUTE })
    expect([...states]).toEqual(['connected'])
    await recovers(30 * MINUTE)
  }, 60_000)

  it('that was made anew with another trust is refused, or closed where it admits anybody, until that is mended', async () => {
    await connect()
    deleteRole()
    await remake()
    setTrust({ StringEquals: { 'sts:ExternalId': 'f'.repeat(32) } })
    const other = await whole.until('refused', ({ account }) => account.state === 'not_assumable', {
      limit: 10 * MINUTE,
    })
    expect(other.verification.causes.map(({ title }) => title)).toContain('The trust policy has another external ID')
    setTrust(undefined)
    const open = await whole.until('closed', ({ account }) => account.state === 'blocked', { limit: 30 * MINUTE })
    expect(open.verification.problem?.detail).toContain('Credentials dropped unread')
    expect(open.verification.problem?.detail).toContain(externalId)
    whole.simulator.ledger.reset()
    await whole.pass(20 * MINUTE)
    expect(whole.simulator.ledger.total({ accountId: whole.accountId }).calls).toBe(0)
    setTrust({ StringEquals: { 'sts:ExternalId': externalId } })
    await recovers(30 * MINUTE)
  }, 60_000)
})

describe('a policy of the AWS Organization', () => {
  it('that denies a region is said as such, disturbs no other region, and is forgotten when it is gone', async () => {
    const region = 'eu-west-1'
    await connect({ regions: ['us-east-1', region] })
    const setPolicies = (...statements: object[]) =>
      whole.simulator.iam.change(whole.accountId, draft => {
        draft.serviceControlPolicies = statements.map(Statement => JSON.stringify({ Version: '2012-10-17', Statement }))
      })
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' }
    const condition = { StringEquals: { 'aws:RequestedRegion': region } }
    setPolicies([everything, { Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }])
    const denied = await whole.until('denied', now => now.verification.deniedRegions.length > 0)
    expect(denied.verification.deniedRegions).toEqual([region])
    expect(denied.verification.problem?.detail).toBe(
      'eu-west-1 is denied by an organization policy: leave it out of the account’s regions, or have the policy changed.',
    )
    expect(denied.verification.missingPolicy).toBeNull()
    expect(rowsOf(denied, 'us-east-1').every(({ state }) => state === 'seen')).toBe(true)
    setPolicies([everything])
    await recovers(30 * MINUTE)
    expect(await pointsAsTrue(whole, region)).toBeGreaterThan(100)
  }, 60_000)
})

describe('the network', () => {
  it('that is gone for ten minutes is said to be, and no point is lost', async () => {
    await connect()
    const id = fault({ disconnect: true })
    await whole.delegation.verification.recheck(whole.account)
    const from = whole.clock.now()
    const unseen = ({ coverage }: Status) => coverage.filter(({ kind }) => kind === 'metrics' || kind === 'alarms')
    const now = await whole.until(
      'ten minutes in which nothing is seen',
      known => whole.clock.now() - from >= 10 * MINUTE && unseen(known).every(({ state }) => state === 'failed'),
    )
    expect(now.verification.problem).toMatchObject({
      code: 'unreachable',
      detail: expect.stringContaining('the connection was cut without an answer: the network, a proxy or a firewall'),
    })
    expect(unseen(now).every(({ reason }) => reason.startsWith('Unreachable'))).toBe(true)
    // What was proven stands: collection goes on by itself.
    expect(now.account.state).toBe('connected')
    whole.simulator.faults.remove(id)
    await recovers(30 * MINUTE)
  }, 60_000)

  it('that is gone for two days leaves the account connected, and what AWS still keeps is read', async () => {
    await connect()
    const id = fault({ disconnect: true })
    whole.clock.advance(2 * DAY)
    await whole.until('noticed', ({ coverage }) => coverage.some(({ state }) => state === 'failed'))
    whole.simulator.faults.remove(id)
    await recovers(2 * HOUR)
  }, 60_000)
})
