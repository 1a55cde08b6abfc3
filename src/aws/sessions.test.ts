// Assumed sessions against a simulated STS that evaluates trust policies: kept, refreshed, narrowed, refused, forgotten.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MINUTE } from '../core/clock.ts'
import type { Purpose } from './access.ts'
import type { AwsConfig } from './config.ts'
import {
  accessTo,
  goodTrust,
  type SimulatedAws,
  simulatedAws,
  type TestAccess,
  target,
  trustWith,
  wrongId,
} from './testing/simulated-aws.ts'

let aws: SimulatedAws
const opened: TestAccess[] = []
beforeEach(async () => {
  aws = await simulatedAws()
})
afterEach(async () => {
  for (const access of opened.splice(0)) access.close()
  await aws.close()
})
const open = (config: Partial<AwsConfig> = {}): TestAccess => {
  const access = accessTo(aws.endpoint, config)
  opened.push(access)
  return access
}
/** One call as the role; any will do. */
const whoAmI = (access: TestAccess, purpose: Purpose = 'metrics', region = 'eu-west-1') =>
  access.session(target, purpose).client(STSClient, region).send(new GetCallerIdentityCommand({}))
const fault = (operation: string, error: string, times?: number, status = 400) =>
  aws.faults.add({ service: 'sts', operation, kind: { error, message: error, status }, ...(times ? { times } : {}) })

