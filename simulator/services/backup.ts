// The simulated Backup: vaults and plans.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedBackup(world: World): SimulatedService {
  return {
    signingName: 'backup',
    client: '@aws-sdk/client-backup',
    protocol: 'restJson1',
    operations: {
      ListBackupVaults: listing(world, {
        action: 'backup:ListBackupVaults',
        kind: 'backup:backup-vault',
        member: 'BackupVaultList',
        limit: 'maxResults',
        size: 1000,
        badToken: 'InvalidParameterValueException',
      }),
      ListBackupPlans: listing(world, {
        action: 'backup:ListBackupPlans',
        kind: 'backup:backup-plan',
        member: 'BackupPlansList',
        limit: 'maxResults',
        size: 1000,
        badToken: 'InvalidParameterValueException',
      }),
    },
  }
}
