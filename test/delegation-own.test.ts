// HeyCloud's own side of delegation: its identity, its schedule, and what it shows before anything is connected.

import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../src/core/clock.ts'
import type { Coverage } from '../src/core/coverage.ts'
import { nothingCalled } from '../src/core/coverage.ts'
import { describeSetup } from '../src/delegation/setup/setup.ts'
import { dueAt } from '../src/delegation/verification/state.ts'
import {
  type Delegating,
  type DelegatingOptions,
  goodTrust,
  makeRole,
  organisation,
  prod,
  save,
  startDelegating,
  step,
  verificationOf,
  waitFor,
} from './support/delegating.ts'

let world: Delegating | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

async function start(options: DelegatingOptions = {}): Promise<Delegating> {
  world = await startDelegating(options)
  return world
}

const setupOf = ({ aws, delegation }: Delegating, configuredAccountId?: string) =>
  describeSetup(organisation, { aws, ...delegation, configuredAccountId })

const draft = async ({ delegation }: Delegating) => (await delegation.externalIds.pageDraft(organisation)).value

/** The role as the guide has it, and the account saved. */
async function connected(on: Delegating, name = 'HeyCloudRole') {
  await makeRole(on, { name, trust: goodTrust(on, await draft(on)) })
  return save(on, name)
}

describe('HeyCloud’s own identity', () => {
  it('is shown with where it comes from, and is what roles trust', async () => {
    const setup = await setupOf(await start())
    expect(setup.identity).toMatchObject({ state: 'seen', value: { accountId: '060482727757' } })
    expect(setup.trustedAccountId).toBe('060482727757')
    expect(setup.trustPolicy).toContain('"arn:aws:iam::060482727757:root"')
    expect(setup.trustPolicyOwnRole).toContain('"arn:aws:iam::060482727757:user/heycloud"')
    expect(setup.cli?.split('\n').slice(-2)).toEqual([expect.stringContaining('--query Role.Arn'), ')'])
  })

  it('that is missing is said first, with every source that was tried, and no trust policy is made up', async () => {
    const on = await start({ aws: { credentials: null, env: { AWS_EC2_METADATA_DISABLED: 'true' } } })
    const setup = await setupOf(on)
    expect([setup.trustedAccountId, setup.trustPolicy, setup.cli]).toEqual([null, null, null])
    expect(setup.sources.length).toBeGreaterThan(2)
    expect(setup.sources.every(({ found }) => !found)).toBe(true)
    const account = await save(on, 'HeyCloudRole')
    const verification = await waitFor(on, account, 0)
    expect(step(verification, 'identity').state).toBe('failed')
    expect(verification.problem).toMatchObject({
      code: 'no_credentials',
      title: 'HeyCloud has no AWS credentials, so no role can trust it yet',
      detail: expect.stringContaining('environment'),
    })
    expect(verification.state).toBe('pending')
  })

  it('that AWS does not accept is said', async () => {
    const on = await start({
      aws: { credentials: { accessKeyId: 'AKIANOBODYKNOWSTHIS1', secretAccessKey: 'x'.repeat(40) } },
    })
    const verification = await waitFor(on, await save(on, 'HeyCloudRole'), 0)
    expect(verification.problem?.code).toBe('credentials_refused')
  })

  it('cannot be known while AWS cannot be reached, and the host is named', async () => {
    const on = await start({ aws: { endpointUrl: 'http://127.0.0.1:9' } })
    const verification = await waitFor(on, await save(on, 'HeyCloudRole'), 0)
    expect([step(verification, 'identity').state, step(verification, 'reachable').state]).toEqual(['unknown', 'failed'])
    expect(verification.problem).toMatchObject({
      code: 'unreachable',
      detail: expect.stringMatching(/127\.0\.0\.1.*proxy: none/s),
    })
  })

  it('that differs from HEYCLOUD_AWS_ACCOUNT_ID is a warning, and ranked among the causes of a refusal', async () => {
    const on = await start({ delegation: { configuredAccountId: '999988887777' } })
    const setup = await setupOf(on, '999988887777')
    expect(setup.trustPolicy).toContain('999988887777')
    expect(setup.trustedAccountWarning).toContain('HeyCloud runs in 060482727757')
    const verification = await waitFor(on, await save(on, 'NoRole'), 0)
    expect(verification.causes.find(({ id }) => id === 'principal')?.explanation).toContain('HEYCLOUD_AWS_ACCOUNT_ID')
  })

  it('as a role is never accepted as a role to read, and may be trusted alone', async () => {
    const on = await start()
    const { accountId, accessKeyId, secretAccessKey } = on.simulator.heycloud
    const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'sts:AssumeRole' }
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
    on.simulator.iam.change(accountId, draftOf => {
      const user = draftOf.users.heycloud
      if (user)
        user.inline.all = JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
        })
    })
    const clientConfig = {
      region: 'us-east-1',
      endpoint: on.simulator.endpoint,
      credentials: { accessKeyId, secretAccessKey },
    }
    await new IAMClient(clientConfig).send(
      new CreateRoleCommand({ RoleName: 'heycloud-runner', AssumeRolePolicyDocument: document }),
    )
    const RoleArn = `arn:aws:iam::${accountId}:role/heycloud-runner`
    const { Credentials } = await new STSClient(clientConfig).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'i-0abc' }),
    )
    const session = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    const asRole = await startDelegating({ aws: { credentials: session, endpointUrl: on.simulator.endpoint } })
    try {
      await expect(save(asRole, 'heycloud-runner', { aws_account_id: accountId })).rejects.toMatchObject({
        code: 'own_role_refused',
      })
      expect((await setupOf(asRole)).trustPolicyOwnRole).toContain(`arn:aws:iam::${accountId}:role/*/heycloud-runner`)
    } finally {
      await asRole.close()
    }
  })
})

