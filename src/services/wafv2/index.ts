// AWS WAF: web ACLs.
import { defineService } from '../../core/define.ts'

export const wafv2 = defineService({
  id: 'wafv2',
  title: 'AWS WAF',
  namespaces: [],
  resources: [],
})
