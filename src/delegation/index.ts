// Wires delegation: one customer lets another account in, safely.
import type { AwsAccess } from '../aws/access.ts'
import type { AwsAccount } from '../core/account.ts'
import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import { actionsOf as registryActionsOf } from '../services/index.ts'
import type { Settings } from '../store/settings-ports.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { type CostExports, createCostExports } from './cost-exports/cost-exports.ts'
import { createEventSources, type EventSources } from './event-sources/event-sources.ts'
import { createExternalIds, type ExternalIds } from './external-ids.ts'
import { isMemberIn } from './organizations/members.ts'
import { createOrganizations, type Organizations } from './organizations/organizations.ts'
import { type ActionsOf, createPolicies, type Policies } from './policies/policies.ts'
import { createSerial } from './serial.ts'
import type { WorkLog } from './under-lease.ts'
import { createVerificationBook } from './verification/book.ts'
import { createVerifications, type Verifications } from './verification/verifications.ts'

export interface DelegationDependencies {
  settings: Settings
  aws: AwsAccess
  clock: Clock
  random: Random
  log: WorkLog
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
  eventSources: EventSources
  costExports: CostExports
  organizations: Organizations
}

/** The caller runs `verification.run(signal)` and `organizations.run(signal)` in one process or more. */
export function createDelegation(deps: DelegationDependencies): Delegation {
  const serial = createSerial()
  const actionsOf = deps.actionsOf ?? registryActionsOf
  const policies = createPolicies(actionsOf)
  const externalIds = createExternalIds({ ...deps, isMember: isMemberIn(deps.settings) })
  const book = createVerificationBook({ ...deps, serial })
  const verification = createVerifications({ ...deps, actionsOf, policies, book })
  const accounts = createAccounts({ ...deps, externalIds, verification, serial })
  const eventSources = createEventSources({ ...deps, serial, recheck: verification.recheck })
  const costExports = createCostExports({ ...deps, serial })
  const organizations = createOrganizations({ ...deps, accounts, externalIds, verification, serial })
  return { externalIds, policies, verification, accounts, eventSources, costExports, organizations }
}