describe('the schedule', () => {
  it('connects by itself, as soon as AWS has spread the role, and stops when told', async () => {
    const on = await start({ simulator: { iamPropagationMs: 1_500 } })
    const stop = new AbortController()
    const running = on.delegation.verification.run(stop.signal)
    const account = await connected(on)
    await expect.poll(() => on.connected, { timeout: 10_000 }).toEqual([prod])
    stop.abort()
    await running
    expect((await verificationOf(on, account)).state).toBe('connected')
    expect(on.errors).toEqual([])
  })

  it('outlives a store that does not answer, and says so', async () => {
    const on = await start()
    const { listAll } = on.settings.accounts
    on.settings.accounts.listAll = () => Promise.reject(new Error('the store broke'))
    const stop = new AbortController()
    const running = on.delegation.verification.run(stop.signal)
    await expect.poll(() => on.errors, { timeout: 10_000 }).toEqual([{ err: new Error('the store broke') }])
    on.settings.accounts.listAll = listAll
    await connected(on)
    await expect.poll(() => on.connected, { timeout: 10_000 }).toEqual([prod])
    stop.abort()
    await running
  })

  it('could go on after a crash from whatever was last written', async () => {
    const on = await start()
    const put = on.settings.verifications.put
    const written: (number | null)[] = []
    on.settings.verifications.put = (id, verification) => {
      written.push(dueAt(verification))
      return put(id, verification)
    }
    await waitFor(on, await connected(on), 3 * SECOND)
    expect(written.length).toBeGreaterThan(8)
    expect(written).not.toContain(null)
  })

  it('leaves an account to the process that holds it, and takes it over when that has died', async () => {
    const on = await start()
    const account = await connected(on)
    await on.settings.leases.acquire(`verify/${account.id}`, 'another process', on.clock.now(), 30 * SECOND)
    await on.delegation.verification.tick()
    expect((await verificationOf(on, account)).state).toBe('pending')
    on.clock.advance(31 * SECOND)
    await on.delegation.verification.tick()
    expect((await verificationOf(on, account)).state).toBe('connected')
  })
})

describe('first data', () => {
  const row = (accountConfigId: string, over: Partial<Coverage>): Coverage => ({
    ...nothingCalled,
    ...{ organisation, accountConfigId, kind: 'metrics', region: 'us-east-1', namespace: 'AWS/EC2', state: 'seen' },
    ...{ lastSuccess: 1, lastAttempt: 1, newestPoint: 1, items: 12, points: 0, action: null, reason: '' },
    ...over,
  })

  it('passes when the ledger has points', async () => {
    const on = await start()
    const account = await connected(on)
    expect(step(await waitFor(on, account, 0), 'first_data').state).toBe('running')
    await on.settings.coverage.put([row(account.id, { points: 480 })])
    const passed = step(await waitFor(on, account, 5 * SECOND), 'first_data')
    expect(passed).toMatchObject({
      state: 'passed',
      message: '480 points of 12 metrics have arrived.',
      nextAttemptAt: null,
    })
  })

  it('that does not come within ten minutes is explained by the ledger', async () => {
    const on = await start()
    const account = await connected(on)
    await waitFor(on, account, 0)
    await on.settings.coverage.put([
      row(account.id, { state: 'denied', items: 0, action: 'cloudwatch:ListMetrics', reason: 'with an explicit deny' }),
    ])
    on.clock.advance(11 * MINUTE)
    await on.delegation.verification.tick()
    expect(step(await verificationOf(on, account), 'first_data')).toMatchObject({
      state: 'failed',
      message: 'No data after ten minutes. cloudwatch:ListMetrics is denied in us-east-1: with an explicit deny',
    })
  })
})
