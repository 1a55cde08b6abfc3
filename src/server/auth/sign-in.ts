// What signing in makes: a session, its cookie, an audit entry, and the reply that describes who is here.
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import { DAY, SECOND } from '../../core/clock.ts'
import type { User } from '../../core/user.ts'
import type { ServerDependencies } from '../dependencies.ts'
import type { sessionReply } from '../schema/web.ts'
import { sessionCookie } from './authenticate.ts'
import { hashToken } from './secrets.ts'

const sessionLife = 14 * DAY
type SessionReply = z.infer<typeof sessionReply>

export async function describeSession(
  deps: ServerDependencies,
  who: Pick<User, 'email' | 'role' | 'organisation'>,
): Promise<SessionReply> {
  const accounts = await deps.settings.accounts.list(who.organisation)
  const { email, role, organisation } = who
  const demo = deps.simulated !== undefined
  return {
    data: {
      id: 'session',
      type: 'session',
      attributes: { email, role, organisation, version: deps.version, demo, accounts: accounts.length },
    },
  }
}

/** Starts a session of 14 days; only the token's hash is stored. */
export async function signIn(deps: ServerDependencies, user: User, reply: FastifyReply): Promise<SessionReply> {
  const { settings, clock, random } = deps
  const token = random.hex(32)
  await settings.people.insertSession(hashToken(token), user.id, clock.now() + sessionLife)
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: reply.request.protocol === 'https',
    maxAge: sessionLife / SECOND,
  })
  await settings.audit.append({
    organisation: user.organisation,
    at: clock.now(),
    actor: `user:${user.email}`,
    action: 'session.create',
    target: user.id,
    detail: {},
  })
  return describeSession(deps, user)
}
