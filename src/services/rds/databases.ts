// RDS DB instances and Aurora (and multi-AZ) DB clusters, with the tags that AWS lists along with them.
import type { DBCluster, DBInstance } from '@aws-sdk/client-rds'
import type { ReadContext, ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { countedByState, gibibyte, numberOf, textOf } from '../derived.ts'
import { arnsIn, describe, labelRecord, related, tagRecord } from '../facts.ts'

const groupsOf = (context: ReadContext, groups: DBInstance['VpcSecurityGroups'] = []) =>
  groups.map(group => arnsIn(context, 'ec2')('security-group', group.VpcSecurityGroupId))

function instanceFacts(context: ReadContext, instance: DBInstance, arn: string): ResourceFacts {
  const cluster = instance.DBClusterIdentifier
  const name = instance.DBInstanceIdentifier ?? arn
  return {
    arn,
    name,
    tags: tagRecord(instance.TagList),
    labels: labelRecord({
      name,
      dbinstanceclass: instance.DBInstanceClass,
      engine: instance.Engine,
      engineversion: instance.EngineVersion,
      hostname: instance.Endpoint?.Address,
      'availability-zone': instance.AvailabilityZone,
      'secondary_availability-zone': instance.SecondaryAvailabilityZone,
      publicly_accessible: instance.PubliclyAccessible,
      auto_minor_version_upgrade: instance.AutoMinorVersionUpgrade,
      dbclusteridentifier: instance.DBClusterIdentifier,
    }),
    attributes: describe(instance, [
      'DBInstanceIdentifier',
      'DBInstanceClass',
      'Engine',
      'EngineVersion',
      'DBInstanceStatus',
      'Endpoint',
      'AllocatedStorage',
      'MaxAllocatedStorage',
      'StorageType',
      'StorageEncrypted',
      'Iops',
      'MultiAZ',
      'AvailabilityZone',
      'PubliclyAccessible',
      'BackupRetentionPeriod',
      'DeletionProtection',
      'InstanceCreateTime',
      'DBClusterIdentifier',
      'ReadReplicaSourceDBInstanceIdentifier',
      'ReadReplicaDBInstanceIdentifiers',
      'PerformanceInsightsEnabled',
      'MonitoringInterval',
    ]),
    ...related(
      ['in', arnsIn(context, 'ec2')('vpc', instance.DBSubnetGroup?.VpcId)],
      ['part of', cluster && arn.replace(/db:[^:]+$/, `cluster:${cluster}`)],
      ['uses', ...groupsOf(context, instance.VpcSecurityGroups), instance.KmsKeyId, instance.MonitoringRoleArn],
    ),
  }
}

function clusterFacts(context: ReadContext, cluster: DBCluster, arn: string): ResourceFacts {
  const name = cluster.DBClusterIdentifier ?? arn
  return {
    arn,
    name,
    tags: tagRecord(cluster.TagList),
    labels: labelRecord({
      name,
      engine: cluster.Engine,
      engineversion: cluster.EngineVersion,
      hostname: cluster.Endpoint,
    }),
    attributes: describe(cluster, [
      'DBClusterIdentifier',
      'Engine',
      'EngineMode',
      'EngineVersion',
      'Status',
      'Endpoint',
      'ReaderEndpoint',
      'MultiAZ',
      'AvailabilityZones',
      'StorageType',
      'StorageEncrypted',
      'BackupRetentionPeriod',
      'DeletionProtection',
      'ClusterCreateTime',
      'DBClusterMembers',
      'ServerlessV2ScalingConfiguration',
    ]),
    ...related(
      ['uses', ...groupsOf(context, cluster.VpcSecurityGroups), cluster.KmsKeyId],
      ['uses', ...(cluster.AssociatedRoles ?? []).map(role => role.RoleArn)],
    ),
  }
}

export const instances: ResourceDefinition = {
  type: 'rds:db',
  title: 'RDS DB instances',
  actions: [
    {
      action: 'rds:DescribeDBInstances',
      why: 'Lists DB instances with their tags, class, engine and storage. No database is opened.',
    },
  ],
  scope: 'regional',
  labels: [
    'name',
    'dbinstanceclass',
    'engine',
    'engineversion',
    'hostname',
    'availability-zone',
    'secondary_availability-zone',
    'publicly_accessible',
    'auto_minor_version_upgrade',
    'dbclusteridentifier',
  ],
  derived: [
    {
      name: 'aws.rds.allocated_storage',
      unit: 'Bytes',
      description:
        'The storage that the instance is given: what its free storage is a part of. None for Aurora, whose storage grows.',
      value: (resource, now) =>
        textOf(resource, 'Engine')?.startsWith('aurora') ? null : numberOf('AllocatedStorage', gibibyte)(resource, now),
    },
    countedByState('aws.rds.instances', 'DB instances', 'DBInstanceStatus'),
  ],
  async *list(context) {
    const { paginateDescribeDBInstances, RDSClient } = await import('@aws-sdk/client-rds')
    for await (const page of paginateDescribeDBInstances({ client: context.client(RDSClient), pageSize: 100 }, {})) {
      yield (page.DBInstances ?? []).flatMap(found =>
        found.DBInstanceArn ? instanceFacts(context, found, found.DBInstanceArn) : [],
      )
    }
  },
}

export const clusters: ResourceDefinition = {
  type: 'rds:cluster',
  title: 'RDS DB clusters',
  actions: [
    { action: 'rds:DescribeDBClusters', why: 'Lists DB clusters with their tags, engine, members and endpoints.' },
  ],
  scope: 'regional',
  labels: ['name', 'engine', 'engineversion', 'hostname'],
  async *list(context) {
    const { paginateDescribeDBClusters, RDSClient } = await import('@aws-sdk/client-rds')
    for await (const page of paginateDescribeDBClusters({ client: context.client(RDSClient), pageSize: 100 }, {})) {
      yield (page.DBClusters ?? []).flatMap(found =>
        found.DBClusterArn ? clusterFacts(context, found, found.DBClusterArn) : [],
      )
    }
  },
}
