// The shapes of HeyCloud's own endpoints (beside the public API's), shared with the web UI, which imports only from here.
import { z } from 'zod'
import { coverageKinds, coverageStates } from '../../core/coverage.ts'
import { features } from '../../core/define.ts'
import { relationKinds } from '../../core/resource.ts'
import { roles } from '../../core/user.ts'

/** A resource of JSON:API with these attributes. */
export const data = <T extends z.ZodType>(type: string, attributes: T) =>
  z.object({ data: z.object({ id: z.string(), type: z.literal(type), attributes }) })

/** GET /api/v2/heycloud/session: who is signed in. 403 when nobody is. POST signs in, DELETE signs out. */
export const sessionReply = data(
  'session',
  z.object({
    email: z.string(),
    role: z.enum(roles),
    organisation: z.string(),
    version: z.string(),
    /** The simulated AWS answers instead of AWS. */
    demo: z.boolean(),
    accounts: z.number(),
  }),
)
const email = z.email().max(254)
export const signInBody = z.object({ email, password: z.string().min(1).max(1_000) })
/** POST /api/v2/heycloud/setup spends the one-time link printed to the log. In the demo email and password may be left out. */
export const setupBody = z.object({
  token: z.string().max(200),
  email: email.optional(),
  password: z.string().min(12).max(1_000).optional(),
})

export const trustFaultSchema = z.object({
  id: z.string(),
  severity: z.enum(['error', 'warning']),
  title: z.string(),
  explanation: z.string(),
  path: z.string(),
})
export const coverageSchema = z.object({
  kind: z.enum(coverageKinds),
  region: z.string(),
  namespace: z.string().nullable(),
  state: z.enum(coverageStates),
  last_success: z.number().nullable(),
  lag_seconds: z.number().nullable(),
  items: z.number(),
  points: z.number(),
  action: z.string().nullable(),
  reason: z.string(),
  /** Attempts since the account was connected; of reads that were refused, that failed, and that AWS throttled. */
  calls: z.number(),
  denials: z.number(),
  failures: z.number(),
  throttles: z.number(),
  /** Metrics whose last query failed, and is made again. */
  owed: z.number(),
})
/** GET /api/v2/integration/aws/coverage/why: what one row of the coverage ledger was told by. */
export const coverageWhyReply = data(
  'coverage_why',
  coverageSchema.extend({
    call: z
      .object({
        service: z.string(),
        operation: z.string(),
        at: z.number(),
        milliseconds: z.number(),
        /** AWS's error code and words; null and empty where it answered. */
        code: z.string().nullable(),
        message: z.string(),
        request_id: z.string().nullable(),
        /** The same call as a line for a shell; of long lists the first members. */
        aws_cli: z.string(),
      })
      .nullable(),
    /** The statement that grants the refused action. */
    statement: z.string().nullable(),
    /** Of metrics: points stored in each interval of the last day; times in epoch seconds. */
    points: z.object({ interval: z.number(), times: z.array(z.number()), counts: z.array(z.number()) }).nullable(),
    /** Intervals between the first and the newest of these that hold no point at all. */
    gaps: z.number().nullable(),
  }),
)
/** GET /api/v2/integration/aws/setup: everything the Add-account page shows. */
export const setupReply = data(
  'aws_setup',
  z.object({
    identity: z.object({
      state: z.enum(['seen', 'denied', 'failed']),
      arn: z.string().nullable(),
      account_id: z.string().nullable(),
      source: z.string().nullable(),
      endpoint: z.string().nullable(),
      milliseconds: z.number().nullable(),
      problem: z.string().nullable(),
      sources: z.array(z.object({ source: z.string(), found: z.boolean(), detail: z.string() })),
    }),
    /** The account that customers' roles trust; null while HeyCloud has no identity: then no trust policy is shown. */
    trusted_account_id: z.string().nullable(),
    /** Set when HEYCLOUD_AWS_ACCOUNT_ID differs from HeyCloud's own identity. */
    trusted_account_warning: z.string().nullable(),
    external_id: z.string(),
    external_id_created_at: z.number(),
    external_id_expires_at: z.number(),
    role_name: z.string(),
    policy_name: z.string(),
    trust_policy: z.string().nullable(),
    trust_policy_own_role: z.string().nullable(),
    features: z.array(
      z.object({ feature: z.enum(features), title: z.string(), actions: z.number(), description: z.string() }),
    ),
    /** `wildcard` and `strict` forms, each one policy or more. */
    policies: z.object({
      wildcard: z.array(z.object({ name: z.string(), document: z.string(), characters: z.number() })),
      strict: z.array(z.object({ name: z.string(), document: z.string(), characters: z.number() })),
    }),
    policy_limit: z.number(),
    actions: z.array(
      z.object({
        action: z.string(),
        feature: z.enum(features),
        why: z.string(),
        access_level: z.string(),
        reference: z.string(),
      }),
    ),
    /** One CloudShell block that prints the role ARN last; null without a trusted account. */
    cli: z.string().nullable(),
    security_audit_arn: z.string(),
    /** US dollars: how many metrics an account has is not known before it is connected, what they cost is. */
    price_per_1000_metrics_month: z.number(),
    /** Demo only: the simulated accounts that can be set up by a button. */
    simulated_accounts: z.array(z.object({ id: z.string(), name: z.string(), connected: z.boolean() })),
  }),
)
export type Setup = z.infer<typeof setupReply>['data']['attributes']

