// AWS Secrets Manager: secrets.
import { defineService } from '../../core/define.ts'

export const secretsManager = defineService({
  id: 'secretsmanager',
  title: 'AWS Secrets Manager',
  namespaces: [],
  resources: [],
})
