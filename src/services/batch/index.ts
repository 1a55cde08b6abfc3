// AWS Batch: compute environments and job queues.
import { defineService } from '../../core/define.ts'

export const batch = defineService({
  id: 'batch',
  title: 'AWS Batch',
  namespaces: [],
  resources: [],
})
