// The connected AWS accounts; an organisation connects each at most once.
import { type AwsAccount, usesRole } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { AccountStore } from '../settings-ports.ts'
import { fromJson, isUniqueViolation, toJson } from './codec.ts'
import type { AccountsTable, Db, Tx } from './schema.ts'

const toRow = (account: AwsAccount): AccountsTable => ({
  id: account.id,
  organisation: account.organisation,
  partition: account.partition,
  accountId: account.accountId,
  ...(usesRole(account)
    ? {
        roleName: account.roleName,
        rolePath: account.rolePath,
        externalId: account.externalId,
        accessKeyId: null,
      }
    : { roleName: '', rolePath: '', externalId: '', accessKeyId: account.accessKeyId }),
  secretLastFour: account.secretLastFour,
  nextExternalId: account.nextExternalId,
  name: account.name,
  alias: account.alias,
  settings: toJson(account.settings),
  state: account.state,
  pausedAt: account.pausedAt,
  joinedBy: account.joinedBy,
  createdAt: account.createdAt,
  modifiedAt: account.modifiedAt,
})

function fromRow(row: AccountsTable): AwsAccount {
  const { roleName, rolePath, externalId, accessKeyId, settings, ...facts } = row
  // Rows of older versions lack settings that were added since.
  const account = { ...facts, settings: accountSettingsSchema.parse(fromJson(settings)) }
  if (accessKeyId !== null) return { ...account, accessKeyId, secretId: row.id }
  return { ...account, roleName, rolePath, externalId }
}

const accountExists = () =>
  new HeyCloudError('account_exists', 'AWS account with provided id already exists', {
    aws_account_id: 'already exists',
  })

/** What goes with its account. */
const ofAccount = [
  'verifications',
  'watermarks',
  'historyRequests',
  'historyShares',
  'coverage',
  'acceptedFaults',
  'costExports',
  'claims',
  'budgets',
  'billedReadings',
] as const

type Reading = Pick<AccountStore, 'get' | 'byAccountId' | 'list' | 'listAll'>

function createReading(db: Db): Reading {
  const select = () => db.selectFrom('accounts').selectAll()
  return {
    async get(organisation, id) {
      const row = await select().where('organisation', '=', organisation).where('id', '=', id).executeTakeFirst()
      return row && fromRow(row)
    },
    async byAccountId(organisation, accountId) {
      const row = await select()
        .where('organisation', '=', organisation)
        .where('accountId', '=', accountId)
        .executeTakeFirst()
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

export function createAccountStore(db: Db): AccountStore {
  return {
    ...createReading(db),
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
      const save = async (tx: Tx) => {
        const changed = await tx
          .updateTable('accounts')
          .set(changes)
          .where('id', '=', id)
          .where('organisation', '=', organisation)
          .returning('id')
          .executeTakeFirst()
        if (!changed) throw new HeyCloudError('account_not_found', 'No account has this id.')
        // What was proven of one AWS account is not proven of another.
        await tx
          .deleteFrom('claims')
          .where('accountConfigId', '=', id)
          .where('accountId', '!=', edit.accountId)
          .execute()
      }
      await db
        .transaction()
        .execute(save)
        .catch((error: unknown) => {
          throw isUniqueViolation(error) ? accountExists() : error
        })
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
    async delete(organisation, id, erasure) {
      await db.transaction().execute(async tx => {
        const gone = await tx
          .deleteFrom('accounts')
          .where('organisation', '=', organisation)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst()
        if (!gone) return
        if (erasure) await tx.insertInto('erasures').values(erasure).execute()
        for (const table of ofAccount) await tx.deleteFrom(table).where('accountConfigId', '=', id).execute()
        await tx.deleteFrom('secrets').where('name', '=', id).execute()
      })
    },
  }
}
