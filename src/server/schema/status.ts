// The shapes of what is known of an account's connection: its status, its policies' drift, and what is alarming of all accounts.
import { z } from 'zod'
import { accountStates } from '../../core/account.ts'
import { features } from '../../core/define.ts'
import { stepNames, stepStates } from '../../core/verification.ts'
import { coverageSchema, data, trustFaultSchema } from './web.ts'

const stepSchema = z.object({
  name: z.enum(stepNames),
  state: z.enum(stepStates),
  message: z.string(),
  started_at: z.number().nullable(),
  finished_at: z.number().nullable(),
  attempts: z.number(),
  next_attempt_at: z.number().nullable(),
})
const causeSchema = z.object({
  id: z.string(),
  title: z.string(),
  present_value: z.string(),
  explanation: z.string(),
  check_command: z.string().nullable(),
  certain: z.boolean(),
})
const missingActionSchema = z.object({
  action: z.string(),
  feature: z.string(),
  why: z.string(),
  regions: z.array(z.string()),
  cause: z.string(),
  explicit_deny: z.boolean(),
  /** The policy whose statement denies it, where AWS names it. */
  denied_by: z.string().nullable(),
  /** What would mend it, in one sentence. */
  mend: z.string(),
})
export const driftSchema = z.object({
  read_at: z.number(),
  policies: z.array(
    z.object({
      name: z.string(),
      /** Null for an inline policy. */
      arn: z.string().nullable(),
      verdict: z.enum(['needed', 'audit', 'unused', 'too_wide', 'unread']),
      note: z.string(),
    }),
  ),
  missing: z.array(z.string()),
  superfluous: z.array(z.string()),
  /** Line by line: ` ` both, `-` only now, `+` only then. */
  diff: z.array(z.string()),
})
export type Drift = z.infer<typeof driftSchema>
const nextExternalIdSchema = z.object({
  value: z.string(),
  state: z.enum(['waiting', 'accepted']),
  /** The trust policy while both are good, and the one for when the rotation is finished; null while HeyCloud has no identity. */
  trust_policy_both: z.string().nullable(),
  trust_policy_next: z.string().nullable(),
})

/** GET /api/v2/integration/aws/accounts/{id}/status */
export const statusReply = data(
  'account_status',
  z.object({
    state: z.enum(accountStates),
    paused_at: z.number().nullable(),
    steps: z.array(stepSchema),
    problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
    causes: z.array(causeSchema),
    missing_actions: z.array(missingActionSchema),
    /** The features that lack something, each with how many of its actions. */
    reduced_features: z.array(z.object({ feature: z.enum(features), title: z.string(), missing: z.number() })),
    /** Regions in which a policy of the AWS Organization refuses everything; their actions are not among the missing. */
    denied_regions: z.array(z.string()),
    /** What added to the role's policies mends; null where adding mends nothing. */
    missing_policy: z.string().nullable(),
    trust_faults: z.array(trustFaultSchema),
    accepted_faults: z.array(
      z.object({ id: z.string(), path: z.string(), reason: z.string(), actor: z.string(), at: z.number() }),
    ),
    corrected_trust_policy: z.string().nullable(),
    /** Since when a role that was safe is not any more. */
    weakened_at: z.number().nullable(),
    next_external_id: nextExternalIdSchema.nullable(),
    drift: driftSchema.nullable(),
    regions: z.array(z.string()),
    coverage: z.array(coverageSchema),
    /** Backfill: seconds of history stored of those wanted, 0..1; null before it begins. */
    history_progress: z.number().nullable(),
    metrics: z.number(),
    resources: z.number(),
    /** By the tighter of the account's and the organisation's monthly limit; `stopped` is a sentence. */
    pace: z.object({ stretch: z.number(), stopped: z.string().nullable() }),
    monthly_cost: z.number().nullable(),
    started_at: z.number().nullable(),
    updated_at: z.number().nullable(),
  }),
)
export type Status = z.infer<typeof statusReply>['data']['attributes']

/** GET /api/v2/integration/aws/alerts: what somebody has to look at, over all accounts; the longest-standing first. */
export const alertsReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('aws_alert'),
      attributes: z.object({
        /** Empty, as are the next two, of what is the whole organisation's. */
        account_config_id: z.string(),
        account_id: z.string(),
        account_name: z.string(),
        /** A code of the error table, or `policy_drift`. */
        code: z.string(),
        title: z.string(),
        since: z.number(),
      }),
    }),
  ),
})

/** GET /api/v2/integration/aws/permissions/drift: how each account's policies differ from what this version calls, and the change for all. */
export const driftReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('policy_drift'),
      attributes: z.object({
        account_config_id: z.string(),
        account_id: z.string(),
        account_name: z.string(),
        drift: driftSchema.nullable(),
        /** Why there is none to show; empty otherwise. */
        reason: z.string(),
      }),
    }),
  ),
  meta: z.object({
    /** Null when no role needs one. */
    change: z
      .object({
        /** The lines that update each account's stack; the blocks that take the place of those in Terraform's configuration. */
        cloudformation: z.string(),
        terraform: z.string(),
      })
      .nullable(),
  }),
})
export type DriftReply = z.infer<typeof driftReply>
