// AWS Glue: jobs.
import { defineService } from '../../core/define.ts'

export const glue = defineService({
  id: 'glue',
  title: 'AWS Glue',
  namespaces: [],
  resources: [],
})
