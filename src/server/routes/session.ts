// Signing in and out, and the one-time link by which the first administrator comes in.
import { HeyCloudError } from '../../core/errors.ts'
import type { User } from '../../core/user.ts'
import { sessionCookie } from '../auth/authenticate.ts'
import { hashPassword, hashToken, passwordMatches } from '../auth/secrets.ts'
import { describeSession, signIn } from '../auth/sign-in.ts'
import type { ServerDependencies } from '../dependencies.ts'
import { sessionReply, setupBody, signInBody } from '../schema/web.ts'
import type { Routes } from './index.ts'

const path = '/api/v2/heycloud/session'
/** Slows guessing: a password is tried at most ten times a minute from one address. */
const guessing = { rateLimit: { max: 10, timeWindow: '1 minute' } }
/** Compared with when no such person exists, so that the answer takes as long. */
const decoy = `scrypt$131072$${'00'.repeat(16)}$${'00'.repeat(32)}`

async function addPerson({ settings, clock }: ServerDependencies, user: User, passwordHash: string): Promise<void> {
  const { organisation, id, email, role } = user
  await settings.people.insert(user, passwordHash)
  // Every start before this one printed a link into the log: none of them shall make a second administrator.
  if ((await settings.people.count()) === 1) await settings.people.deleteSetupLinks(organisation)
  await settings.audit.append({
    ...{ organisation, at: clock.now(), actor: 'heycloud', action: 'user.create', target: id },
    detail: { email, role },
  })
}

const linkSpent = (): HeyCloudError =>
  new HeyCloudError(
    'setup_link_spent',
    'Stop HeyCloud, run `npm run heycloud -- keys link` for a new one, and start it again.',
  )

export const sessionRoutes: Routes = deps => async app => {
  const { settings, clock, random } = deps

  app.get(path, { schema: { response: { 200: sessionReply } } }, ({ actor }) =>
    describeSession(deps, { ...actor, email: actor.name.replace(/^user:/, '') }),
  )

  app.post(
    path,
    { config: { permit: 'public', ...guessing }, schema: { body: signInBody, response: { 200: sessionReply } } },
    async ({ body, ip }, reply) => {
      const found = await settings.people.byEmail(body.email.toLowerCase())
      const matches = await passwordMatches(body.password, found?.passwordHash ?? decoy)
      if (!found || !matches) {
        // The address alone: people type passwords into the other field.
        deps.log.warn({ address: ip }, 'a sign-in was refused')
        throw new HeyCloudError('bad_credentials', 'Check both and try again.')
      }
      return signIn(deps, found.user, reply)
    },
  )

  app.delete(path, { config: { permit: 'viewer' } }, async (request, reply) => {
    const token = request.cookies[sessionCookie]
    if (token) await settings.people.deleteSession(hashToken(token))
    return reply.clearCookie(sessionCookie, { path: '/' }).status(204).send()
  })

  app.post(
    '/api/v2/heycloud/setup',
    { config: { permit: 'public', ...guessing }, schema: { body: setupBody, response: { 200: sessionReply } } },
    async ({ body }, reply) => {
      // The link first: whoever has none is asked for nothing, and not told which addresses have an account.
      const token = hashToken(body.token)
      if (!(await settings.people.setupLink(token, clock.now()))) throw linkSpent()
      const email = body.email?.toLowerCase() ?? (deps.simulated && 'demo@heycloud.invalid')
      const password = body.password ?? (deps.simulated && random.hex(16))
      if (!email || !password)
        throw new HeyCloudError('bad_request', 'Choose an e-mail address and a password of at least 12 characters.', {
          ...(email ? {} : { email: 'is required' }),
          ...(password ? {} : { password: 'is required, at least 12 characters' }),
        })
      const taken = await settings.people.byEmail(email)
      if (taken && !deps.simulated)
        throw new HeyCloudError('bad_request', 'Sign in instead.', { email: 'has an account already' })
      // Hashed before the link is spent: hashing may be refused for a moment, and the link must then be good still.
      const passwordHash = taken ? undefined : await hashPassword(password, random)
      const organisation = await settings.people.spendSetupLink(token, clock.now())
      if (!organisation) throw linkSpent()
      const user = taken?.user ?? {
        id: random.uuid(),
        organisation,
        email,
        role: 'admin' as const,
        createdAt: clock.now(),
      }
      if (passwordHash !== undefined) await addPerson(deps, user, passwordHash)
      return signIn(deps, user, reply)
    },
  )
}
