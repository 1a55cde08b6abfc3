// Amazon Athena: workgroups.
import { defineService } from '../../core/define.ts'

export const athena = defineService({
  id: 'athena',
  title: 'Amazon Athena',
  namespaces: [],
  resources: [],
})