/** POST /api/v2/integration/aws/setup/simulate (demo only) makes policy and role in a simulated account. */
export const simulateBody = z.object({
  aws_account_id: z.string(),
  role_name: z.string(),
  policy_name: z.string(),
  external_id: z.string(),
  /** `role`, by the console's steps, unless said; a stack names its policies itself. */
  way: z.enum(['role', 'cloudformation']).optional(),
})
export const simulateReply = data('simulated_role', z.object({ role_arn: z.string(), calls: z.array(z.string()) }))

/** POST /api/v2/integration/aws/trust_policy/lint: a trust policy, or the whole output of `aws iam get-role`, pasted. */
export const lintBody = z.object({
  text: z.string().max(20_000),
  external_id: z.string().max(2_000).optional(),
  aws_account_id: z.string().max(100).optional(),
  role_name: z.string().max(1_000).optional(),
})
export const lintReply = data(
  'trust_policy_lint',
  z.object({
    faults: z.array(trustFaultSchema),
    corrected: z.string().nullable(),
    /** The document as it was understood, for marking the lines. */
    document: z.string(),
    role_arn: z.string().nullable(),
  }),
)

/** GET /api/v2/integration/aws/coverage: every account's rows. */
export const coverageReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('coverage'),
      attributes: coverageSchema.extend({
        account_config_id: z.string(),
        account_id: z.string(),
        account_name: z.string(),
      }),
    }),
  ),
})

/** GET /api/v2/integration/aws/alarms, and /resource_counts */
export const alarmsReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('alarm'),
      attributes: z.object({
        name: z.string(),
        account_id: z.string(),
        account_name: z.string(),
        region: z.string(),
        state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
        reason: z.string(),
        since: z.number(),
        namespace: z.string().nullable(),
        metric: z.string().nullable(),
      }),
    }),
  ),
})
/** GET /api/v2/integration/aws/resources: `attributes` as AWS describes it, `relations` from it to others by their ARNs. */
export const resourcesReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('aws_resource'),
      attributes: z.object({
        accountId: z.string(),
        region: z.string(),
        type: z.string(),
        name: z.string(),
        tags: z.record(z.string(), z.string()),
        labels: z.record(z.string(), z.string()),
        attributes: z.record(z.string(), z.json()),
        relations: z.array(z.object({ kind: z.enum(relationKinds), to: z.string() })),
      }),
    }),
  ),
})
export const resourceCountsReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('resource_count'),
      attributes: z.object({ account_id: z.string(), region: z.string(), type: z.string(), count: z.number() }),
    }),
  ),
})
