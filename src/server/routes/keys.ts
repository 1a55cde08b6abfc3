// API keys for administrators: list, make a pair, revoke one.
import { z } from 'zod'
import type { ApiKey } from '../../core/user.ts'
import { createKeyPair, deleteKey, keyName, keyRole } from '../auth/key-pairs.ts'
import { keysReply, madeKeysReply } from '../schema/keys.ts'
import type { Routes } from './index.ts'

const root = '/api/v2/heycloud/keys'
const config = { permit: 'admin' } as const

const keyData = ({ id, kind, name, role, lastFour, createdAt, lastUsedAt }: ApiKey) => ({
  id,
  type: 'key' as const,
  attributes: { kind, name, role, last_four: lastFour, created_at: createdAt, last_used_at: lastUsedAt },
})

export const keyRoutes: Routes = deps => async app => {
  app.get(root, { config, schema: { response: { 200: keysReply } } }, async ({ actor }) => ({
    data: (await deps.settings.keys.list(actor.organisation)).map(keyData),
  }))

  app.post(
    root,
    {
      config,
      schema: { body: z.object({ name: keyName, role: keyRole.default('viewer') }), response: { 200: madeKeysReply } },
    },
    async ({ actor, body }) => {
      const pair = await createKeyPair(deps, actor, body.name, body.role)
      return {
        data: pair.map(({ key, token }) => {
          const data = keyData(key)
          return { ...data, attributes: { ...data.attributes, key: token } }
        }),
      }
    },
  )

  app.delete(
    `${root}/:id`,
    { config, schema: { params: z.object({ id: z.string().max(100) }) } },
    async ({ actor, params }, reply) => {
      await deleteKey(deps, actor, params.id)
      return reply.status(204).send()
    },
  )
}
