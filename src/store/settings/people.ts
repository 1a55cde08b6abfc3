// Users, their sessions, one-time set-up links and API keys; secrets are kept as hashes that the caller makes.
import { HeyCloudError } from '../../core/errors.ts'
import type { ApiKey, User } from '../../core/user.ts'
import type { KeyStore, PeopleStore } from '../settings-ports.ts'
import type { ApiKeysTable, Db, UsersTable } from './schema.ts'

const fromUser = ({ id, organisation, email, role, createdAt }: UsersTable): User => ({
  id,
  organisation,
  email,
  role,
  createdAt,
})
/** Addresses are told apart without regard to case, as people type them. */
const emailKey = (email: string) => email.trim().toLowerCase()

export function createPeopleStore(db: Db): PeopleStore {
  return {
    async insert(user, passwordHash) {
      const { id, organisation, email, role, createdAt } = user
      const made = await db
        .insertInto('users')
        .values({ id, organisation, email, role, createdAt, emailKey: emailKey(email), passwordHash })
        .onConflict(conflict => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made)
        throw new HeyCloudError('invalid_parameter', 'This e-mail address is taken.', { email: 'already exists' })
    },
    async byEmail(email) {
      const row = await db.selectFrom('users').selectAll().where('emailKey', '=', emailKey(email)).executeTakeFirst()
      return row && { user: fromUser(row), passwordHash: row.passwordHash }
    },
    async get(id) {
      const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
      return row && fromUser(row)
    },
    async count() {
      const row = await db
        .selectFrom('users')
        .select(eb => eb.fn.countAll<number>().as('users'))
        .executeTakeFirstOrThrow()
      return row.users
    },
    async insertSession(tokenHash, userId, expiresAt) {
      await db.insertInto('sessions').values({ tokenHash, userId, expiresAt }).execute()
    },
    async session(tokenHash, now) {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.userId')
        .selectAll('users')
        .where('sessions.tokenHash', '=', tokenHash)
        .where('sessions.expiresAt', '>', now)
        .executeTakeFirst()
      // A token that opens nothing is rare: the moment to sweep out what has expired.
      if (!row) await db.deleteFrom('sessions').where('expiresAt', '<=', now).execute()
      return row && fromUser(row)
    },
    async deleteSession(tokenHash) {
      await db.deleteFrom('sessions').where('tokenHash', '=', tokenHash).execute()
    },
    async insertSetupLink(tokenHash, organisation, expiresAt) {
      await db.insertInto('setupLinks').values({ tokenHash, organisation, expiresAt }).execute()
    },
    async setupLink(tokenHash, now) {
      const link = await db
        .selectFrom('setupLinks')
        .select('organisation')
        .where('tokenHash', '=', tokenHash)
        .where('expiresAt', '>', now)
        .executeTakeFirst()
      return link?.organisation
    },
    async deleteSetupLinks(organisation) {
      await db.deleteFrom('setupLinks').where('organisation', '=', organisation).execute()
    },
    async spendSetupLink(tokenHash, now) {
      // Deleting is spending: of two that race, one gets the row.
      const link = await db
        .deleteFrom('setupLinks')
        .where('tokenHash', '=', tokenHash)
        .where('expiresAt', '>', now)
        .returning('organisation')
        .executeTakeFirst()
      return link?.organisation
    },
  }
}

const fromKey = ({ hash: _, ...key }: ApiKeysTable): ApiKey => key

export function createKeyStore(db: Db): KeyStore {
  return {
    async insert(key, hash) {
      const { id, organisation, kind, name, lastFour, role, createdAt, lastUsedAt } = key
      await db
        .insertInto('apiKeys')
        .values({ id, organisation, kind, name, lastFour, role, createdAt, lastUsedAt, hash })
        .execute()
    },
    async byHash(hash) {
      const row = await db.selectFrom('apiKeys').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row && fromKey(row)
    },
    async touch(id, at) {
      await db.updateTable('apiKeys').set({ lastUsedAt: at }).where('id', '=', id).execute()
    },
    async list(organisation) {
      const rows = await db
        .selectFrom('apiKeys')
        .selectAll()
        .where('organisation', '=', organisation)
        .orderBy('createdAt')
        .orderBy('id')
        .execute()
      return rows.map(fromKey)
    },
    async delete(organisation, id) {
      await db.deleteFrom('apiKeys').where('organisation', '=', organisation).where('id', '=', id).execute()
    },
  }
}
