// Wires delegation: one customer lets another account in, safely.
import type { AwsAccess } from '../aws/access.ts'
import type { AwsAccount } from '../core/account.ts'
import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import { actionsOf as registryActionsOf } from '../services/index.ts'
import type { Settings } from '../store/settings-ports.ts'
import { type Accounts, createAccounts, sameTarget } from './accounts/accounts.ts'
import { createExternalIds, type ExternalIds } from './external-ids.ts'
import { type ActionsOf, createPolicies, type Policies } from './policies/policies.ts'
import { createSerial } from './serial.ts'
import { createVerificationBook } from './verification/book.ts'
import type { VerificationLog } from './verification/schedule.ts'
import { createVerifications, type Verifications } from './verification/verifications.ts'

export interface DelegationDependencies {
  settings: Settings
  aws: AwsAccess
  clock: Clock
  random: Random
  log: VerificationLog
  /** The registry's, unless a test narrows it. */
  actionsOf?: ActionsOf | undefined
  /** HEYCLOUD_AWS_ACCOUNT_ID, when the operator set it. */
  configuredAccountId?: string | undefined
  /** Whether an installation with several organisations may connect the account it runs in. */
  allowOwnAccount?: boolean | undefined
  /** An account may be collected from now on. */
  onConnected?: ((account: AwsAccount) => void) | undefined
}

export interface Delegation {
  externalIds: ExternalIds
  accounts: Accounts
  policies: Policies
  verification: Verifications
}

/** Verification follows a change; it is scheduled here, and nobody waits for it. */
function followed(accounts: Accounts, verification: Verifications): Accounts {
  return {
    ...accounts,
    async create(actor, input) {
      const account = await accounts.create(actor, input)
      await verification.begin(account)
      return account
    },
    async update(actor, id, input) {
      const before = await accounts.get(actor.organisation, id)
      const account = await accounts.update(actor, id, input)
      await (sameTarget(before, account) ? verification.recheck(account) : verification.begin(account))
      return account
    },
  }
}

/** The caller runs `verification.run(signal)` in one process or more. */
export function createDelegation(deps: DelegationDependencies): Delegation {
  const serial = createSerial()
  const actionsOf = deps.actionsOf ?? registryActionsOf
  const policies = createPolicies(actionsOf)
  const externalIds = createExternalIds(deps)
  const book = createVerificationBook({ ...deps, serial })
  const verification = createVerifications({ ...deps, actionsOf, policies, book })
  const accounts = createAccounts({ ...deps, externalIds, serial })
  return { externalIds, policies, verification, accounts: followed(accounts, verification) }
}
