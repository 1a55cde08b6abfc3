// The settings store on either engine: the topics put together over one Kysely database.
import type { SecretKeys } from '../secret-box.ts'
import type { Settings } from '../settings-ports.ts'
import { createAccountStore } from './accounts.ts'
import { createAuditStore } from './audit.ts'
import { createClaimStore } from './claims.ts'
import { createCostStore, createCoverageStore, createVerificationStore, createWatermarkStore } from './collecting.ts'
import {
  createAcceptedFaultStore,
  createAwsOrganizationStore,
  createCostExportStore,
  createErasureStore,
  createEventSourceStore,
} from './connections.ts'
import { createExternalIdStore } from './external-ids.ts'
import { createHistoryRequestStore } from './history.ts'
import { createLeaseStore } from './leases.ts'
import { migrate } from './migrate.ts'
import { createBilledStore, createBudgetStore } from './money.ts'
import { createKeyStore, createPeopleStore } from './people.ts'
import type { Db } from './schema.ts'
import { createSecretStore } from './secrets.ts'
import { createSeriesIdStore } from './series-ids.ts'
import { createWatchStore } from './watches.ts'

function createOrganisationStore(db: Db): Settings['organisations'] {
  return {
    async ensure(id, name, at) {
      await db
        .insertInto('organisations')
        .values({ id, name, createdAt: at })
        .onConflict(conflict => conflict.column('id').doNothing())
        .execute()
    },
    list: () => db.selectFrom('organisations').select(['id', 'name']).orderBy('createdAt').orderBy('id').execute(),
  }
}

/** `close` runs once, however often the store is closed. */
export function createSettings(db: Db, keys: SecretKeys, close: () => Promise<void>): Settings {
  let closing: Promise<void> | undefined
  return {
    migrate: () => migrate(db),
    organisations: createOrganisationStore(db),
    accounts: createAccountStore(db),
    claims: createClaimStore(db),
    secrets: createSecretStore(db, keys),
    awsOrganizations: createAwsOrganizationStore(db),
    eventSources: createEventSourceStore(db),
    costExports: createCostExportStore(db),
    erasures: createErasureStore(db),
    acceptedFaults: createAcceptedFaultStore(db),
    externalIds: createExternalIdStore(db),
    verifications: createVerificationStore(db),
    leases: createLeaseStore(db),
    watermarks: createWatermarkStore(db),
    watches: createWatchStore(db),
    historyRequests: createHistoryRequestStore(db),
    seriesIds: createSeriesIdStore(db),
    coverage: createCoverageStore(db),
    cost: createCostStore(db),
    budgets: createBudgetStore(db),
    billed: createBilledStore(db),
    people: createPeopleStore(db),
    keys: createKeyStore(db),
    audit: createAuditStore(db),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
