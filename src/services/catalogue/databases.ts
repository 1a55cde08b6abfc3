// What AWS publishes of databases beside RDS and DynamoDB; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, perRequest, reserve } from '../kinds.ts'

export const databases: ServiceDefinition[] = [
  defineService({
    id: 'cassandra',
    title: 'Amazon Keyspaces',
    namespaces: [
      {
        namespace: 'AWS/Cassandra',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              ConditionalCheckFailedRequests ConsumedReadCapacityUnits ConsumedWriteCapacityUnits
              ReturnedItemCount ReturnedItemCountBySelect SuccessfulRequestCount SystemErrors UserErrors
            `,
          ),
          ...each(
            gauge,
            'None',
            `
              AccountMaxReads AccountMaxTableLevelReads AccountMaxTableLevelWrites AccountMaxWrites
            `,
          ),
          ...each(
            gauge,
            'Percent',
            `
              AccountProvisionedReadCapacityUtilization AccountProvisionedWriteCapacityUtilization
              MaxProvisionedTableReadCapacityUtilization MaxProvisionedTableWriteCapacityUtilization
            `,
          ),
          perRequest('SuccessfulRequestLatency', 'Milliseconds'),
        ],
        dimensions: ['Keyspace', 'Operation', 'TableName'],
        grain: [],
        associations: [
          { resourceType: 'cassandra:keyspace', arn: /:\/keyspace\/(?<Keyspace>[^/]+)\/table\/(?<TableName>[^/]+)$/ },
          { resourceType: 'cassandra:keyspace', arn: /:\/keyspace\/(?<Keyspace>[^/]+)\/?$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'dax',
    title: 'Amazon DynamoDB Accelerator',
    namespaces: [
      {
        namespace: 'AWS/DAX',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              BatchGetItemRequestCount BatchWriteItemRequestCount DeleteItemRequestCount ErrorRequestCount
              FailedRequestCount FaultRequestCount GetItemRequestCount ItemCacheHits ItemCacheMisses
              NetworkPacketsIn NetworkPacketsOut PutItemRequestCount QueryCacheHits QueryCacheMisses
              QueryRequestCount ScanCacheHits ScanCacheMisses ScanRequestCount TotalRequestCount
              TransactGetItemsCount TransactWriteItemsCount UpdateItemRequestCount
            `,
          ),
          ...each(gauge, 'None', 'ClientConnections EstimatedDbSize EvictedSize'),
          gauge('CPUUtilization', 'Percent'),
        ],
        dimensions: ['Account', 'ClusterId', 'NodeId'],
        grain: [],
        associations: [{ resourceType: 'dax:cache', arn: /:cache\/(?<ClusterId>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'docdb',
    title: 'Amazon DocumentDB',
    namespaces: [
      {
        namespace: 'AWS/DocDB',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              DatabaseCursorsTimedOut DocumentsDeleted DocumentsInserted DocumentsReturned DocumentsUpdated
              OpcountersCommand OpcountersDelete OpcountersGetmore OpcountersInsert OpcountersQuery
              OpcountersUpdate VolumeReadIOPs VolumeWriteIOPs
            `,
          ),
          ...each(
            gauge,
            'Bytes',
            `
              BackupRetentionPeriodStorageUsed SnapshotStorageUsed SwapUsage TotalBackupStorageBilled
              VolumeBytesUsed
            `,
          ),
          ...each(
            gauge,
            'Bytes/Second',
            `
              NetworkReceiveThroughput NetworkThroughput NetworkTransmitThroughput ReadThroughput WriteThroughput
            `,
          ),
          ...each(gauge, 'Count', 'DatabaseConnections DatabaseCursors DiskQueueDepth'),
          ...each(gauge, 'Count/Second', 'ReadIOPS WriteIOPS'),
          ...each(gauge, 'Milliseconds', 'DBClusterReplicaLagMaximum DBClusterReplicaLagMinimum DBInstanceReplicaLag'),
          ...each(gauge, 'None', 'ChangeStreamLogSize DatabaseConnectionsMax DatabaseCursorsMax EngineUptime'),
          gauge('CPUUtilization', 'Percent'),
          ...each(perRequest, 'Milliseconds', 'ReadLatency WriteLatency'),
          ...each(reserve, 'Bytes', 'FreeLocalStorage FreeableMemory'),
          reserve('BufferCacheHitRatio', 'Percent'),
        ],
        dimensions: ['DBClusterIdentifier', 'DBInstanceIdentifier', 'Role'],
        grain: [],
        associations: [
          { resourceType: 'rds:cluster', arn: /:cluster:(?<DBClusterIdentifier>[^:]+)$/ },
          { resourceType: 'rds:db', arn: /:db:(?<DBInstanceIdentifier>[^:]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'neptune',
    title: 'Amazon Neptune',
    namespaces: [
      {
        namespace: 'AWS/Neptune',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              GremlinErrors GremlinHttp1xx GremlinHttp2xx GremlinHttp4xx GremlinHttp5xx GremlinRequests
              GremlinWebSocketClientErrors GremlinWebSocketServerErrors GremlinWebSocketSuccess Http100 Http101
              Http1xx Http200 Http2xx Http400 Http403 Http405 Http413 Http429 Http4xx Http500 Http501 Http5xx
              LoaderErrors LoaderRequests SparqlErrors SparqlHttp1xx SparqlHttp2xx SparqlHttp4xx SparqlHttp5xx
              SparqlRequests StatusErrors StatusRequests VolumeReadIOPs VolumeWriteIOPs
            `,
          ),
          gauge('VolumeBytesUsed', 'Bytes'),
          ...each(gauge, 'Bytes/Second', 'NetworkReceiveThroughput NetworkThroughput NetworkTransmitThroughput'),
          ...each(gauge, 'Count/Second', 'GremlinRequestsPerSec SparqlRequestsPerSec'),
          ...each(gauge, 'Milliseconds', 'ClusterReplicaLag ClusterReplicaLagMaximum ClusterReplicaLagMinimum'),
          gauge('EngineUptime', 'None'),
          gauge('CPUUtilization', 'Percent'),
          ...each(reserve, 'Bytes', 'FreeLocalStorage FreeableMemory'),
          reserve('GremlinWebSocketAvailableConnections', 'None'),
        ],
        dimensions: ['DBClusterIdentifier', 'DatabaseClass', 'EngineName', 'Role', 'DBInstanceIdentifier'],
        grain: [],
        associations: [
          { resourceType: 'rds:cluster', arn: /:cluster:(?<DBClusterIdentifier>[^:]+)$/ },
          { resourceType: 'rds:db', arn: /:db:(?<DBInstanceIdentifier>[^:]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'qldb',
    title: 'Amazon QLDB',
    namespaces: [
      {
        namespace: 'AWS/QLDB',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(
            counter,
            'Count',
            `
              OccConflictExceptions ReadIOs Session4xxExceptions Session5xxExceptions
              SessionRateExceededExceptions WriteIOs
            `,
          ),
          ...each(gauge, 'Bytes', 'IndexedStorage JournalStorage'),
          gauge('IsImpaired', 'Count'),
          perRequest('CommandLatency', 'Milliseconds'),
        ],
        dimensions: ['CommandType', 'LedgerName'],
        grain: [['LedgerName']],
        associations: [{ resourceType: 'qldb:ledger', arn: /:ledger\/(?<LedgerName>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'timestream',
    title: 'Amazon Timestream',
    namespaces: [
      {
        namespace: 'AWS/Timestream',
        period: 60,
        publicationDelay: 180,
        metrics: [
          counter('DataScannedBytes', 'Bytes'),
          ...each(counter, 'Count', 'SystemErrors UserErrors'),
          perRequest('SuccessfulRequestLatency', 'Milliseconds'),
        ],
        dimensions: ['Operation', 'DatabaseName', 'TableName'],
        grain: [],
        associations: [
          {
            resourceType: 'timestream:database',
            arn: /:database\/(?<DatabaseName>[^/]+)\/table\/(?<TableName>[^/]+)$/,
          },
          { resourceType: 'timestream:database', arn: /:database\/(?<DatabaseName>[^/]+)$/ },
        ],
      },
    ],
    resources: [],
  }),
]
