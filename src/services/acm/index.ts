// AWS Certificate Manager: certificates.
import { defineService } from '../../core/define.ts'

export const acm = defineService({
  id: 'acm',
  title: 'AWS Certificate Manager',
  namespaces: [],
  resources: [],
})
