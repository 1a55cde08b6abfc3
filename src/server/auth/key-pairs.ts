// Key pairs as people handle them: made with a name and a role, shown once, listed without their secrets, revoked.
import { z } from 'zod'
import { HeyCloudError } from '../../core/errors.ts'
import { type ApiKey, roles, type UserRole } from '../../core/user.ts'
import type { ServerDependencies } from '../dependencies.ts'
import { bootstrapName, createKey } from './bootstrap.ts'

type KeyDependencies = Pick<ServerDependencies, 'settings' | 'clock' | 'random'>

/** It is printed in terminals and in the audit log. */
export const keyName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Bidi_Control}\u2028\u2029]*$/u, 'holds a control character')
  .refine(name => name !== bootstrapName, `${bootstrapName} is the name of the pair in HEYCLOUD_API_KEY`)
export const keyRole = z.enum(roles)

interface MadeKey {
  key: ApiKey
  /** In the clear; nobody can see it again. */
  token: string
}

/** Who asks, and for which organisation; the name is for the audit log. */
interface KeyActor {
  organisation: string
  name: string
}

const audit = ({ settings, clock }: KeyDependencies, actor: KeyActor, action: string, key: ApiKey): Promise<void> =>
  settings.audit.append({
    ...{ organisation: actor.organisation, at: clock.now(), actor: actor.name, action, target: key.id },
    detail: { kind: key.kind, name: key.name, role: key.role, last_four: key.lastFour },
  })

/** An API key and an application key of the same name and role. `name` has passed `keyName`. */
export async function createKeyPair(
  deps: KeyDependencies,
  actor: KeyActor,
  name: string,
  role: UserRole,
): Promise<MadeKey[]> {
  const pair: MadeKey[] = []
  for (const kind of ['api', 'app'] as const) {
    const made = await createKey(deps, kind, name, role, actor.organisation)
    await audit(deps, actor, 'key.create', made.key)
    pair.push(made)
  }
  return pair
}

/** From now on the key opens nothing. Rejects with `not_found` where the organisation has no such key. */
export async function deleteKey(deps: KeyDependencies, actor: KeyActor, id: string): Promise<void> {
  const key = (await deps.settings.keys.list(actor.organisation)).find(found => found.id === id)
  if (!key) throw new HeyCloudError('not_found', 'There is no such key. GET /api/v2/heycloud/keys lists them.')
  await deps.settings.keys.delete(actor.organisation, id)
  await audit(deps, actor, 'key.delete', key)
}
