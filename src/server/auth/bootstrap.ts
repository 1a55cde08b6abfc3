// First run: the one organisation, the operator's key pair, and the one-time link that makes the first administrator.
import { DAY } from '../../core/clock.ts'
import type { ApiKey, UserRole } from '../../core/user.ts'
import type { ServerDependencies } from '../dependencies.ts'
import { hashToken } from './secrets.ts'

export const defaultOrganisation = 'default'
/** What the operator's key pair is called; no other key may be. */
export const bootstrapName = 'bootstrap'
const setupLinkLife = DAY

interface KeyPair {
  apiKey?: string | undefined
  appKey?: string | undefined
}
type BootstrapDependencies = Pick<ServerDependencies, 'settings' | 'clock' | 'random'>

/** Makes a key and returns it in the clear, once; only its hash is stored. */
export async function createKey(
  deps: BootstrapDependencies,
  kind: ApiKey['kind'],
  name: string,
  role: UserRole,
  organisation = defaultOrganisation,
  token = `hc_${kind}_${deps.random.hex(20)}`,
): Promise<{ key: ApiKey; token: string }> {
  const key: ApiKey = {
    id: deps.random.uuid(),
    organisation,
    kind,
    name,
    lastFour: token.slice(-4),
    role,
    createdAt: deps.clock.now(),
    lastUsedAt: null,
  }
  await deps.settings.keys.insert(key, hashToken(token))
  return { key, token }
}

/** Ensures the organisation and, where given, the bootstrap admin pair (HEYCLOUD_API_KEY, HEYCLOUD_APP_KEY). */
export async function bootstrap(deps: BootstrapDependencies, pair: KeyPair): Promise<void> {
  await deps.settings.organisations.ensure(defaultOrganisation, 'Default', deps.clock.now())
  for (const [kind, token] of [
    ['api', pair.apiKey],
    ['app', pair.appKey],
  ] as const) {
    if (token && !(await deps.settings.keys.byHash(hashToken(token))))
      await createKey(deps, kind, bootstrapName, 'admin', defaultOrganisation, token)
  }
}

/**
 * Deletes the operator's keys that are not in the environment any more: a pair that was replaced there, or taken out, must not
 * go on opening everything. Only for processes that serve the API: others need not be told the pair.
 */
export async function revokeReplacedPair(deps: BootstrapDependencies, pair: KeyPair): Promise<void> {
  const tokens = [pair.apiKey, pair.appKey].filter(token => token !== undefined)
  const present = await Promise.all(tokens.map(token => deps.settings.keys.byHash(hashToken(token))))
  for (const key of await deps.settings.keys.list(defaultOrganisation)) {
    if (key.name !== bootstrapName || present.some(kept => kept?.id === key.id)) continue
    await deps.settings.keys.delete(defaultOrganisation, key.id)
    await deps.settings.audit.append({
      ...{ organisation: defaultOrganisation, at: deps.clock.now(), actor: 'heycloud' },
      ...{ action: 'key.delete', target: key.id, detail: { name: key.name, last_four: key.lastFour } },
    })
  }
}

/** A link that makes (or, in the demo, signs in) an administrator; spent by its first use, dead after a day. */
export async function createSetupLink(deps: BootstrapDependencies, baseUrl: string): Promise<string> {
  const token = deps.random.hex(24)
  await deps.settings.people.insertSetupLink(hashToken(token), defaultOrganisation, deps.clock.now() + setupLinkLife)
  return `${baseUrl}/setup?token=${token}`
}
