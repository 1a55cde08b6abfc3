// Steps 1 and 2 of verification: HeyCloud has an identity, and AWS can be reached. The commonest faults of a self-hosted program.
import type { AwsAccess, CredentialSource, OwnIdentity } from '../../aws/access.ts'
import { roleArn } from '../../core/account.ts'
import { SECOND } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { NotSeen, Observation } from '../../core/observation.ts'
import { isProblemCode } from '../../core/verification.ts'
import { refuseOwn } from '../accounts/own-role.ts'
import { problem } from './state.ts'
import type { Attempt, RoleAttempt, StepOutcome } from './steps.ts'

/** AWS answered, but not to these credentials. */
const refusedCredentials =
  /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken|InvalidToken|Expired.*|RequestExpired|TokenRefreshRequired)/

const sourceLines = (sources: CredentialSource[]): string =>
  sources.map(({ source, found, detail }) => `${source}: ${found ? 'found' : detail}`).join('; ')

async function noIdentity(notSeen: NotSeen, aws: AwsAccess): Promise<StepOutcome> {
  if (notSeen.state === 'failed' && notSeen.code === 'NoCredentials') {
    const detail = sourceLines(await aws.credentialSources())
    return {
      state: 'failed',
      message: 'HeyCloud has no AWS credentials.',
      change: { problem: problem('no_credentials', detail) },
    }
  }
  return {
    state: 'failed',
    message: 'AWS does not accept HeyCloud’s credentials.',
    change: { problem: problem('credentials_refused', notSeen.message) },
  }
}

const isOwnFault = (notSeen: NotSeen): boolean =>
  notSeen.state === 'denied' || notSeen.code === 'NoCredentials' || refusedCredentials.test(notSeen.code)

/** Step 1. A network fault is left to step 2, which names the host. */
export async function identityStep(attempt: RoleAttempt): Promise<StepOutcome> {
  const identity = await attempt.identity()
  if (identity.state !== 'seen') {
    if (isOwnFault(identity)) return noIdentity(identity, attempt.deps.aws)
    return { state: 'unknown', message: 'Not known while AWS cannot be reached.', change: {}, goOn: true }
  }
  const { arn, source } = identity.value
  try {
    await refuseOwn(attempt.account, attempt.deps)
  } catch (error) {
    if (!(error instanceof HeyCloudError && isProblemCode(error.code))) throw error
    const detail = `${roleArn(attempt.account)}: ${Object.values(error.fields)[0] ?? ''}. ${error.detail}`
    return {
      state: 'failed',
      message: error.title,
      change: { state: 'not_assumable', problem: problem(error.code, detail) },
    }
  }
  return { state: 'passed', message: `HeyCloud runs as ${arn}, from ${source}.` }
}

/** Step 2. */
export async function reachableStep(attempt: Attempt): Promise<StepOutcome> {
  const identity: Observation<OwnIdentity> = await attempt.identity()
  if (identity.state !== 'seen')
    return { state: 'failed', message: identity.message, change: { problem: problem('unreachable', identity.message) } }
  const { endpoint, milliseconds, clockSkew } = identity.value
  const skew = Math.round(Math.abs(clockSkew) / SECOND)
  const clock = skew < 2 ? 'the clocks agree' : `HeyCloud’s clock is ${skew} s ${clockSkew > 0 ? 'behind' : 'ahead'}`
  return { state: 'passed', message: `${endpoint} answered in ${milliseconds} ms; ${clock}.` }
}
