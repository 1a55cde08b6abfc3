// What a step of verification is handed and what it answers; the order of the steps is in verify.ts.
import type { AwsAccess, KeyOutcome, OwnIdentity } from '../../aws/access.ts'
import type { AwsAccount, KeyAccount, RoleAccount } from '../../core/account.ts'
import type { Clock } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import type { Random } from '../../core/random.ts'
import type { Verification, VerificationStep } from '../../core/verification.ts'
import type { Settings } from '../../store/settings-ports.ts'
import type { ActionsOf, Policies } from '../policies/policies.ts'

export interface StepDependencies {
  settings: Pick<Settings, 'organisations' | 'coverage' | 'claims' | 'acceptedFaults' | 'audit'>
  aws: AwsAccess
  clock: Clock
  random: Random
  actionsOf: ActionsOf
  policies: Policies
  /** HEYCLOUD_AWS_ACCOUNT_ID, when the operator set it. */
  configuredAccountId?: string | undefined
  allowOwnAccount?: boolean | undefined
}

/** One pass over the steps for one account. */
export interface Attempt<A extends AwsAccount = AwsAccount> {
  account: A
  deps: StepDependencies
  /** The verification as it is now; steps read it and never write it. */
  present(): Verification
  /** This step as it is now, its attempts before this one included. */
  step(): VerificationStep
  /** HeyCloud's own identity, asked once per pass. */
  identity(): Promise<Observation<OwnIdentity>>
}

export type RoleAttempt = Attempt<RoleAccount>

export interface KeyAttempt extends Attempt<KeyAccount> {
  /** Whose the access key is, asked once per pass. */
  keys(): Promise<KeyOutcome>
}

/**
 * `failed` and `unknown` end the pass and are tried again, unless `goOn`. `running` is a failure whose quick attempts still go on.
 * `change` is laid over the verification together with the step.
 */
export interface StepOutcome {
  state: 'passed' | 'failed' | 'unknown' | 'skipped' | 'running'
  message: string
  change?: Partial<Verification>
  goOn?: boolean
  /** When it is tried again, ms from now, where that is not by the ladder. */
  retryIn?: number
}

export type Step<A extends Attempt> = (attempt: A) => Promise<StepOutcome>
