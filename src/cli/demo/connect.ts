// Connects the demo's first account as its owner would: the policy and the role by IAM calls, then Save.
import { EntityAlreadyExistsException } from '@aws-sdk/client-iam'
import { usesRole } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { NamedPolicy } from '../../delegation/policies/document.ts'
import { defaultRoleName } from '../../delegation/policies/policies.ts'
import { makeSimulatedRole, type SimulatedTarget } from '../../delegation/setup/simulated.ts'
import { type ConnectValues, defaultChoices } from '../../delegation/setup/values.ts'
import type { SimulatedAccount } from '../../server/dependencies.ts'
import type { HeyCloud } from '../assemble.ts'

export interface DemoPlace {
  organisation: string
  endpoint: string
  region: string
  /** HeyCloud's own account in the simulated AWS, which the role trusts. */
  trustedAccountId: string
}

/** Does nothing when the account is past its first verification; goes on where a killed demo stopped. */
export async function connectSimulated(
  { delegation, settings }: HeyCloud,
  simulated: SimulatedAccount,
  place: DemoPlace,
) {
  const { organisation, trustedAccountId } = place
  const known = (await settings.accounts.list(organisation)).find(({ accountId }) => accountId === simulated.id)
  if (known && known.state !== 'pending') return
  const account =
    known ??
    (await delegation.accounts.create(
      { organisation, name: 'heycloud:demo' },
      {
        aws_account_id: simulated.id,
        aws_partition: 'aws',
        account_name: simulated.name,
        auth_config: { role_name: defaultRoleName },
        metrics_config: { collect_cloudwatch_alarms: true, namespace_filters: { exclude_only: [] } },
      },
    ))
  if (usesRole(account))
    await makeRole(
      { ...place, ...simulated },
      { ...defaultChoices, ...account, trustedAccountId },
      await delegation.policies.wildcard(),
    )
  await delegation.verification.begin(account)
}

async function makeRole(target: SimulatedTarget, values: ConnectValues, policies: NamedPolicy[]): Promise<void> {
  try {
    await makeSimulatedRole(target, values, policies)
  } catch (error) {
    const made = error instanceof HeyCloudError && error.cause instanceof EntityAlreadyExistsException
    if (!made) throw error
  }
}
