// What src/aws is given: the AWS part of the configuration and a place for warnings.
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types'
import type { Purpose } from './access.ts'

export interface AwsConfig {
  /** HeyCloud's home region, in which it asks STS: `eu-west-1`. */
  region: string
  /** Replaces AWS's endpoints for every service; else the SDK reads AWS_ENDPOINT_URL itself. */
  endpointUrl?: string
  /** The process's environment: AWS_* credentials, proxies. */
  env: Record<string, string | undefined>
  /** HeyCloud's own credentials where the program has them (the demo); else they are looked for in the SDK's order. */
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider
  /** Policy documents that narrow the session of a purpose; one that does not fit 2,048 characters is left out. */
  sessionPolicies?: Partial<Record<Purpose, string>>
  /** Attempts of one call, by the SDK's standard retry; 4 unless given. */
  maxAttempts?: number
  /**
   * How CloudWatch is spoken to: `cbor` unless given, which AWS and the simulator understand and which takes half of JSON's
   * time to read; `json` is for an `endpointUrl` that knows no CBOR.
   */
  cloudWatchProtocol?: 'cbor' | 'json'
}

/** The part of pino's logger that is used. No secret is ever passed to it. */
export interface AwsLog {
  warn(fields: object, message: string): void
}
