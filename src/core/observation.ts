// What we know of AWS and what we could not see: not seen is not absent.

/** A refused read. `action` is the IAM action that AWS named or that the call needs, for example `ec2:DescribeInstances`. */
export interface Denied {
  state: 'denied'
  action: string
  /** AWS's own words. */
  message: string
  /** Which kind of policy refused, where AWS's message says so. */
  cause: 'identity' | 'scp' | 'boundary' | 'session' | 'resource' | 'unknown'
  /** Set where AWS says that a statement denies it, so that granting it elsewhere changes nothing. */
  explicitDeny?: true
  /** The ARN that AWS named, where it names one. */
  resource?: string
  at: number
}

/** A read that failed for another reason: throttled, unreachable, region disabled, an error inside AWS. */
export interface Failed {
  state: 'failed'
  /** AWS's error code, or `Unreachable`, `TimedOut`, `NoCredentials`. */
  code: string
  message: string
  /** Whether the same call may succeed later without anybody changing anything. */
  transient: boolean
  at: number
}

export interface Seen<T> {
  state: 'seen'
  value: T
  at: number
}

/** Every read of AWS yields one of these, and is stored as such. `at` is epoch ms. */
export type Observation<T> = Seen<T> | Denied | Failed
export type NotSeen = Denied | Failed

export const seen = <T>(value: T, at: number): Seen<T> => ({ state: 'seen', value, at })
