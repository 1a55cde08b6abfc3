// AWS Network Firewall: firewalls.
import { defineService } from '../../core/define.ts'

export const networkFirewall = defineService({
  id: 'network-firewall',
  title: 'AWS Network Firewall',
  namespaces: [],
  resources: [],
})
