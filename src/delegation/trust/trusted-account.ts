// Which AWS account customers' roles trust: the operator's setting, else HeyCloud's own identity, else none.
import type { OwnIdentity } from '../../aws/access.ts'
import type { Observation } from '../../core/observation.ts'

export interface TrustedAccount {
  /** 12 digits; null while HeyCloud has no identity and none is set: then no trust policy is shown. */
  accountId: string | null
  /** Set where the setting differs from what HeyCloud really runs as: roles would trust an account that never calls. */
  warning: string | null
}

export function trustedAccount(identity: Observation<OwnIdentity>, configured: string | undefined): TrustedAccount {
  const own = identity.state === 'seen' ? identity.value.accountId : null
  const warning =
    configured !== undefined && own !== null && configured !== own
      ? `HEYCLOUD_AWS_ACCOUNT_ID is ${configured}, but HeyCloud runs in ${own}. Roles that trust ${configured} will refuse it.`
      : null
  return { accountId: configured ?? own, warning }
}
