// What the parts of the simulated AWS agree on: a wire in front, IAM in the middle, services that answer from a world.

/** A caller whose signature has been verified. */
export interface Caller {
  accountId: string
  /** `arn:aws:iam::…:user/…` or `arn:aws:sts::…:assumed-role/Role/session`. */
  arn: string
  /** Unique id as GetCallerIdentity returns it. */
  userId: string
  accessKeyId: string
  /** For an assumed role: the role's ARN with its path, and the session policies that narrow it. */
  roleArn?: string
  sessionPolicies?: string[]
  /** Managed session policies (ARNs). */
  sessionPolicyArns?: string[]
  /** For temporary credentials: when they were issued, epoch ms of real time. */
  issuedAt?: number
  /** For temporary credentials: whether a multi-factor code was shown. */
  mfa?: boolean
  /** For a role's session: the tags and the source identity that it was given. */
  sessionTags?: Record<string, string>
  sourceIdentity?: string
}

export interface Call {
  caller: Caller
  region: string
  /** Milliseconds of the world's clock. */
  now: number
  /** Set by the wire: lower-case request headers. */
  headers: Record<string, string>
  /** The caller's address as the server sees it. */
  sourceIp?: string
  /** Faults of this call that only the service can act out: `partialData`, `internalErrorFor`, `lateData`. */
  faults?: FaultKind[]
}

/** An AWS error as it is sent: the wire renders it in the protocol of the request. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  readonly extra: ErrorExtra
  constructor(code: string, message: string, status = 400, extra: ErrorExtra = {}) {
    super(message)
    this.code = code
    this.status = status
    this.extra = extra
  }
}

/** What S3's errors say besides: where a bucket is. */
export interface ErrorExtra {
  headers?: Record<string, string>
  /** Elements of the XML body beside Code and Message. */
  elements?: Record<string, string>
}

/** What an operation needs before it is answered: the IAM action(s) and the resource ARN(s) they are evaluated on. */
export interface Requirement {
  action: string
  /** `*` where the action supports no resource-level permissions. */
  resource: string
  /** The account whose policies decide, where it is not the one in the ARN: a delegated administrator's own. */
  ownerAccountId?: string
  /** Condition keys of this request beyond the global ones. */
  context?: Record<string, string | string[]>
}

// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs are typed by each service against its SDK client's types.
type Any = any

export interface Operation {
  /** Evaluated, identity and session policies, before `answer`; empty for calls that need none (sts:GetCallerIdentity). */
  requires(input: Any, call: Call): Requirement[]
  answer(input: Any, call: Call): Any | Promise<Any>
}

/** One simulated AWS service: which SDK client's schemas describe its wire, and its operations by name. */
export interface SimulatedService {
  /** SigV4 signing name: `monitoring`, `ec2`, `sts`. */
  signingName: string
  /** The SDK client's package, for its schemas: `@aws-sdk/client-cloudwatch`. */
  client: string
  protocol: 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query' | 'restJson1' | 'restXml'
  /** The x-amz-target prefix of the JSON protocols, and rpc-v2-cbor's service name. */
  target?: string
  xmlNamespace?: string
  /** Tells two services of one signing name apart: Classic and other load balancers, REST and HTTP APIs. */
  owns?(request: { path: string; parameters: URLSearchParams }): boolean
  operations: Record<string, Operation>
  /** Asked after authorization and before `answer`; throws `AwsError('Throttling', 'Rate exceeded')` when a quota is used up. */
  quota?(operation: string, input: Any, call: Call): void
  /** What an answered call counts for in the ledger, beyond being one call. */
  meter?(operation: string, input: Any, output: Any, call: Call): Usage
}

/** What a call counted for: CloudWatch queries and datapoints, and what AWS would charge in US dollars. */
export interface Usage {
  queries?: number
  datapoints?: number
  charge?: number
  /** How the charge stands on the bill; its usage type without the prefix of the region. */
  billed?: { service: string; usageType: string; quantity: number }
}

/** One line of an account's bill: a day's usage of one type in one region. */
export interface BillLine {
  accountId: string
  region: string
  /** UTC, `2026-11-23`. */
  day: string
  service: string
  /** With the prefix of its region, `EUC1-CW:Requests`. */
  usageType: string
  quantity: number
  /** US dollars. */
  charge: number
}

export type FaultKind =
  /** The error is sent before the operation is looked at. */
  | { error: string; message: string; status: number }
  | { latencyMs: number }
  | { partialData: true }
  /** The share (0..1) of a GetMetricData call's queries that end as InternalError. */
  | { internalErrorFor: number }
  /** Points younger than so many milliseconds, beyond the usual delay, are not published yet. */
  | { lateData: number }
  /** The connection is cut without an answer. */
  | { disconnect: true }
  /** The session that signed the call has ended, and stays so: that call and all later ones are refused as expired. */
  | { expireSession: true }

/** Faults on demand; the first that matches and has `times` left applies. */
export interface Fault {
  /** Signing name and operation; `*` for any. */
  service: string
  operation: string
  accountId?: string
  region?: string
  kind: FaultKind
  /** How often; undefined for ever. */
  times?: number
}

/** One line of the simulator's ledger, summed by these keys. */
export interface LedgerEntry {
  accountId: string
  region: string
  service: string
  operation: string
  calls: number
  denied: number
  throttled: number
  queries: number
  datapoints: number
  /** What AWS would charge, US dollars. */
  charge: number
}
