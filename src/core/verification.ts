// The steps by which a role is proven usable, safe and sufficient, and what was found at each.
import type { AccountState } from './account.ts'
import type { ErrorCode } from './errors.ts'

export const stepNames = [
  'identity',
  'reachable',
  'assume_role',
  'no_external_id',
  'wrong_external_id',
  'permissions',
  'trust_policy',
  'regions',
  'first_data',
] as const
export type StepName = (typeof stepNames)[number]

/** `unknown`: AWS's answer proved nothing (a throttle, a time-out); it is tried again. */
export const stepStates = ['waiting', 'running', 'passed', 'failed', 'unknown', 'skipped'] as const
export type StepState = (typeof stepStates)[number]

export interface VerificationStep {
  name: StepName
  state: StepState
  /** One sentence for a person; empty while waiting. */
  message: string
  startedAt: number | null
  finishedAt: number | null
  /** How often it was tried, and when it is tried next (epoch ms). */
  attempts: number
  nextAttemptAt: number | null
}

/** Why AWS may refuse sts:AssumeRole. Each has its place in docs/guides/troubleshooting.md, under this name. */
export const refusalCauses = [
  'role_name',
  'role_path',
  'own_permission',
  'external_id',
  'principal',
  'mfa',
  'account_id',
  'organization_policy',
  'propagation',
] as const

/** What may head an account's page. Each has its place in docs/guides/troubleshooting.md, under this name. */
export const problemCodes = [
  'no_credentials',
  'credentials_refused',
  'unreachable',
  'throttled',
  'not_authorized_to_assume',
  'wrong_account',
  'assumable_without_external_id',
  'assumable_with_wrong_external_id',
  'trust_weakened',
  'own_role_refused',
  'own_account_refused',
  'account_claimed',
  'access_key_refused',
  'missing_permissions',
  'secrets_unreadable',
] as const satisfies readonly ErrorCode[]
export type ProblemCode = (typeof problemCodes)[number]
export const isProblemCode = (code: ErrorCode): code is ProblemCode =>
  (problemCodes as readonly ErrorCode[]).includes(code)

/** One possible cause of a refusal of sts:AssumeRole, likeliest first in a list. AWS itself never says which. */
export interface RefusalCause {
  id: (typeof refusalCauses)[number]
  title: string
  /** The value that HeyCloud uses now, to compare with AWS's. */
  presentValue: string
  /** What to look at and do. */
  explanation: string
  /** An aws-cli line that checks it; null where none can. */
  checkCommand: string | null
  /** Whether HeyCloud has proven this to be the cause, or only ranks it. */
  certain: boolean
}

/** What withholds an action, where AWS's message says so. */
export const missingActionCauses = ['identity', 'scp', 'boundary', 'session', 'resource', 'unknown'] as const

/** One IAM action that the role lacks. */
export interface MissingAction {
  action: string
  feature: string
  why: string
  /** Regions in which it was refused; empty where it is refused everywhere. */
  regions: string[]
  cause: (typeof missingActionCauses)[number]
  /** Whether a statement denies it: then granting it elsewhere changes nothing, and it is left out of the policy to add. */
  explicitDeny: boolean
  /** Name of the policy whose statement denies it, where AWS says so. */
  deniedBy: string | null
  /** What collection met holds until it sees the same again; what verification found, until its next pass. */
  metBy: 'verification' | 'collection'
}

/** One policy of the role, judged by what HeyCloud calls. */
export interface RolePolicy {
  name: string
  /** Null for an inline policy. */
  arn: string | null
  /** `audit`: AWS's SecurityAudit, never named as superfluous. `too_wide`: it lets HeyCloud write. `unread`: could not be read. */
  verdict: 'needed' | 'audit' | 'unused' | 'too_wide' | 'unread'
  /** One sentence for a person. */
  note: string
}

/** How the role's policies differ from what this version of HeyCloud calls. */
export interface PolicyDrift {
  readAt: number
  policies: RolePolicy[]
  /** Actions that this version calls and no policy of the role allows, sorted. */
  missing: string[]
  /** Patterns in policies made for HeyCloud that allow nothing it calls any more, sorted. */
  superfluous: string[]
  /** The policy as it is and as it should be, line by line: ` ` both, `-` only now, `+` only then; empty when nothing differs. */
  diff: string[]
}

/** A fault of a trust policy, with the place and the mend. */
export interface TrustFault {
  id: string
  severity: 'error' | 'warning'
  title: string
  explanation: string
  /** Where, as a JSON path such as `Statement[0].Condition.StringEquals`. */
  path: string
}

/** Somebody knows of a warning and has a reason to leave it; an error cannot be accepted. */
export interface AcceptedFault {
  accountConfigId: string
  faultId: string
  path: string
  reason: string
  actor: string
  at: number
}

/** Everything known of one account's connection; stored whole, shown whole. */
export interface Verification {
  state: AccountState
  steps: VerificationStep[]
  /** The error-table code and sentence that head the page, when something is wrong. */
  problem: { code: string; title: string; detail: string } | null
  causes: RefusalCause[]
  missingActions: MissingAction[]
  /** Regions in which a policy of the AWS Organization refuses every call, sorted; they are said as such, not action by action. */
  deniedRegions: string[]
  /** The smallest policy document that adds what is missing; null when nothing is. */
  missingPolicy: string | null
  trustFaults: TrustFault[]
  /** The mended trust policy, when the present one has faults or is not readable. */
  correctedTrustPolicy: string | null
  /** Null until the role's policies were read, and where they may not be. */
  drift: PolicyDrift | null
  /** When a role that was safe was found to admit callers without the right external ID; null once it is safe again. */
  weakenedAt: number | null
  /** How the second external ID of a rotation fares: null when none is under way. */
  nextExternalId: 'waiting' | 'accepted' | null
  /** Regions found enabled in the account. */
  regions: string[]
  startedAt: number
  updatedAt: number
}
