// AWS IAM: users and roles.
import { defineService } from '../../core/define.ts'

export const iam = defineService({
  id: 'iam',
  title: 'AWS IAM',
  namespaces: [],
  resources: [],
})
