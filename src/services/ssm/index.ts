// AWS Systems Manager: parameters, managed nodes and commands.
import { defineService } from '../../core/define.ts'

export const ssm = defineService({
  id: 'ssm',
  title: 'AWS Systems Manager',
  namespaces: [],
  resources: [],
})
