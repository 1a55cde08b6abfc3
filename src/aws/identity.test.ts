// HeyCloud's own identity: seen, kept for a minute, and explained when it is not seen.

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MINUTE, systemClock } from '../core/clock.ts'
import { seededRandom } from '../core/random.ts'
import { createAwsAccess } from './create-access.ts'
import {
  accessTo,
  ownAccount,
  ownKeys,
  type SimulatedAws,
  simulatedAws,
  type TestAccess,
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
const open = (...given: Parameters<typeof accessTo>): TestAccess => {
  const access = accessTo(...given)
  opened.push(access)
  return access
}
const asked = () => aws.ledger.total({ service: 'sts', operation: 'GetCallerIdentity' }).calls

describe('identity', () => {
  it('says who, from where, and how far the clocks are apart', async () => {
    const identity = await open(aws.endpoint).identity()
    expect(identity).toMatchObject({
      state: 'seen',
      value: {
        accountId: ownAccount,
        arn: `arn:aws:iam::${ownAccount}:user/heycloud`,
        partition: 'aws',
        source: 'configuration',
        endpoint: '127.0.0.1',
      },
    })
    if (identity.state !== 'seen') return
    expect(identity.value.milliseconds).toBeGreaterThanOrEqual(0)
    expect(Math.abs(identity.value.clockSkew)).toBeLessThanOrEqual(2_000)
  })

  it('is asked once a minute, and afresh when told to', async () => {
    const access = open(aws.endpoint)
    await Promise.all([access.identity(), access.identity()])
    await access.identity()
    expect(asked()).toBe(1)
    await access.identity({ fresh: true })
    expect(asked()).toBe(2)
    access.clock.advance(MINUTE)
    await access.identity()
    expect(asked()).toBe(3)
  })

  it("measures AWS's clock, which a moved clock of the program does not change", async () => {
    const access = open(aws.endpoint)
    access.clock.advance(48 * 60 * MINUTE)
    aws.wallClock.advance(10 * MINUTE)
    const identity = await access.identity()
    expect(identity).toMatchObject({ state: 'seen' })
    if (identity.state === 'seen') expect(Math.round(identity.value.clockSkew / MINUTE)).toBe(10)
  })

  it('sees through a clock so wrong that AWS refuses the first signature', async () => {
    aws.wallClock.advance(-40 * MINUTE)
    const identity = await open(aws.endpoint).identity()
    expect(identity).toMatchObject({ state: 'seen' })
    if (identity.state === 'seen') expect(Math.round(identity.value.clockSkew / MINUTE)).toBe(-40)
    expect(asked()).toBe(1)
  })

  it.each([
    ['an unknown key', { ...ownKeys, accessKeyId: 'AKIAUNKNOWN000000001' }, 'InvalidClientTokenId'],
    ['a wrong secret', { ...ownKeys, secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
  ])('tells %s from a refusal', async (_name, credentials, code) => {
    const identity = await open(aws.endpoint, { credentials }).identity()
    expect(identity).toMatchObject({ state: 'failed', code, transient: false })
    expect(JSON.stringify(identity)).not.toContain(credentials.secretAccessKey)
  })

  it('names host, time-out, proxy and clock where AWS cannot be reached', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise(resolve => server.close(resolve))
    const env = { NO_PROXY: '127.0.0.1', HTTP_PROXY: 'http://user:secret@proxy.example:3128' }
    const identity = await open(`http://127.0.0.1:${port}`, { env }).identity()
    expect(identity).toMatchObject({ state: 'failed', code: 'Unreachable', transient: true })
    if (identity.state === 'seen') return
    expect(identity.message).toContain(`127.0.0.1: connect ECONNREFUSED 127.0.0.1:${port}`)
    expect(identity.message).toContain('(time-out 5 s, proxy: none, by 127.0.0.1 in NO_PROXY, clock: unknown)')
    expect(identity.message).not.toContain('secret')
  })

  it('goes through the proxy that the environment names', async () => {
    const seen: string[] = []
    const { createServer: createProxy } = await import('node:http')
    const proxy = createProxy((request, response) => {
      seen.push(request.url ?? '')
      response.writeHead(502).end()
    })
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
    const env = { HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
    await open('http://sts.simulated.example', { env }).identity()
    proxy.closeAllConnections()
    await new Promise(resolve => proxy.close(resolve))
    expect(seen[0]).toBe('http://sts.simulated.example/')
  })

  it('says that there are no credentials, and where they were looked for', async () => {
    const nowhere = '/heycloud-no-such-file'
    const env = { AWS_EC2_METADATA_DISABLED: 'true', AWS_SHARED_CREDENTIALS_FILE: nowhere, AWS_CONFIG_FILE: nowhere }
    const config = { region: 'eu-west-1', endpointUrl: aws.endpoint, env }
    const access = createAwsAccess({ config, clock: systemClock, random: seededRandom(1) })
    expect(await access.identity()).toMatchObject({ state: 'failed', code: 'NoCredentials', transient: false })
    expect((await access.credentialSources()).map(({ found }) => found)).toEqual([false, false, false, false, false])
    access.close()
  })

  it('refuses a home region that is none', () => {
    expect(() => accessTo(aws.endpoint, { region: 'eu-west-1.evil.example' })).toThrow('is not a region')
  })
})
