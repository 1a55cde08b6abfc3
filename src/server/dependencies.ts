// What the routes are handed: everything the server needs and nothing it makes itself.
import type { Logger } from 'pino'
import type { AwsAccess } from '../aws/access.ts'
import type { Collector } from '../collect/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import type { UserRole } from '../core/user.ts'
import type { Delegation } from '../delegation/index.ts'
import type { Telemetry } from '../store/ports.ts'
import type { Settings } from '../store/settings-ports.ts'

/** Who asks, found by auth/authenticate.ts before any route runs. */
export interface Actor {
  organisation: string
  role: UserRole
  /** For the audit log: `user:<email>` or `key:<name>`. */
  name: string
}

/** One simulated account that the demo can set up by a button; never present outside the demo. */
export interface SimulatedAccount {
  id: string
  name: string
  accessKeyId: string
  secretAccessKey: string
}

export interface ServerDependencies {
  settings: Settings
  telemetry: Telemetry
  aws: AwsAccess
  delegation: Delegation
  collector: Pick<
    Collector,
    | 'charts'
    | 'histories'
    | 'money'
    | 'progress'
    | 'monthlyCharge'
    | 'forecast'
    | 'previewMetricNames'
    | 'chargeOfThousand'
    | 'wake'
  >
  clock: Clock
  random: Random
  log: Logger
  /** package.json's version. */
  version: string
  /** HEYCLOUD_AWS_ACCOUNT_ID, when the operator set it. */
  configuredAccountId: string | undefined
  /** HEYCLOUD_TEMPLATE_URL: where the operator keeps the CloudFormation template on S3. */
  templateUrl?: string | undefined
  /** Addresses of proxies whose X-Forwarded-For, -Proto and -Host are believed; nobody's unless set. */
  trustedProxies?: string[] | undefined
  /** The demo's accounts; undefined when HeyCloud speaks to the real AWS. */
  simulated: { endpoint: string; region: string; accounts: SimulatedAccount[] } | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
  interface FastifyContextConfig {
    /**
     * Who may call: `public` needs no key; `key` an API key alone; `viewer`, `editor`, `admin` a signed-in person or a key pair of
     * at least that role. Left out: `viewer` for GET and HEAD, `editor` for the rest.
     */
    permit?: 'public' | 'key' | UserRole
    /** What the route does, as the audit log names it: `account.create`; its refusals are `account.create.refused`. */
    audit?: string
  }
}
