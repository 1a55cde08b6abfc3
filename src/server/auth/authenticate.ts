// Who asks: a key pair, a bearer key or a session cookie becomes the request's actor, and the route's permit is enforced.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MINUTE } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { type ApiKey, roles, type UserRole } from '../../core/user.ts'
import type { Actor, ServerDependencies } from '../dependencies.ts'
import { hashToken } from './secrets.ts'

export const sessionCookie = 'heycloud_session'
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
const nobody: Actor = { organisation: '', role: 'viewer', name: 'nobody' }

type AuthenticationDependencies = Pick<ServerDependencies, 'settings' | 'clock'>

const header = (request: FastifyRequest, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = request.headers[name]
    if (typeof value === 'string' && value) return value
  }
  return undefined
}

const permitOf = (request: FastifyRequest): 'public' | 'key' | UserRole =>
  request.routeOptions.config.permit ?? (safeMethods.has(request.method) ? 'viewer' : 'editor')

/**
 * A browser sends cookies from any page: what changes something must come from our own origin (OWASP CSRF cheat sheet). Without
 * a cookie, programs need not say where they come from, but a browser that names another site is refused too: nobody is to be
 * signed in as somebody else.
 */
function refuseOtherOrigins(request: FastifyRequest, by: 'cookie' | 'nothing'): void {
  if (safeMethods.has(request.method)) return
  const origin = header(request, 'origin')
  const site = header(request, 'sec-fetch-site')
  const silent = by === 'nothing' && origin === undefined && site === undefined
  const same = origin ? URL.canParse(origin) && new URL(origin).host === request.host : site === 'same-origin'
  if (!same && !silent)
    throw new HeyCloudError('cross_origin', 'Requests that change something must come from HeyCloud’s own pages.')
}

async function keyOfKind(
  { settings, clock }: AuthenticationDependencies,
  token: string | undefined,
  kind: ApiKey['kind'],
): Promise<ApiKey | undefined> {
  if (!token) return undefined
  const key = await settings.keys.byHash(hashToken(token))
  if (key?.kind !== kind) return undefined
  // To the minute is enough to find keys that nobody uses, and spares a durable write per request.
  if (clock.now() - (key.lastUsedAt ?? 0) >= MINUTE) await settings.keys.touch(key.id, clock.now())
  return key
}

async function byKeys(
  deps: AuthenticationDependencies,
  request: FastifyRequest,
): Promise<{ actor: Actor; whole: boolean } | undefined> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1]
  const app = await keyOfKind(deps, bearer ?? header(request, 'dd-application-key', 'hc-application-key'), 'app')
  const api = await keyOfKind(deps, header(request, 'dd-api-key', 'hc-api-key'), 'api')
  if (bearer && app)
    return { actor: { organisation: app.organisation, role: app.role, name: `key:${app.name}` }, whole: true }
  if (!api) return undefined
  const whole = app !== undefined && app.organisation === api.organisation
  const key = whole ? app : api
  return { actor: { organisation: key.organisation, role: key.role, name: `key:${key.name}` }, whole }
}

async function bySession(
  { settings, clock }: AuthenticationDependencies,
  request: FastifyRequest,
): Promise<Actor | undefined> {
  const token = request.cookies[sessionCookie]
  const user = token ? await settings.people.session(hashToken(token), clock.now()) : undefined
  return user && { organisation: user.organisation, role: user.role, name: `user:${user.email}` }
}

/** For what answers strangers too, only with less: the actor of a whole key pair or of a session; undefined for anybody else. */
export async function findActor(deps: AuthenticationDependencies, request: FastifyRequest): Promise<Actor | undefined> {
  const keys = await byKeys(deps, request)
  if (keys) return keys.whole ? keys.actor : undefined
  return bySession(deps, request)
}

/** Adds `request.actor` to every route of this scope. Refusals are 403, as the public API's clients expect; never 401. */
export function authenticate(app: FastifyInstance, deps: AuthenticationDependencies): void {
  app.decorateRequest('actor')
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    request.actor = nobody
    const permit = permitOf(request)
    if (permit === 'public') return refuseOtherOrigins(request, 'nothing')
    const keys = await byKeys(deps, request)
    if (keys && (keys.whole || permit === 'key')) request.actor = keys.actor
    else if (permit === 'key')
      throw new HeyCloudError('api_key_required', 'Send a valid key in DD-API-KEY or HC-API-KEY.')
    else if (keys)
      throw new HeyCloudError('forbidden', 'Send the application key too, in DD-APPLICATION-KEY or HC-APPLICATION-KEY.')
    else {
      const person = await bySession(deps, request)
      if (!person) throw new HeyCloudError('not_signed_in', 'Sign in, or send an API key and an application key.')
      request.actor = person
      refuseOtherOrigins(request, 'cookie')
    }
    if (permit !== 'key' && roles.indexOf(request.actor.role) > roles.indexOf(permit))
      throw new HeyCloudError('forbidden', `This needs the role ${permit}; you are ${request.actor.role}.`)
  })
}
