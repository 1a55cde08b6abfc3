// Temporary credentials: a token that carries its session and the server's seal, so that nothing has to be stored.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Caller } from '../contract.ts'
import type { IamState } from './state.ts'

export interface Session {
  accountId: string
  /** For a role's session; a session of a user has none. */
  role?: { arn: string; id: string; sessionName: string }
  user?: { arn: string; id: string }
  /** Epoch ms of real time. */
  issuedAt: number
  expiresAt: number
  policies?: string[]
  policyArns?: string[]
  /** Whether the user showed a multi-factor code. */
  mfa?: boolean
  tags?: Record<string, string>
  sourceIdentity?: string
}

export interface TemporaryCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  /** Epoch ms of real time. */
  expiresAt: number
}

export type ResolvedCredentials =
  | { secretAccessKey: string; caller: Caller; session?: Session }
  | { fault: 'unknown' | 'expired' }

function seal(tokenKey: string, text: string): string {
  return createHmac('sha256', tokenKey).update(text).digest('base64url')
}

function secretFor(tokenKey: string, accessKeyId: string): string {
  return createHmac('sha256', tokenKey).update(`secret of ${accessKeyId}`).digest('base64').slice(0, 40)
}

export function issueCredentials(iam: IamState, session: Session): TemporaryCredentials {
  const accessKeyId = iam.newId('ASIA').slice(0, 20)
  const body = Buffer.from(JSON.stringify({ ...session, accessKeyId })).toString('base64url')
  return {
    accessKeyId,
    secretAccessKey: secretFor(iam.tokenKey, accessKeyId),
    sessionToken: `${body}.${seal(iam.tokenKey, body)}`,
    expiresAt: session.expiresAt,
  }
}

function readToken(iam: IamState, accessKeyId: string, token: string): Session | undefined {
  const [body = '', mark = ''] = token.split('.')
  const expected = Buffer.from(seal(iam.tokenKey, body))
  const given = Buffer.from(mark)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const session = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Session & { accessKeyId: string }
  return session.accessKeyId === accessKeyId ? session : undefined
}

/** `arn:aws:iam::1:role/team/Reader` with a session `x` acts as `arn:aws:sts::1:assumed-role/Reader/x`: the path is dropped. */
export function sessionArn(roleArn: string, sessionName: string): string {
  const [, partition = 'aws', , , accountId = '', resource = ''] = roleArn.split(':')
  return `arn:${partition}:sts::${accountId}:assumed-role/${resource.split('/').at(-1) ?? ''}/${sessionName}`
}

function callerOf(accessKeyId: string, session: Session): Caller | undefined {
  const common = {
    accountId: session.accountId,
    accessKeyId,
    issuedAt: session.issuedAt,
    mfa: session.mfa ?? false,
    ...(session.policies ? { sessionPolicies: session.policies } : {}),
    ...(session.policyArns ? { sessionPolicyArns: session.policyArns } : {}),
    ...(session.tags ? { sessionTags: session.tags } : {}),
    ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
  }
  if (session.role) {
    const { arn, id, sessionName } = session.role
    return { ...common, arn: sessionArn(arn, sessionName), userId: `${id}:${sessionName}`, roleArn: arn }
  }
  return session.user ? { ...common, arn: session.user.arn, userId: session.user.id } : undefined
}

/** A session ends with the role or the user that it was issued for, even when one of the same name is made again. */
function stillExists(iam: IamState, session: Session): boolean {
  const account = iam.account(session.accountId)
  if (!account) return false
  if (session.role) {
    const { id } = session.role
    return Object.values(account.roles).some(role => role.id === id)
  }
  return Object.values(account.users).some(user => user.id === session.user?.id)
}

/** Who an access key speaks for, and the secret it signs with. `token` is the request's `x-amz-security-token`. */
export function resolveCredentials(iam: IamState, accessKeyId: string, token: string | undefined): ResolvedCredentials {
  if (token !== undefined) {
    const session = readToken(iam, accessKeyId, token)
    const caller = session && callerOf(accessKeyId, session)
    if (!session || !caller || !stillExists(iam, session)) return { fault: 'unknown' }
    if (session.expiresAt <= iam.wallClock.now() || iam.hasEnded(accessKeyId)) return { fault: 'expired' }
    return { secretAccessKey: secretFor(iam.tokenKey, accessKeyId), caller, session }
  }
  const owner = iam.keyOwner(accessKeyId)
  const key = owner?.user.accessKeys.find(candidate => candidate.accessKeyId === accessKeyId)
  if (!owner || key?.status !== 'Active') return { fault: 'unknown' }
  const { account, user } = owner
  return {
    secretAccessKey: key.secretAccessKey,
    caller: { accountId: account.accountId, arn: user.arn, userId: user.id, accessKeyId },
  }
}
