// Which series are an account's: its own, and those of accounts linked to it that are read through it.
import { monitoringAccountKey, monitoringAccountTag } from '../../core/metric.ts'
import type { LinkedOwner } from '../ports.ts'
import type { Engine } from './engine.ts'
import { type Binder, createBinder, organisationFilter } from './params.ts'
import { tables } from './schema.ts'

const own = (bind: Binder, accountId: string): string => `account_id = ${bind('String', accountId)}`

/** Of resources nothing is known there: so that nobody's own tag of this name passes for it. */
const linkedTo = (bind: Binder, accountId: string): string =>
  `(has(tags, ${bind('String', monitoringAccountTag(accountId))}) AND resource = '' AND NOT ${own(bind, accountId)})`

/** With `linked` only over rows that are current (FINAL): a series may have been read through another account before. */
export const ofAccount = (bind: Binder, { accountId, linked }: { accountId: string; linked?: boolean }): string =>
  linked ? `(${own(bind, accountId)} OR ${linkedTo(bind, accountId)})` : own(bind, accountId)

/** Of current rows: those read through an account, but for these owners'. */
export const onlyLinked = (bind: Binder, accountId: string, except: readonly string[]): string =>
  `${linkedTo(bind, accountId)} AND NOT has(${bind('Array(String)', [...except])}, account_id)`

export function linkedOwners(engine: Engine, organisation: string, region: string): Promise<LinkedOwner[]> {
  const bind = createBinder()
  const prefix = bind('String', `${monitoringAccountKey}:`)
  return engine.query<LinkedOwner>(
    `SELECT DISTINCT account_id AS accountId, substring(found, length(${prefix}) + 1) AS through
     FROM (
       SELECT account_id, arrayFirst(tag -> startsWith(tag, ${prefix}), tags) AS found FROM ${tables.series} FINAL
       WHERE ${organisationFilter(bind, organisation)} AND region = ${bind('String', region)} AND resource = ''
     )
     WHERE found != '' AND through != account_id ORDER BY accountId, through`,
    bind.params,
  )
}
