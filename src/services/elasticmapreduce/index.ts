// Amazon EMR: clusters.
import { defineService } from '../../core/define.ts'

export const elasticMapReduce = defineService({
  id: 'elasticmapreduce',
  title: 'Amazon EMR',
  namespaces: [],
  resources: [],
})
