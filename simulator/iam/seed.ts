// The identities that a simulated account starts with: an administrator, and in HeyCloud's own account its collector.
import { createHmac } from 'node:crypto'
import type { Partition } from '../partitions.ts'
import { makeAccessKey, makePolicy, makeUser } from './entities.ts'
import type { IamState } from './state.ts'

export interface SeedCredentials {
  accessKeyId: string
  secretAccessKey: string
}

/** The same for the same seed: a simulated account's keys are no secret, and stay valid over restarts. */
function derivedKey(seed: number, accountId: string, userName: string): { id: string; secret: string } {
  const digest = (what: string) => createHmac('sha256', `${seed}`).update(`${what} ${accountId} ${userName}`).digest()
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const id = Array.from(digest('id').subarray(0, 16), byte => letters[byte % letters.length]).join('')
  return { id: `AKIA${id}`, secret: digest('secret').toString('base64').replaceAll('=', 'A').slice(0, 40) }
}

/** What HeyCloud's own identity may do: assume roles. */
export const collectorPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/*' }],
})

/** A user with a key in an account, made if it is not there; its policies only when it is made. */
function seedUser(
  iam: IamState,
  given: {
    accountId: string
    partition: Partition
    userName: string
    seed: number
    attached?: string[]
    policy?: { name: string; text: string }
  },
): SeedCredentials {
  const { accountId, partition, userName, seed } = given
  const key = derivedKey(seed, accountId, userName)
  const present = iam.account(accountId)?.users[userName]
  if (!present?.accessKeys.some(({ accessKeyId }) => accessKeyId === key.id))
    iam.change(accountId, draft => {
      if (partition !== 'aws') draft.partition = partition
      const user = draft.users[userName] ?? makeUser(iam, draft, userName)
      if (!present) {
        user.attached = [...(given.attached ?? [])]
        if (given.policy) user.attached.push(makePolicy(iam, draft, given.policy).arn)
      }
      makeAccessKey(iam, user, key)
    })
  return { accessKeyId: key.id, secretAccessKey: key.secret }
}

export interface SeedAccount {
  accountId: string
  /** `aws` unless told otherwise. */
  partition?: Partition
  alias?: string
  seed: number
}

/** An account with an administrator; what a restored state already has is left as it is. */
export function seedAccount(
  iam: IamState,
  { accountId, partition = 'aws', alias, seed }: SeedAccount,
): SeedCredentials {
  const attached = [`arn:${partition}:iam::aws:policy/AdministratorAccess`]
  const credentials = seedUser(iam, { accountId, partition, userName: 'admin', seed, attached })
  if (alias !== undefined && iam.account(accountId)?.alias === undefined)
    iam.change(accountId, draft => {
      draft.alias = alias
    })
  return credentials
}

/** HeyCloud's own user, which may do nothing but assume roles. */
export function seedCollector(iam: IamState, accountId: string, seed: number): SeedCredentials {
  const policy = { name: 'HeyCloudCollector', text: collectorPolicy }
  return seedUser(iam, { accountId, partition: 'aws', userName: 'heycloud', seed, policy })
}
