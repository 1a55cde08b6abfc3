// Which actions an account's chosen features call, and whether HeyCloud may look at its own role or user.
import { type AwsAccount, usesRole } from '../../../core/account.ts'
import { featuresOf } from '../../../core/account-settings.ts'
import type { ActionUse } from '../../../core/define.ts'
import type { ActionsOf } from '../../policies/policies.ts'

/** The actions that the account's chosen features call. */
export const neededBy = (account: AwsAccount, actionsOf: ActionsOf): readonly ActionUse[] =>
  actionsOf(featuresOf(account.settings), usesRole(account) ? 'role' : 'key')

/** Whether HeyCloud may look at its own role or user. */
export const isDiagnosed = (account: AwsAccount): boolean => featuresOf(account.settings).includes('diagnosis')
