// AWS Backup: vaults, jobs and recovery points.
import { defineService } from '../../core/define.ts'

export const backup = defineService({
  id: 'backup',
  title: 'AWS Backup',
  namespaces: [],
  resources: [],
})
