// The audit log for administrators: who did what, and what was refused to whom.
import { auditQuery, auditReply } from '../schema/audit.ts'
import type { Routes } from './index.ts'

export const auditRoutes: Routes =
  ({ settings }) =>
  async app => {
    app.get(
      '/api/v2/heycloud/audit',
      { config: { permit: 'admin' }, schema: { querystring: auditQuery, response: { 200: auditReply } } },
      async ({ actor, query: { limit, cursor } }) => {
        const found = await settings.audit.list(actor.organisation, limit + 1, cursor)
        const page = found.slice(0, limit)
        const last = found.length > limit ? page.at(-1) : undefined
        return {
          data: page.map(({ sequence, at, actor: who, action, target, detail }) => ({
            id: String(sequence),
            type: 'audit_entry' as const,
            attributes: { at, actor: who, action, target, detail },
          })),
          meta: { next_cursor: last ? String(last.sequence) : null },
        }
      },
    )
  }
