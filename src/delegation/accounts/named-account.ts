// An account that a request's body names by its number, and a region of it; each fault is named by its field.
import { partitionOf } from '../../aws/partitions.ts'
import type { AwsAccount } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { invalid } from './input.ts'
import { accountIdFault } from './role-name.ts'

/** Rejects with `bad_request`: the public API declares no 404 where the account is named in a body. */
export async function connectedAccount(
  { settings }: { settings: Pick<Settings, 'accounts'> },
  organisation: string,
  accountId: string,
): Promise<AwsAccount> {
  const fault = accountIdFault(accountId)
  if (fault) throw invalid('account_id', fault)
  const account = await settings.accounts.byAccountId(organisation, accountId)
  if (account) return account
  throw new HeyCloudError('bad_request', 'AWS account with provided id is not integrated', {
    account_id: `connect the account ${accountId} first`,
  })
}

/** Why a text is no region of the account's. One of the right shape may be newer than this program. */
export const regionFault = (region: string, { partition }: Pick<AwsAccount, 'partition'>): string | undefined =>
  partitionOf(region) === partition
    ? undefined
    : `invalid region: ${JSON.stringify(region)} is not a region of the partition ${partition}`
