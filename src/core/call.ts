// One call to AWS as it is told to people: what was asked, when, and what came of it.
import type { Json } from './resource.ts'

export interface AwsCall {
  /** aws-cli's name of the service: `cloudwatch`, `elbv2`. */
  service: string
  /** As AWS spells it: `GetMetricData`. */
  operation: string
  region: string
  /** The request, shortened: of long lists the first members, and no continuation token. */
  input: { [member: string]: Json }
  /** Epoch ms. */
  at: number
  milliseconds: number
  /** AWS's error code; null where the call was answered. */
  code: string | null
  /** AWS's words; empty where the call was answered. */
  message: string
  /** AWS's own number of the request, for its support; null where AWS did not answer. */
  requestId: string | null
}

/** What was called in one piece of work. */
export interface CallTrace {
  /** The first that AWS answered. */
  answered: AwsCall | null
  /** The last that it refused, or did not answer. */
  refused: AwsCall | null
  /** Attempts, refused ones included. */
  calls: number
  /** Of these, those that AWS answered with a request for fewer. */
  throttled: number
}
