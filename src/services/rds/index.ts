// Amazon RDS and Aurora: DB instances and clusters.
import { defineService } from '../../core/define.ts'
import { auroraMetrics } from './aurora-metrics.ts'
import { clusters, instances } from './databases.ts'
import { instanceMetrics } from './instance-metrics.ts'

export const rds = defineService({
  id: 'rds',
  title: 'Amazon RDS',
  namespaces: [
    {
      namespace: 'AWS/RDS',
      period: 60,
      publicationDelay: 180,
      metrics: [...instanceMetrics, ...auroraMetrics],
      dimensions: [
        'DBInstanceIdentifier',
        'DBClusterIdentifier',
        'Role',
        'DatabaseClass',
        'EngineName',
        'SourceRegion',
      ],
      // Again by class and engine, for all databases together, and for Aurora by cluster and by the members' role in it.
      grain: [['DBInstanceIdentifier']],
      otherSets: [
        [],
        ['DBClusterIdentifier'],
        ['DBClusterIdentifier', 'Role'],
        ['DatabaseClass'],
        ['EngineName'],
        ['DBClusterIdentifier', 'EngineName'],
      ],
      // Metrics by class or engine (DatabaseClass, EngineName) are of no single database; those by cluster and Role of the cluster.
      associations: [
        { resourceType: 'rds:db', arn: /:db:(?<DBInstanceIdentifier>[^:]+)$/ },
        { resourceType: 'rds:cluster', arn: /:cluster:(?<DBClusterIdentifier>[^:]+)$/ },
      ],
    },
  ],
  resources: [instances, clusters],
})
