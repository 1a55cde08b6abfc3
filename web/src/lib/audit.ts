// Entries of the audit log as the page shows and filters them: pure.
import type { z } from 'zod'
import type { auditReply } from '../../../src/server/schema/audit.ts'
import { t } from '../i18n.ts'
import { actorName } from './format.ts'

type Entry = z.infer<typeof auditReply>['data'][number]

export interface AuditRow {
  id: string
  at: number
  actor: string
  /** In words; the log's own name for what has none. */
  what: string
  refused: boolean
  target: string
  /** AWS's number of the account that it was about, where it was about one. */
  accountId: string | null
  details: [name: string, value: string][]
}

const refusedEnd = /\.refused$/

export function auditRow({ id, attributes }: Entry): AuditRow {
  const { account_id: accountId = null, ...detail } = attributes.detail
  const action = attributes.action.replace(refusedEnd, '')
  return {
    ...{ id, at: attributes.at, actor: actorName(attributes.actor), target: attributes.target, accountId },
    what: t.audit.actions[action] ?? action,
    refused: refusedEnd.test(attributes.action),
    details: Object.entries(detail).filter(([, value]) => value !== ''),
  }
}

/** Whether every word of the text occurs somewhere in the row. `name`: what the target is called. */
export function auditMatches(row: AuditRow, text: string, name = ''): boolean {
  const { at, actor, what, target, accountId, details, refused } = row
  const all = [new Date(at).toISOString(), actor, what, name, target, accountId, ...details.flat()]
  const said = [...all, refused ? t.audit.refused : ''].join('\n').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every(word => said.includes(word))
}
