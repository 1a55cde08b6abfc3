// AWS Global Accelerator: accelerators.
import { defineService } from '../../core/define.ts'

export const globalAccelerator = defineService({
  id: 'globalaccelerator',
  title: 'AWS Global Accelerator',
  namespaces: [],
  resources: [],
})
