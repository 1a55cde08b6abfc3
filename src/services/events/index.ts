// Amazon EventBridge: rules, buses, pipes and schedules.
import { defineService } from '../../core/define.ts'

export const events = defineService({
  id: 'events',
  title: 'Amazon EventBridge',
  namespaces: [],
  resources: [],
})
