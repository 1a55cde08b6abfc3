// Access keys against a simulated STS that verifies signatures: read late, kept shortly, refused and forgotten.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeyTarget } from '../core/account.ts'
import { MINUTE } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import { accessTo, type SimulatedAws, simulatedAws, type TestAccess } from './testing/simulated-aws.ts'

const id = '8c1f9c8e-0000-4000-8000-000000000001'
const secret = 'the-secret-of-the-gov-key'
const gov: KeyTarget & { id: string } = {
  partition: 'aws-us-gov',
  accountId: '222233334444',
  accessKeyId: 'AKIAGOVCLOUDTEST0001',
  secretId: id,
  id,
}
const region = 'us-gov-west-1'

let aws: SimulatedAws
let stored: string | undefined
let reads: number
const opened: TestAccess[] = []
beforeEach(async () => {
  aws = await simulatedAws()
  stored = secret
  reads = 0
  setKey('Active')
})
afterEach(async () => {
  for (const access of opened.splice(0)) access.close()
  await aws.close()
})

const setKey = (status: 'Active' | 'Inactive' | 'gone', secretAccessKey = secret) =>
  aws.iam.change(gov.accountId, account => {
    account.users.heycloud = {
      ...{ path: '/', createdAt: 0, attached: [], inline: {}, tags: {}, name: 'heycloud', id: 'AIDAGOV' },
      arn: `arn:aws-us-gov:iam::${gov.accountId}:user/heycloud`,
      accessKeys: status === 'gone' ? [] : [{ accessKeyId: gov.accessKeyId, secretAccessKey, status, createdAt: 0 }],
    }
  })

const open = (secretOf: (name: string) => Promise<string | undefined> = async () => stored): TestAccess => {
  const counted = async (name: string) => {
    reads += 1
    expect(name).toBe(id)
    return secretOf(name)
  }
  const access = accessTo(aws.endpoint, {}, counted)
  opened.push(access)
  return access
}
const whoAmI = (access: TestAccess, target: KeyTarget = gov) =>
  access.session(target, 'metrics').client(STSClient, region).send(new GetCallerIdentityCommand({}))

describe('a session of an access key', () => {
  it('signs as its user; no role is assumed, and the secret is read once for all who wait', async () => {
    const access = open()
    const answers = await Promise.all(Array.from({ length: 20 }, () => whoAmI(access)))
    expect(new Set(answers.map(({ Arn }) => Arn))).toEqual(
      new Set([`arn:aws-us-gov:iam::${gov.accountId}:user/heycloud`]),
    )
    expect(reads).toBe(1)
    expect(aws.assumed()).toBe(0)
    expect(access.costs.drain()).toEqual([
      expect.objectContaining({ accountId: gov.accountId, accountConfigId: id, region, calls: 20 }),
    ])
  })

  it('picks up a changed secret within a minute, and at once when it is forgotten', async () => {
    const access = open()
    await whoAmI(access)
    setKey('Active', 'another-secret')
    stored = 'another-secret'
    await expect(whoAmI(access)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
    access.clock.advance(MINUTE)
    expect((await whoAmI(access)).Account).toBe(gov.accountId)
    setKey('Active', 'a-third')
    stored = 'a-third'
    access.forget(gov.accountId)
    expect((await whoAmI(access)).Account).toBe(gov.accountId)
  })

  it('says so where no secret is stored, and where it cannot be decrypted', async () => {
    stored = undefined
    await expect(whoAmI(open())).rejects.toMatchObject({
      code: 'secrets_unreadable',
      detail: `No secret is stored for the access key ${gov.accessKeyId}; enter the key again`,
    })
    const unreadable = open(async () => {
      throw new HeyCloudError('secrets_unreadable', 'HEYCLOUD_SECRET_KEY is not the key that it was encrypted with')
    })
    await expect(whoAmI(unreadable)).rejects.toMatchObject({ code: 'secrets_unreadable' })
    expect(await unreadable.tryKeys(gov)).toMatchObject({
      outcome: 'unknown',
      notSeen: { code: 'secrets_unreadable', transient: false },
    })
  })

  it('is not made for the partition in which roles are', () => {
    expect(() => open().session({ ...gov, partition: 'aws' }, 'metrics')).toThrow('use a role')
    expect(() => open().session({ ...gov, accessKeyId: 'ASIAGOVCLOUDTEST0001' }, 'metrics')).toThrow('AKIA')
    expect(() => open().session(gov, 'metrics').client(STSClient, 'eu-west-1')).toThrow('is not a region')
  })
})

describe('tryKeys', () => {
  it('says whose key it is', async () => {
    expect(await open().tryKeys(gov)).toEqual({
      outcome: 'accepted',
      accountId: gov.accountId,
      arn: `arn:aws-us-gov:iam::${gov.accountId}:user/heycloud`,
    })
    expect(aws.ledger.total({ operation: 'GetCallerIdentity', region }).calls).toBe(1)
  })

  it('reads the secret as it is now', async () => {
    const access = open()
    await whoAmI(access)
    stored = 'wrong'
    expect(await access.tryKeys(gov)).toMatchObject({ outcome: 'refused', code: 'SignatureDoesNotMatch' })
    stored = secret
    expect(await access.tryKeys(gov)).toMatchObject({ outcome: 'accepted' })
  })

  it.each(['Inactive', 'gone'] as const)('takes an %s key for refused', async status => {
    setKey(status)
    expect(await open().tryKeys(gov)).toMatchObject({ outcome: 'refused', code: 'InvalidClientTokenId' })
  })

  it.each([
    ['Throttling', 400],
    ['ServiceUnavailable', 503],
    ['AccessDenied', 403],
  ])('takes %s for no proof', async (error, status) => {
    const kind = { error, message: error, status }
    aws.faults.add({ service: 'sts', operation: 'GetCallerIdentity', kind })
    expect(await open().tryKeys(gov)).toMatchObject({ outcome: 'unknown' })
  })

  it('takes a broken connection, and a clock that is off, for no proof', async () => {
    aws.faults.add({ service: 'sts', operation: 'GetCallerIdentity', kind: { disconnect: true }, times: 2 })
    expect(await open().tryKeys(gov)).toMatchObject({ outcome: 'unknown', notSeen: { code: 'Unreachable' } })
    const message =
      'Signature expired: 20261118T120000Z is now earlier than 20261118T130000Z (20261118T131500Z - 15 min.)'
    aws.faults.add({
      service: 'sts',
      operation: 'GetCallerIdentity',
      kind: { error: 'SignatureDoesNotMatch', message, status: 403 },
    })
    expect(await open().tryKeys(gov)).toMatchObject({ outcome: 'unknown', notSeen: { code: 'SignatureDoesNotMatch' } })
  })
})
