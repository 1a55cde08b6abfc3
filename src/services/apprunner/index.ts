// AWS App Runner: services.
import { defineService } from '../../core/define.ts'

export const appRunner = defineService({
  id: 'apprunner',
  title: 'AWS App Runner',
  namespaces: [],
  resources: [],
})
