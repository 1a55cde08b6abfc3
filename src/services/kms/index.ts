// AWS KMS: keys.
import { defineService } from '../../core/define.ts'

export const kms = defineService({
  id: 'kms',
  title: 'AWS KMS',
  namespaces: [],
  resources: [],
})
