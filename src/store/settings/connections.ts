// What is kept beside a connected account: AWS Organizations, event sources, cost exports, erasures and accepted faults.
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { OrganizationConnection, OrganizationReading } from '../../core/organization.ts'
import type {
  AwsOrganizationStore,
  CostExport,
  CostExportStore,
  ErasureStore,
  EventSourceStore,
  Settings,
} from '../settings-ports.ts'
import { fromJson, toJson } from './codec.ts'
import type { AwsOrganizationsTable, Db } from './schema.ts'

const toRow = (connection: OrganizationConnection): AwsOrganizationsTable => ({
  id: connection.id,
  organisation: connection.organisation,
  partition: connection.partition,
  awsOrganizationId: connection.awsOrganizationId,
  managementAccountId: connection.managementAccountId,
  readThrough: connection.readThrough,
  externalId: connection.externalId,
  nextExternalId: connection.nextExternalId,
  roleName: connection.roleName,
  rolePath: connection.rolePath,
  include: toJson(connection.include),
  exclude: toJson(connection.exclude),
  autoJoin: Number(connection.autoJoin),
  settings: toJson(connection.settings),
  createdAt: connection.createdAt,
  modifiedAt: connection.modifiedAt,
})
const fromRow = (row: AwsOrganizationsTable): OrganizationConnection => ({
  ...row,
  include: fromJson(row.include),
  exclude: fromJson(row.exclude),
  autoJoin: row.autoJoin === 1,
  settings: accountSettingsSchema.parse(fromJson(row.settings)),
})

const organizationExists = () =>
  new HeyCloudError('organization_exists', 'this AWS Organization is connected already; edit that connection.')

export function createAwsOrganizationStore(db: Db): AwsOrganizationStore {
  const select = () => db.selectFrom('awsOrganizations').selectAll().orderBy('createdAt').orderBy('id')
  return {
    async insert(connection) {
      const made = await db
        .insertInto('awsOrganizations')
        .values(toRow(connection))
        .onConflict(conflict => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made) throw organizationExists()
    },
    async update(connection) {
      const { id, organisation, awsOrganizationId: _, createdAt: __, ...edit } = toRow(connection)
      const changed = await db
        .updateTable('awsOrganizations')
        .set(edit)
        .where('id', '=', id)
        .where('organisation', '=', organisation)
        .returning('id')
        .executeTakeFirst()
      if (!changed) throw new HeyCloudError('not_found', 'No connection of an AWS Organization has this id.')
    },
    async delete(organisation, id) {
      await db.transaction().execute(async tx => {
        const gone = await tx
          .deleteFrom('awsOrganizations')
          .where('organisation', '=', organisation)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst()
        if (gone) await tx.deleteFrom('awsOrganizationReadings').where('connectionId', '=', id).execute()
      })
    },
    async get(organisation, id) {
      const row = await select().where('organisation', '=', organisation).where('id', '=', id).executeTakeFirst()
      return row && fromRow(row)
    },
    list: async organisation => (await select().where('organisation', '=', organisation).execute()).map(fromRow),
    listAll: async () => (await select().execute()).map(fromRow),
    async reading(id) {
      const row = await db
        .selectFrom('awsOrganizationReadings')
        .select('reading')
        .where('connectionId', '=', id)
        .executeTakeFirst()
      return row && fromJson<OrganizationReading>(row.reading)
    },
    async putReading(connectionId, value) {
      const reading = toJson(value)
      await db
        .insertInto('awsOrganizationReadings')
        .values({ connectionId, reading })
        .onConflict(conflict => conflict.column('connectionId').doUpdateSet({ reading }))
        .execute()
    },
  }
}

export function createEventSourceStore(db: Db): EventSourceStore {
  return {
    async insert({ organisation, accountId, region, name, hasBus, createdAt }) {
      const made = await db
        .insertInto('eventSources')
        .values({ organisation, accountId, region, name, hasBus: Number(hasBus), createdAt })
        .onConflict(conflict => conflict.doNothing())
        .returning('name')
        .executeTakeFirst()
      if (!made)
        throw new HeyCloudError(
          'event_source_exists',
          `account ${accountId} has an event source ${name} in ${region} already; choose another name.`,
        )
    },
    async list(organisation) {
      const rows = await db
        .selectFrom('eventSources')
        .selectAll()
        .where('organisation', '=', organisation)
        .orderBy('createdAt')
        .orderBy('accountId')
        .orderBy('region')
        .orderBy('name')
        .execute()
      return rows.map(row => ({ ...row, hasBus: row.hasBus === 1 }))
    },
    async delete(organisation, accountId, region, name) {
      const gone = await db
        .deleteFrom('eventSources')
        .where('organisation', '=', organisation)
        .where('accountId', '=', accountId)
        .where('region', '=', region)
        .where('name', '=', name)
        .returning('name')
        .executeTakeFirst()
      return gone !== undefined
    },
  }
}

export function createCostExportStore(db: Db): CostExportStore {
  return {
    async get(accountConfigId) {
      const row = await db
        .selectFrom('costExports')
        .select('exports')
        .where('accountConfigId', '=', accountConfigId)
        .executeTakeFirst()
      return row && fromJson<CostExport[]>(row.exports)
    },
    async put(accountConfigId, list) {
      const exports = toJson(list)
      await db
        .insertInto('costExports')
        .values({ accountConfigId, exports })
        .onConflict(conflict => conflict.column('accountConfigId').doUpdateSet({ exports }))
        .execute()
    },
    async delete(accountConfigId) {
      const gone = await db
        .deleteFrom('costExports')
        .where('accountConfigId', '=', accountConfigId)
        .returning('accountConfigId')
        .executeTakeFirst()
      return gone !== undefined
    },
  }
}

export function createErasureStore(db: Db): ErasureStore {
  const select = () => db.selectFrom('erasures').selectAll()
  return {
    async put({ id, ...rest }) {
      await db
        .insertInto('erasures')
        .values({ id, ...rest })
        .onConflict(conflict => conflict.column('id').doUpdateSet(rest))
        .execute()
    },
    get: (organisation, id) =>
      select().where('organisation', '=', organisation).where('id', '=', id).executeTakeFirst(),
    list: organisation =>
      select().where('organisation', '=', organisation).orderBy('requestedAt', 'desc').orderBy('id').execute(),
    open: () => select().where('state', '!=', 'verified').orderBy('requestedAt').orderBy('id').execute(),
  }
}

export function createAcceptedFaultStore(db: Db): Settings['acceptedFaults'] {
  return {
    async put({ accountConfigId, faultId, path, reason, actor, at }) {
      const acceptance = { reason, actor, at }
      await db
        .insertInto('acceptedFaults')
        .values({ accountConfigId, faultId, path, ...acceptance })
        .onConflict(conflict => conflict.columns(['accountConfigId', 'faultId', 'path']).doUpdateSet(acceptance))
        .execute()
    },
    async delete(accountConfigId, faultId, path) {
      await db
        .deleteFrom('acceptedFaults')
        .where('accountConfigId', '=', accountConfigId)
        .where('faultId', '=', faultId)
        .where('path', '=', path)
        .execute()
    },
    list: accountConfigId =>
      db
        .selectFrom('acceptedFaults')
        .selectAll()
        .where('accountConfigId', '=', accountConfigId)
        .orderBy('at')
        .orderBy('faultId')
        .orderBy('path')
        .execute(),
  }
}
