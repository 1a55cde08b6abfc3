// The shapes of what monitoring costs: spent and projected, in AWS's own figures, in other ways, and its monthly limits.
import { z } from 'zod'
import { data } from './web.ts'

/** US dollars; null where a part is not known. */
const known = z.number().nullable()

/** A monthly limit and what has come of it. */
const budget = z.object({
  monthly_limit: z.number().describe('US dollars a month, in UTC'),
  set_by: z.string(),
  set_at: z.string(),
  spent: z.number().describe('Calculated US dollars of this month, when it was last reckoned'),
  stretch: z.number().describe('What the cadence of metrics and alarms is multiplied by, 1 to 24'),
  stopped: z.string().nullable().describe('Why nothing that AWS charges for is read any more; null while it is'),
})
export type BudgetAttributes = z.infer<typeof budget>

const account = z.object({
  account_config_id: z.string(),
  account_id: z.string(),
  account_name: z.string(),
  month_to_date: z.number(),
  projection: known.describe('At the end of the month, at the present pace'),
  monthly_estimate: known.describe('For reading metrics 30 days long, not slowed by a limit'),
  stretch: z.number().describe('By the tighter of the account’s and the organisation’s limit'),
  stopped: z.string().nullable(),
  budget: budget.nullable(),
})
export type AccountCost = z.infer<typeof account>

const place = { account_config_id: z.string(), region: z.string(), namespace: z.string() }

/** GET /api/v2/integration/aws/cost */
export const costReply = data(
  'aws_cost',
  z.object({
    month_to_date: z.number(),
    /** Null until it is known of every account that is collected. */
    monthly_estimate: known,
    projection: known.describe('At the end of the month, at the present pace'),
    month_ends_at: z.string(),
    budget: budget.nullable().describe('The organisation’s'),
    accounts: z.array(account),
    /** Accounts that were removed since have rows still. */
    rows: z.array(
      z.object({
        ...place,
        calls: z.number(),
        chargeable_metrics: z.number(),
        charge: z.number(),
        metrics: z.number().nullable().describe('Metrics that are read; null where not known'),
        watched: z.number().nullable().describe('How many of them are read every five minutes'),
        monthly_estimate: known.describe('For reading its metrics 30 days long, not slowed by a limit'),
      }),
    ),
    days: z.object({
      by_account: z.array(z.object({ day: z.string(), account_config_id: z.string(), charge: z.number() })),
      by_namespace: z.array(z.object({ day: z.string(), namespace: z.string(), charge: z.number() })),
    }),
  }),
)
export type Cost = z.infer<typeof costReply>['data']['attributes']

/** GET /api/v2/integration/aws/cost/billed: what AWS itself says, of each account. */
export const billedReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('aws_billed'),
      attributes: z.object({
        account_config_id: z.string(),
        account_id: z.string(),
        account_name: z.string(),
        state: z.enum(['seen', 'denied', 'failed', 'pending', 'off']),
        action: z.string().nullable().describe('The refused action'),
        reason: z.string().describe('Why there are none; empty when seen'),
        asked_at: z.string().nullable(),
        answered_at: z.string().nullable(),
        through: z.string().nullable().describe('The last day that AWS has figures of'),
        charge: z
          .number()
          .describe('US dollars of this month up to that day, of all that read CloudWatch in the account'),
        calculated: z.number().describe('HeyCloud’s own reading of the same days, as calculated'),
        days: z.array(z.object({ day: z.string(), metrics: z.number(), requests: z.number(), charge: z.number() })),
      }),
    }),
  ),
})
export type Billed = z.infer<typeof billedReply>['data'][number]['attributes']

const way = z.enum(['now', 'every_300', 'every_60', 'streams'])
export type Way = z.infer<typeof way>

/** GET /api/v2/integration/aws/cost/alternatives: a month of 30 days in other ways. */
export const alternativesReply = data(
  'aws_cost_alternatives',
  z.object({
    ways: z.array(z.object({ way, title: z.string(), text: z.string(), source: z.string(), charge: known })),
    accounts: z.array(
      z.object({
        account_config_id: z.string(),
        account_name: z.string(),
        charges: z.record(way, known),
      }),
    ),
  }),
)
export type AlternativeCosts = z.infer<typeof alternativesReply>['data']['attributes']

/** GET /api/v2/integration/aws/cost/assumptions */
export const assumptionsReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('cost_assumption'),
      attributes: z.object({ title: z.string(), text: z.string(), source: z.string() }),
    }),
  ),
})

/** GET /api/v2/integration/aws/accounts/{id}/estimate */
export const estimateReply = data(
  'aws_cost_estimate',
  z.object({
    charge: known.describe('US dollars for 30 days; null where a part is not known'),
    unknown_regions: z.array(z.string()).describe('Regions whose metrics were never listed'),
    places: z.array(
      z.object({
        region: z.string(),
        namespace: z.string(),
        metrics: z.number().nullable(),
        watched: z.number().nullable().describe('How many of them are read every five minutes'),
        charge: known,
      }),
    ),
  }),
)

const limit = 'must be US dollars a month, more than 0 and at most 1,000,000; DELETE the budget to have no limit'
/** PUT …/cost/budget and …/accounts/{id}/budget */
export const budgetBody = z.object({
  monthly_limit: z.number({ error: limit }).gt(0, { error: limit }).max(1_000_000, { error: limit }),
})

/** GET and PUT of a budget; `budget` is null where there is no limit. */
export const budgetReply = data('aws_budget', z.object({ budget: budget.nullable() }))
