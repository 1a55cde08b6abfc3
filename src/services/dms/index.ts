// AWS Database Migration Service: replication instances and tasks.
import { defineService } from '../../core/define.ts'

export const dms = defineService({
  id: 'dms',
  title: 'AWS Database Migration Service',
  namespaces: [],
  resources: [],
})
