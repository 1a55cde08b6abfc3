// The connected AWS accounts; one AWS account is connected at most once in the whole installation.
import type { AwsAccount } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { AccountStore } from '../settings-ports.ts'
import { fromJson, isUniqueViolation, toJson } from './codec.ts'
import type { AccountsTable, Db } from './schema.ts'

const toRow = (account: AwsAccount): AccountsTable => ({
  id: account.id,
  organisation: account.organisation,
  partition: account.partition,
  accountId: account.accountId,
  roleName: account.roleName,
  rolePath: account.rolePath,
  externalId: account.externalId,
  name: account.name,
  alias: account.alias,
  settings: toJson(account.settings),
  state: account.state,
  createdAt: account.createdAt,
  modifiedAt: account.modifiedAt,
})
const fromRow = (row: AccountsTable): AwsAccount => ({ ...row, settings: fromJson(row.settings) })

/** The same words whoever holds the account, so that they do not tell one organisation what another has connected. */
const accountExists = () =>
  new HeyCloudError('account_exists', 'AWS account with provided id already exists', {
    aws_account_id: 'already exists',
  })

export function createAccountStore(db: Db): AccountStore {
  const select = () => db.selectFrom('accounts').selectAll()
  return {
    async insert(account) {
      const made = await db
        .insertInto('accounts')
        .values(toRow(account))
        .onConflict(conflict => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made) throw accountExists()
    },
    async update(account) {
      const { id, organisation, createdAt: _, alias: __, state, ...edit } = toRow(account)
      // The row may be older than what verification, in another process perhaps, has learned since: it may close, never open.
      const changes = state === 'pending' ? { ...edit, state } : edit
      const changed = await db
        .updateTable('accounts')
        .set(changes)
        .where('id', '=', id)
        .where('organisation', '=', organisation)
        .returning('id')
        .executeTakeFirst()
        .catch((error: unknown) => {
          throw isUniqueViolation(error) ? accountExists() : error
        })
      if (!changed) throw new HeyCloudError('account_not_found', 'No account has this id.')
    },
    async note(organisation, id, { state, alias }) {
      const learned = { ...(state === undefined ? {} : { state }), ...(alias === undefined ? {} : { alias }) }
      if (Object.keys(learned).length === 0) return
      // An account that was deleted meanwhile has nothing to note: no row, no error.
      await db
        .updateTable('accounts')
        .set(learned)
        .where('id', '=', id)
        .where('organisation', '=', organisation)
        .execute()
    },
    async delete(organisation, id) {
      await db.transaction().execute(async tx => {
        const gone = await tx
          .deleteFrom('accounts')
          .where('organisation', '=', organisation)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst()
        if (!gone) return
        for (const table of ['verifications', 'watermarks', 'coverage'] as const)
          await tx.deleteFrom(table).where('accountConfigId', '=', id).execute()
      })
    },
    async get(organisation, id) {
      const row = await select().where('organisation', '=', organisation).where('id', '=', id).executeTakeFirst()
      return row && fromRow(row)
    },
    async byAccountId(accountId) {
      const row = await select().where('accountId', '=', accountId).executeTakeFirst()
      return row && fromRow(row)
    },
    async list(organisation) {
      const rows = await select()
        .where('organisation', '=', organisation)
        .orderBy('createdAt')
        .orderBy('accountId')
        .execute()
      return rows.map(fromRow)
    },
    async listAll() {
      const rows = await select().orderBy('organisation').orderBy('createdAt').orderBy('accountId').execute()
      return rows.map(fromRow)
    },
  }
}