describe('a session', () => {
  it('is the role, and its name says the purpose', async () => {
    const access = open()
    expect(await whoAmI(access)).toMatchObject({
      Account: target.accountId,
      Arn: `arn:aws:sts::${target.accountId}:assumed-role/${target.roleName}/heycloud-metrics`,
    })
    expect((await whoAmI(access, 'tags')).Arn).toMatch(/\/heycloud-tags$/)
  })

  it('is assumed once for fifty calls at the same time, in any regions', async () => {
    const access = open()
    const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-2']
    await Promise.all(Array.from({ length: 50 }, (_, i) => whoAmI(access, 'metrics', regions[i % 3])))
    expect(aws.assumed()).toBe(1)
    expect(access.costs.drain().filter(line => line.operation === 'sts:AssumeRole')).toEqual([
      expect.objectContaining({ accountId: target.accountId, calls: 1, charge: 0 }),
    ])
  })

  it('is refreshed five minutes early, once', async () => {
    const access = open()
    await whoAmI(access)
    access.clock.advance(54 * MINUTE)
    await whoAmI(access)
    expect(aws.assumed()).toBe(1)
    access.clock.advance(2 * MINUTE)
    await Promise.all([whoAmI(access), whoAmI(access), whoAmI(access)])
    expect(aws.assumed()).toBe(2)
  })

  it('outlives a throttled refresh while it lasts, but not a refused one', async () => {
    const access = open({ maxAttempts: 1 })
    await whoAmI(access)
    access.clock.advance(56 * MINUTE)
    fault('AssumeRole', 'Throttling')
    expect((await whoAmI(access)).Account).toBe(target.accountId)
    aws.faults.clear()
    aws.setTrust(trustWith({ StringEquals: { 'sts:ExternalId': wrongId } }))
    access.clock.advance(MINUTE)
    await expect(whoAmI(access)).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('asks a refusing role once in five seconds, not once for every call', async () => {
    aws.setTrust(trustWith({ StringEquals: { 'sts:ExternalId': wrongId } }))
    const access = open()
    for (let i = 0; i < 10; i++) await expect(whoAmI(access)).rejects.toMatchObject({ name: 'AccessDenied' })
    expect(aws.assumed()).toBe(1)
    aws.setTrust(goodTrust)
    access.clock.advance(6_000)
    expect((await whoAmI(access)).Account).toBe(target.accountId)
  })

  it('is renewed when AWS says that it has expired, and the caller never knows', async () => {
    const access = open()
    await whoAmI(access)
    fault('GetCallerIdentity', 'ExpiredToken', 1, 403)
    expect((await whoAmI(access)).Account).toBe(target.accountId)
    expect(aws.assumed()).toBe(2)
  })

  it('gives up when the renewed credentials are called expired too', async () => {
    const access = open()
    fault('GetCallerIdentity', 'ExpiredToken', undefined, 403)
    await expect(whoAmI(access)).rejects.toMatchObject({ name: 'ExpiredToken' })
    expect(aws.assumed()).toBe(2)
  })

  it('is got anew when its role is another of the same name, but not with each call that AWS does not know', async () => {
    const access = open()
    await whoAmI(access)
    aws.iam.change(target.accountId, account => {
      delete account.roles[target.roleName.toLowerCase()]
    })
    aws.setTrust(goodTrust)
    await expect(whoAmI(access)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    expect(aws.assumed()).toBe(1)
    access.clock.advance(MINUTE)
    const calls = await Promise.all(Array.from({ length: 20 }, () => whoAmI(access)))
    expect(new Set(calls.map(({ Account }) => Account))).toEqual(new Set([target.accountId]))
    expect(aws.assumed()).toBe(2)
  })

  it('is forgotten with its account', async () => {
    const access = open()
    await whoAmI(access)
    access.forget('444455556666')
    await whoAmI(access)
    expect(aws.assumed()).toBe(1)
    access.forget(target.accountId)
    await whoAmI(access)
    expect(aws.assumed()).toBe(2)
  })

  it('is of one external ID only', async () => {
    const access = open()
    await whoAmI(access)
    const other = access.session({ ...target, externalId: wrongId }, 'metrics').client(STSClient, 'eu-west-1')
    await expect(other.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})

describe('a session policy', () => {
  const policy = (length: number) => {
    const body =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudwatch:ListMetrics","Resource":"*"}]}'
    return body.padEnd(length)
  }

  it('is left out, with a warning, where AWS finds it too large when packed', async () => {
    const access = open({ sessionPolicies: { metrics: policy(0) } })
    fault('AssumeRole', 'PackedPolicyTooLarge', 1)
    expect((await whoAmI(access)).Account).toBe(target.accountId)
    expect(access.warnings).toEqual([expect.stringContaining('too large when packed')])
    expect(await access.tryAssume(target, target.externalId)).toMatchObject({ unnarrowed: ['metrics'] })
    access.clock.advance(56 * MINUTE)
    await whoAmI(access)
    // Refused once, granted without, verified, and later asked without at once.
    expect(aws.assumed()).toBe(4)
  })

  it('is left out, with a warning, where it is too long to be sent', async () => {
    const access = open({ sessionPolicies: { metrics: policy(2_049), tags: policy(2_048) } })
    await whoAmI(access)
    expect(access.warnings).toEqual([expect.stringContaining('does not fit')])
  })
})

describe('tryAssume', () => {
  const probes = async (access: TestAccess) => {
    const outcomes = []
    for (const id of [target.externalId, undefined, wrongId])
      outcomes.push((await access.tryAssume(target, id)).outcome)
    return outcomes
  }

  it.each([
    ['a right trust', goodTrust, ['assumed', 'refused', 'refused']],
    ['an open trust', trustWith(undefined), ['assumed', 'assumed', 'assumed']],
    [
      'IfExists',
      trustWith({ StringEqualsIfExists: { 'sts:ExternalId': target.externalId } }),
      ['assumed', 'assumed', 'refused'],
    ],
    ['StringLike *', trustWith({ StringLike: { 'sts:ExternalId': '*' } }), ['assumed', 'refused', 'assumed']],
    ['another ID', trustWith({ StringEquals: { 'sts:ExternalId': 'another-id' } }), ['refused', 'refused', 'refused']],
  ])('sees %s for what it is', async (_name, trust, outcomes) => {
    aws.setTrust(trust)
    expect(await probes(open())).toEqual(outcomes)
  })

  it('says whose the role is, and keeps the verified credentials for the session that follows', async () => {
    const access = open()
    expect(await access.tryAssume(target, target.externalId)).toEqual({
      outcome: 'assumed',
      accountId: target.accountId,
      arn: `arn:aws:sts::${target.accountId}:assumed-role/${target.roleName}/heycloud-verify`,
      unnarrowed: [],
    })
    await whoAmI(access, 'verify')
    expect(aws.assumed()).toBe(1)
  })

  it('keeps nothing of a probe that succeeds', async () => {
    aws.setTrust(trustWith(undefined))
    const access = open()
    await access.tryAssume(target, undefined)
    await access.tryAssume(target, wrongId)
    await whoAmI(access, 'verify')
    expect(aws.assumed()).toBe(3)
  })

  it("gives AWS's words with a refusal", async () => {
    const refused = await open().tryAssume({ ...target, roleName: 'heycloudintegrationrole' }, target.externalId)
    expect(refused).toEqual({
      outcome: 'refused',
      message: `User: arn:aws:iam::060482727757:user/heycloud is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${target.accountId}:role/heycloudintegrationrole`,
    })
  })

  it.each([
    ['Throttling', 400, true],
    ['ServiceUnavailable', 503, true],
    ['RegionDisabledException', 403, false],
    ['InvalidClientTokenId', 403, false],
    ['ExpiredToken', 403, true],
  ])('takes %s for no proof', async (error, status, transient) => {
    fault('AssumeRole', error, undefined, status)
    const outcome = await open().tryAssume(target, undefined)
    expect(outcome).toMatchObject({ outcome: 'unknown', notSeen: { state: 'failed', transient } })
  })

  it('takes a broken connection for no proof', async () => {
    aws.faults.add({ service: 'sts', operation: 'AssumeRole', kind: { disconnect: true } })
    expect(await open().tryAssume(target, undefined)).toMatchObject({
      outcome: 'unknown',
      notSeen: { code: 'Unreachable', transient: true },
    })
  })
})

describe('what would become another ARN or host', () => {
  it.each([
    { accountId: '11112222333' },
    { accountId: '1111-2222-3333' },
    { accountId: '111122223333:role/Other' },
    { accountId: '１１１１２２２２３３３３' },
    { roleName: '' },
    { roleName: 'Role ' },
    { roleName: 'path/Role' },
    { roleName: 'Rоle' }, // a Cyrillic o
    { roleName: 'Role\n' },
    { roleName: '*' },
    { rolePath: 'team/' },
    { rolePath: '/team' },
    { rolePath: '//' },
    { rolePath: '/a b/' },
  ])('%j never leaves the program', async change => {
    const access = open()
    expect(() => access.session({ ...target, ...change }, 'metrics')).toThrow('not valid')
    expect(await access.tryAssume({ ...target, ...change }, target.externalId)).toMatchObject({
      outcome: 'unknown',
      notSeen: { code: 'invalid_parameter', transient: false },
    })
    expect(aws.assumed()).toBe(0)
  })

  it('no client is made for a region that is none', () => {
    const session = open().session(target, 'metrics')
    for (const region of ['eu-west-1.evil.example', 'cn-north-1', 'us-gov-west-1', '', 'eu-west-1/'])
      expect(() => session.client(STSClient, region)).toThrow('is not a region')
  })
})
