// AWS Transfer Family: servers.
import { defineService } from '../../core/define.ts'

export const transfer = defineService({
  id: 'transfer',
  title: 'AWS Transfer Family',
  namespaces: [],
  resources: [],
})
