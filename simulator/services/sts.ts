// STS: AssumeRole against the trust policy, GetCallerIdentity, GetSessionToken.
import type { AssumeRoleCommandInput, AssumeRoleCommandOutput, GetSessionTokenCommandInput } from '@aws-sdk/client-sts'
import { AwsError, type Call, type Caller, type SimulatedService } from '../contract.ts'
import { type AssumeDecision, decideAssume } from '../iam/assume.ts'
import { managedDocument } from '../iam/authorize.ts'
import { issueCredentials, sessionArn, type TemporaryCredentials } from '../iam/credentials.ts'
import { reasonOf } from '../iam/denial.ts'
import type { IamState } from '../iam/state.ts'
import { checkAssumeRole, packedSize } from './sts-limits.ts'

/** A role assumed by a role's session lasts an hour at most. */
const CHAINED_LIMIT = 3600
const DEFAULT_DURATION = 3600

function credentialsOutput(credentials: TemporaryCredentials) {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: new Date(Math.floor(credentials.expiresAt / 1000) * 1000),
  }
}

type Refused = Extract<AssumeDecision, { allowed: false }>

/** Across accounts AWS names no cause; within one it does. */
function refusal(caller: Caller, roleArn: string, refused: Refused): AwsError {
  const { action, decision } = refused
  const sentence = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`
  const ownAccount = roleArn.split(':')[4] === caller.accountId
  if (!ownAccount || !decision || decision.allowed || decision.by === 'resource')
    return new AwsError('AccessDenied', sentence, 403)
  return new AwsError('AccessDenied', sentence + reasonOf(decision, action), 403)
}

/** The code of a virtual device: any six digits, from the caller's own device. */
function shownMfa(
  input: { SerialNumber?: string | undefined; TokenCode?: string | undefined },
  caller: Caller,
): boolean {
  if (input.SerialNumber === undefined && input.TokenCode === undefined) return false
  const own = input.SerialNumber === caller.arn.replace(':user/', ':mfa/')
  if (!own || !/^\d{6}$/.test(input.TokenCode ?? ''))
    throw new AwsError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 403)
  return true
}

function checkDuration(seconds: number, maxSessionDuration: number, caller: Caller): void {
  if (caller.roleArn !== undefined && seconds > CHAINED_LIMIT)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    )
  if (seconds > maxSessionDuration)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
}

function checkPolicyArns(iam: IamState, arns: string[], accountId: string): void {
  for (const arn of arns)
    if (!managedDocument(iam.effective(accountId), arn))
      throw new AwsError('MalformedPolicyDocument', `Policy ${arn} does not exist or is not attachable.`)
}

function tagsOf(input: AssumeRoleCommandInput): Record<string, string> {
  return Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))
}

/** The actions that the request takes, each of which the trust policy has to allow, and its condition keys. */
function askedOf(input: AssumeRoleCommandInput, sessionName: string) {
  const actions = ['sts:AssumeRole']
  const context: Record<string, string | string[]> = { 'sts:RoleSessionName': sessionName }
  if (input.ExternalId !== undefined) context['sts:ExternalId'] = input.ExternalId
  if (input.SourceIdentity !== undefined) {
    actions.push('sts:SetSourceIdentity')
    context['sts:SourceIdentity'] = input.SourceIdentity
  }
  const tags = Object.entries(tagsOf(input))
  if (tags.length > 0) {
    actions.push('sts:TagSession')
    context['aws:TagKeys'] = tags.map(([key]) => key)
    for (const [key, value] of tags) context[`aws:RequestTag/${key}`] = value
  }
  return { actions, context }
}

function assumeRole(iam: IamState, input: AssumeRoleCommandInput, call: Call): Partial<AssumeRoleCommandOutput> {
  const { roleArn, sessionName, policyArns } = checkAssumeRole(input)
  const { caller } = call
  const asked = askedOf(input, sessionName)
  if (shownMfa(input, caller)) asked.context['aws:MultiFactorAuthPresent'] = 'true'
  const decided = decideAssume(iam, { caller, roleArn, call, ...asked })
  if (!decided.allowed) throw refusal(caller, roleArn, decided)
  const { role } = decided
  const seconds = input.DurationSeconds ?? Math.min(DEFAULT_DURATION, role.maxSessionDuration)
  checkDuration(seconds, role.maxSessionDuration, caller)
  const accountId = roleArn.split(':')[4] ?? ''
  checkPolicyArns(iam, policyArns, accountId)
  const issuedAt = iam.wallClock.now()
  const credentials = issueCredentials(iam, {
    accountId,
    role: { arn: role.arn, id: role.id, sessionName },
    issuedAt,
    expiresAt: issuedAt + seconds * 1000,
    ...(input.Policy === undefined ? {} : { policies: [input.Policy] }),
    ...(policyArns.length > 0 ? { policyArns } : {}),
    ...(input.Tags && input.Tags.length > 0 ? { tags: tagsOf(input) } : {}),
    ...(input.SourceIdentity === undefined ? {} : { sourceIdentity: input.SourceIdentity }),
  })
  const packed = packedSize(input.Policy, policyArns)
  return {
    Credentials: credentialsOutput(credentials),
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${sessionName}`, Arn: sessionArn(role.arn, sessionName) },
    ...(packed > 0 ? { PackedPolicySize: packed } : {}),
    ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
  }
}

function getSessionToken(iam: IamState, input: GetSessionTokenCommandInput, { caller }: Call) {
  if (caller.issuedAt !== undefined)
    throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403)
  const issuedAt = iam.wallClock.now()
  const credentials = issueCredentials(iam, {
    accountId: caller.accountId,
    user: { arn: caller.arn, id: caller.userId },
    issuedAt,
    expiresAt: issuedAt + (input.DurationSeconds ?? 43_200) * 1000,
    mfa: shownMfa(input, caller),
  })
  return { Credentials: credentialsOutput(credentials) }
}

export function stsService(iam: IamState): SimulatedService {
  return {
    signingName: 'sts',
    client: '@aws-sdk/client-sts',
    protocol: 'awsQuery',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    operations: {
      GetCallerIdentity: {
        // Needs no permission, and no policy can deny it.
        requires: () => [],
        answer: (_input, { caller }) => ({ UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }),
      },
      AssumeRole: {
        // Decided together with the trust policy, in the answer.
        requires: () => [],
        answer: (input, call) => assumeRole(iam, input, call),
      },
      GetSessionToken: { requires: () => [], answer: (input, call) => getSessionToken(iam, input, call) },
    },
  }
}
