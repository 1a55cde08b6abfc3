// AWS Backup: vaults and plans.
import type { BackupPlansListMember, BackupVaultListMember } from '@aws-sdk/client-backup'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, related, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

const vaultFacts = (vault: BackupVaultListMember, arn: string): ResourceFacts => ({
  arn,
  name: vault.BackupVaultName ?? arn,
  tags: {},
  labels: {},
  attributes: describe(vault, [
    'BackupVaultName',
    'VaultType',
    'VaultState',
    'CreationDate',
    'Locked',
    'LockDate',
    'MinRetentionDays',
    'MaxRetentionDays',
  ]),
  ...related(['uses', vault.EncryptionKeyArn]),
})

const planFacts = (plan: BackupPlansListMember, arn: string): ResourceFacts => ({
  arn,
  name: plan.BackupPlanName ?? arn,
  tags: {},
  labels: {},
  attributes: describe(plan, ['BackupPlanName', 'BackupPlanId', 'VersionId', 'CreationDate', 'LastExecutionDate']),
})

const vaults: ResourceDefinition = {
  type: 'backup:backup-vault',
  title: 'Backup vaults',
  actions: [
    { action: 'backup:ListBackupVaults', why: 'Lists backup vaults with their lock and key. No backup is read.' },
  ],
  scope: 'regional',
  async *list(context) {
    const { BackupClient, paginateListBackupVaults } = await import('@aws-sdk/client-backup')
    for await (const page of paginateListBackupVaults({ client: context.client(BackupClient), pageSize: 1000 }, {}))
      yield withArn(page.BackupVaultList, 'BackupVaultArn', vaultFacts)
  },
}

const plans: ResourceDefinition = {
  type: 'backup:backup-plan',
  title: 'Backup plans',
  actions: [{ action: 'backup:ListBackupPlans', why: 'Lists backup plans and when each last ran.' }],
  scope: 'regional',
  async *list(context) {
    const { BackupClient, paginateListBackupPlans } = await import('@aws-sdk/client-backup')
    for await (const page of paginateListBackupPlans({ client: context.client(BackupClient), pageSize: 1000 }, {}))
      yield withArn(page.BackupPlansList, 'BackupPlanArn', planFacts)
  },
}

export const backup = defineService({
  id: 'backup',
  title: 'AWS Backup',
  namespaces,
  resources: [vaults, plans],
})
