// What every change of an account is handed, and how it is written down.
import type { AwsAccess } from '../../aws/access.ts'
import { type AwsAccount, usesRole } from '../../core/account.ts'
import type { Clock } from '../../core/clock.ts'
import type { Random } from '../../core/random.ts'
import type { Settings } from '../../store/settings-ports.ts'
import type { ExternalIds } from '../external-ids.ts'
import type { Serial } from '../serial.ts'
import type { Verifications } from '../verification/verifications.ts'
import { accountNotFound } from './target.ts'

/** Who asks; `name` is for the audit log. */
export interface AccountActor {
  organisation: string
  name: string
}

export interface AccountDependencies {
  /** Shared with verification, so that a change of the role and what was proven of it never interleave. */
  serial: Serial
  settings: Pick<
    Settings,
    | 'accounts'
    | 'acceptedFaults'
    | 'audit'
    | 'awsOrganizations'
    | 'claims'
    | 'coverage'
    | 'erasures'
    | 'organisations'
    | 'secrets'
    | 'verifications'
    | 'watermarks'
  >
  externalIds: ExternalIds
  /** It follows every change: anew where the way in is another, else with a look at once. */
  verification: Pick<Verifications, 'begin' | 'recheck'>
  aws: Pick<AwsAccess, 'identity' | 'forget' | 'tryAssume'>
  clock: Clock
  random: Random
  /** Whether an installation with several organisations may connect the account it runs in. */
  allowOwnAccount?: boolean | undefined
  /** An account may be collected from now on. */
  onConnected?: ((account: AwsAccount) => void) | undefined
}

/** Rejects with `account_not_found`. */
export async function getAccount(
  { settings }: { settings: Pick<Settings, 'accounts'> },
  organisation: string,
  id: string,
): Promise<AwsAccount> {
  const account = await settings.accounts.get(organisation, id)
  if (!account) throw accountNotFound()
  return account
}

/** What a change came to. */
export interface Updated<A extends AwsAccount = AwsAccount> {
  account: A
  /** Whether the way in is another, so that it has to be proven anew. */
  moved: boolean
}

/** Never with a secret: of an access key its id alone. */
export const audit = (
  { settings, clock }: AccountDependencies,
  actor: AccountActor,
  action: string,
  account: AwsAccount,
  detail: Record<string, string> = {},
): Promise<void> =>
  settings.audit.append({
    organisation: actor.organisation,
    at: clock.now(),
    actor: actor.name,
    action,
    target: account.id,
    detail: {
      account_id: account.accountId,
      ...(usesRole(account) ? { role_name: account.roleName } : { access_key_id: account.accessKeyId }),
      ...detail,
    },
  })
