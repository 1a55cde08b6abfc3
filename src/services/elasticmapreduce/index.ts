// Amazon EMR: clusters that are not terminated.
import type { ClusterState, ClusterSummary } from '@aws-sdk/client-emr'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

/** AWS lists clusters for two months after they ended. */
const present: ClusterState[] = ['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'WAITING', 'TERMINATING']

const clusterFacts = (cluster: ClusterSummary, arn: string): ResourceFacts => ({
  arn,
  name: cluster.Name ?? cluster.Id ?? arn,
  tags: {},
  labels: labelRecord({ name: cluster.Name, state: cluster.Status?.State }),
  // Not NormalizedInstanceHours: it grows by itself.
  attributes: describe(cluster, ['Id', 'Name', 'Status', 'OutpostArn']),
})

const clusters: ResourceDefinition = {
  type: 'elasticmapreduce:cluster',
  title: 'EMR clusters',
  actions: [
    { action: 'elasticmapreduce:ListClusters', why: 'Lists EMR clusters with their state. No step or file is read.' },
  ],
  scope: 'regional',
  labels: ['name', 'state'],
  async *list(context) {
    const { EMRClient, paginateListClusters } = await import('@aws-sdk/client-emr')
    const client = context.client(EMRClient)
    for await (const page of paginateListClusters({ client }, { ClusterStates: present }))
      yield withArn(page.Clusters, 'ClusterArn', clusterFacts)
  },
}

export const elasticMapReduce = defineService({
  id: 'elasticmapreduce',
  title: 'Amazon EMR',
  namespaces,
  resources: [clusters],
})
