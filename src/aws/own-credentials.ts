// HeyCloud's own AWS credentials: the places they are looked for, in the SDK's order, and what each answered.
import { fromHttp, fromIni, fromInstanceMetadata, fromTokenFile } from '@aws-sdk/credential-providers'
import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from '@smithy/core'
import { CredentialsProviderError } from '@smithy/core/config'
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types'
import type { CredentialSource } from './access.ts'
import { unmemoized } from './clients.ts'
import type { Network } from './network.ts'

export interface OwnCredentials {
  /** Signs HeyCloud's own calls; kept until they expire. Rejects with CredentialsProviderError where no source has any. */
  provider: AwsCredentialIdentityProvider
  /** Where the present ones came from; `none` before the first success. */
  source(): string
  /** Tries every source, also those after the first that has some. */
  tryAll(): Promise<CredentialSource[]>
  /** The next call looks again, unless it is told of credentials that have been replaced already. */
  expired(used?: AwsCredentialIdentity): void
}

export interface OwnCredentialsConfig {
  region: string
  env: Record<string, string | undefined>
  /** What STS and IAM Identity Center are asked with; the SDK's own where left out. */
  requestHandler?: Network['requestHandler']
  /** Given by the program itself, for example by the demo; then no other source is tried. */
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider
}

interface Source {
  name: string
  /** Why it is not even asked; undefined if it is configured. */
  absent(): string | undefined
  read: AwsCredentialIdentityProvider
  hint?: string
}

/**
 * The order of the SDK's default chain: environment (unless a profile is named), shared config (SSO, assumed role, process,
 * keys), web identity, container, instance metadata.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
function sourcesOf(config: OwnCredentialsConfig): Source[] {
  const given = config.credentials
  if (given) {
    const read = typeof given === 'function' ? given : async () => given
    return [{ name: 'configuration', absent: () => undefined, read }]
  }
  return [environment(config.env), profile(config), webIdentity(config), container(config.env), instance(config.env)]
}

function environment(env: OwnCredentialsConfig['env']): Source {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env
  return {
    name: 'environment',
    absent() {
      if (env.AWS_PROFILE) return 'AWS_PROFILE is set, which goes before keys in the environment'
      if (!accessKeyId) return 'AWS_ACCESS_KEY_ID is not set'
      if (!secretAccessKey) return 'AWS_SECRET_ACCESS_KEY is not set'
      return undefined
    },
    read: async () => ({
      accessKeyId: accessKeyId ?? '',
      secretAccessKey: secretAccessKey ?? '',
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    }),
  }
}

/** The clients that credential providers make for themselves go the same way as all others. */
const clientConfig = ({ region, requestHandler }: OwnCredentialsConfig) => ({
  region,
  ...(requestHandler ? { requestHandler } : {}),
})

function profile(config: OwnCredentialsConfig): Source {
  const { env } = config
  return {
    name: 'shared configuration',
    absent: () => undefined,
    read: fromIni({
      // Keys that are written after the start are found by "Check again".
      ignoreCache: true,
      profile: env.AWS_PROFILE ?? 'default',
      ...(env.AWS_SHARED_CREDENTIALS_FILE ? { filepath: env.AWS_SHARED_CREDENTIALS_FILE } : {}),
      ...(env.AWS_CONFIG_FILE ? { configFilepath: env.AWS_CONFIG_FILE } : {}),
      clientConfig: clientConfig(config),
    }),
  }
}

function webIdentity(config: OwnCredentialsConfig): Source {
  const { env } = config
  const { AWS_WEB_IDENTITY_TOKEN_FILE: webIdentityTokenFile, AWS_ROLE_ARN: roleArn } = env
  return {
    name: 'web identity',
    absent() {
      if (!webIdentityTokenFile) return 'AWS_WEB_IDENTITY_TOKEN_FILE is not set'
      return roleArn ? undefined : 'AWS_ROLE_ARN is not set'
    },
    read: fromTokenFile({
      ...(webIdentityTokenFile ? { webIdentityTokenFile } : {}),
      ...(roleArn ? { roleArn } : {}),
      roleSessionName: env.AWS_ROLE_SESSION_NAME ?? 'heycloud',
      clientConfig: clientConfig(config),
    }),
  }
}

