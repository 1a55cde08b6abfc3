// Accounts that are read with an access key: the key is proven instead of a role, in GovCloud and China, over the simulated AWS.
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AwsAccount } from '../src/core/account.ts'
import { DAY, MINUTE, SECOND } from '../src/core/clock.ts'
import { defaultFeatures } from '../src/core/define.ts'
import { actionsOf } from '../src/services/index.ts'
import {
  actor,
  type Delegating,
  organisation,
  startDelegating,
  step,
  verificationOf,
  waitFor,
} from './support/delegating.ts'

let world: Delegating
let iam: IAMClient
let accountId: string
let keys: { access_key_id: string; secret_access_key: string }
let account: AwsAccount

const UserName = 'heycloud'
const policy = (...Action: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
const called = actionsOf(defaultFeatures, 'key').map(use => use.action)

beforeAll(async () => {
  world = await startDelegating()
  const admin = world.simulator.furtherAccounts.find(one => one.partition === 'aws-us-gov')
  if (!admin) throw new Error('There is no simulated account in GovCloud')
  accountId = admin.accountId
  iam = new IAMClient({ region: 'us-gov-west-1', endpoint: world.simulator.endpoint, credentials: admin })
  await iam.send(new CreateUserCommand({ UserName, Path: '/team/' }))
  // Half by the user, half by its group, as AWS advises.
  await iam.send(new CreateGroupCommand({ GroupName: 'Readers' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Readers', UserName }))
  const half = called.length >> 1
  const put = { PolicyName: 'HeyCloud', UserName, GroupName: 'Readers' }
  await iam.send(new PutUserPolicyCommand({ ...put, PolicyDocument: policy(...called.slice(0, half)) }))
  await iam.send(new PutGroupPolicyCommand({ ...put, PolicyDocument: policy(...called.slice(half)) }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  keys = { access_key_id: AccessKey?.AccessKeyId ?? '', secret_access_key: AccessKey?.SecretAccessKey ?? '' }
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const create = (auth_config: object, aws_account_id = accountId) =>
  world.delegation.accounts.create(actor, { aws_account_id, aws_partition: 'aws-us-gov', auth_config })
const remove = (of: AwsAccount) => world.delegation.accounts.delete(actor, of.id)

describe('an access key', () => {
  it('is accepted, belongs to the account, and what only a role has is passed over in words', async () => {
    account = await create(keys)
    const found = await waitFor(world, account, 0)
    expect(found.steps.slice(0, 8).map(({ name, state }) => [name, state])).toEqual([
      ['identity', 'skipped'],
      ['reachable', 'skipped'],
      ['assume_role', 'passed'],
      ['no_external_id', 'skipped'],
      ['wrong_external_id', 'skipped'],
      ['permissions', 'passed'],
      ['trust_policy', 'skipped'],
      ['regions', 'passed'],
    ])
    expect(step(found, 'assume_role').message).toBe(
      `The key is accepted and belongs to the account: it is arn:aws-us-gov:iam::${accountId}:user/team/heycloud.`,
    )
    expect(found).toMatchObject({ state: 'connected', problem: null, missingActions: [] })
    expect(found.regions).toContain('us-gov-west-1')
    expect(await world.settings.claims.holder(accountId)).toBe(account.id)
    expect(world.simulator.ledger.total({ service: 'sts', operation: 'AssumeRole' }).calls).toBe(0)
  })

  it('has its drift read from the user and from its groups', async () => {
    const { drift } = await verificationOf(world, account)
    expect(drift?.policies.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['HeyCloud', 'needed'],
      ['Readers/HeyCloud', 'needed'],
    ])
    expect(drift).toMatchObject({ missing: [], superfluous: [] })
  })

  it('whose user lacks actions is asked about by the user’s ARN', async () => {
    const left = ['iam:SimulatePrincipalPolicy', 'tag:GetResources']
    await iam.send(
      new PutGroupPolicyCommand({
        GroupName: 'Readers',
        PolicyName: 'HeyCloud',
        PolicyDocument: policy(...left),
      }),
    )
    await world.delegation.verification.again(account)
    const found = await waitFor(world, account, 0)
    const lacking = called.slice(called.length >> 1).filter(action => !left.includes(action))
    expect(found.missingActions.map(({ action }) => action)).toEqual(lacking)
    expect(found.state).toBe('degraded')
  })

  it('that is switched off is refused in AWS’s code with what to do, and recovers by itself', async () => {
    const { access_key_id: AccessKeyId } = keys
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }))
    world.clock.advance(DAY)
    const found = await waitFor(world, account, 0)
    expect(found).toMatchObject({ state: 'not_assumable', problem: { code: 'access_key_refused' } })
    expect(found.problem?.detail).toMatch(/^InvalidClientTokenId: .*Security credentials/)
    expect(await world.delegation.verification.isCollectable(account)).toBe(false)
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Active' }))
    expect((await waitFor(world, account, 5 * SECOND)).state).toBe('degraded')
    await remove(account)
  })

  it('with another secret is refused as such', async () => {
    account = await create({ ...keys, secret_access_key: 'x'.repeat(40) })
    const found = await waitFor(world, account, 0)
    expect(found.problem).toMatchObject({ code: 'access_key_refused' })
    expect(found.problem?.detail).toMatch(/^SignatureDoesNotMatch: .*enter both anew\.$/)
    await remove(account)
  })

  it('of another account is a wrong account, and holds none', async () => {
    account = await create(keys, '999988887777')
    const found = await waitFor(world, account, MINUTE)
    expect(found).toMatchObject({ state: 'not_assumable', problem: { code: 'wrong_account' } })
    expect(found.problem?.detail).toBe(`The key is of ${accountId}, you entered 999988887777.`)
    expect(await world.settings.claims.holder('999988887777')).toBeUndefined()
    expect((await world.settings.accounts.list(organisation)).length).toBe(1)
    await remove(account)
  })
})
