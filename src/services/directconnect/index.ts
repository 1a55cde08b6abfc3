// AWS Direct Connect: connections and virtual interfaces.
import { defineService } from '../../core/define.ts'

export const directConnect = defineService({
  id: 'directconnect',
  title: 'AWS Direct Connect',
  namespaces: [],
  resources: [],
})