function container(env: OwnCredentialsConfig['env']): Source {
  const relative = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
  const full = env.AWS_CONTAINER_CREDENTIALS_FULL_URI
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file, AWS_CONTAINER_AUTHORIZATION_TOKEN: token } = env
  return {
    name: 'container',
    absent: () =>
      relative || full
        ? undefined
        : 'neither AWS_CONTAINER_CREDENTIALS_FULL_URI nor AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is set (not an ECS task, no EKS Pod Identity)',
    read: fromHttp({
      maxRetries: 1,
      ...(relative ? { awsContainerCredentialsRelativeUri: relative } : {}),
      ...(full ? { awsContainerCredentialsFullUri: full } : {}),
      ...(file ? { awsContainerAuthorizationTokenFile: file } : {}),
      ...(token ? { awsContainerAuthorizationToken: token } : {}),
    }),
  }
}

function instance(env: OwnCredentialsConfig['env']): Source {
  const disabled = env.AWS_EC2_METADATA_DISABLED
  return {
    name: 'instance profile',
    absent: () => (disabled && disabled !== 'false' ? 'AWS_EC2_METADATA_DISABLED is set' : undefined),
    read: fromInstanceMetadata({ timeout: 1_000, maxRetries: 1, ec2MetadataV1Disabled: true }),
    // A token's answer with hop limit 1, the default, dies at the container's bridge.
    hint: 'in a container on EC2 the instance needs HttpPutResponseHopLimit 2: aws ec2 modify-instance-metadata-options --instance-id <id> --http-put-response-hop-limit 2',
  }
}

const wordsOf = (error: unknown, hint?: string): string => {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return hint ? `${message} (${hint})` : message
}

/** HeyCloud's own credentials. Secrets are held by the SDK's memory alone and appear in no message. */
export function createOwnCredentials(config: OwnCredentialsConfig): OwnCredentials {
  const sources = sourcesOf(config)
  let from = 'none'
  let current: AwsCredentialIdentity | undefined
  let stale = false

  const chain: AwsCredentialIdentityProvider = async options => {
    const answers: string[] = []
    for (const source of sources) {
      const absent = source.absent()
      if (absent) {
        answers.push(`${source.name}: ${absent}`)
        continue
      }
      try {
        const credentials = await source.read(options)
        from = source.name
        return credentials
      } catch (error) {
        answers.push(`${source.name}: ${wordsOf(error)}`)
      }
    }
    throw new CredentialsProviderError(`No AWS credentials. ${answers.join('; ')}`, { tryNextLink: false })
  }
  const memory = memoizeIdentityProvider<AwsCredentialIdentity>(chain, isIdentityExpired, doesIdentityRequireRefresh)

  const provider = unmemoized(async options => {
    const forceRefresh = stale
    stale = false
    const credentials = await memory?.({ ...options, forceRefresh })
    if (!credentials) throw new CredentialsProviderError('No AWS credentials.')
    current = credentials
    return credentials
  })

  const tryOne = async (source: Source): Promise<CredentialSource> => {
    const absent = source.absent()
    if (absent) return { source: source.name, found: false, detail: absent }
    try {
      await source.read()
      return { source: source.name, found: true, detail: 'found credentials' }
    } catch (error) {
      return { source: source.name, found: false, detail: wordsOf(error, source.hint) }
    }
  }

  return {
    provider,
    source: () => from,
    tryAll: () => Promise.all(sources.map(tryOne)),
    expired(used) {
      if (!used || used.accessKeyId === current?.accessKeyId) stale = true
    },
  }
}
