// Amazon CloudWatch Logs: log groups.
import { defineService } from '../../core/define.ts'

export const logs = defineService({
  id: 'logs',
  title: 'Amazon CloudWatch Logs',
  namespaces: [],
  resources: [],
})
