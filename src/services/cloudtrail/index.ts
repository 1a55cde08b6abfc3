// AWS CloudTrail: trails.
import { defineService } from '../../core/define.ts'

export const cloudTrail = defineService({
  id: 'cloudtrail',
  title: 'AWS CloudTrail',
  namespaces: [],
  resources: [],
})
