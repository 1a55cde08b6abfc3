// AWS Database Migration Service: replication instances and tasks.
import type { ReplicationInstance, ReplicationTask } from '@aws-sdk/client-database-migration-service'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

function instanceFacts(context: ReadContext, instance: ReplicationInstance, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const network = instance.ReplicationSubnetGroup
  return {
    arn,
    name: instance.ReplicationInstanceIdentifier ?? arn,
    tags: {},
    labels: labelRecord({
      name: instance.ReplicationInstanceIdentifier,
      class: instance.ReplicationInstanceClass,
      engineversion: instance.EngineVersion,
    }),
    attributes: describe(instance, [
      'ReplicationInstanceIdentifier',
      'ReplicationInstanceClass',
      'ReplicationInstanceStatus',
      'AllocatedStorage',
      'EngineVersion',
      'MultiAZ',
      'AvailabilityZone',
      'PubliclyAccessible',
      'InstanceCreateTime',
    ]),
    ...related(
      ['in', ec2('vpc', network?.VpcId), ...(network?.Subnets ?? []).map(one => ec2('subnet', one.SubnetIdentifier))],
      ['uses', ...(instance.VpcSecurityGroups ?? []).map(group => ec2('security-group', group.VpcSecurityGroupId))],
      ['uses', instance.KmsKeyId],
    ),
  }
}

const taskFacts = (task: ReplicationTask, arn: string): ResourceFacts => ({
  arn,
  name: task.ReplicationTaskIdentifier ?? arn,
  tags: {},
  labels: labelRecord({ name: task.ReplicationTaskIdentifier, 'migration-type': task.MigrationType }),
  attributes: describe(task, [
    'ReplicationTaskIdentifier',
    'MigrationType',
    'Status',
    'StopReason',
    'LastFailureMessage',
    'ReplicationTaskCreationDate',
    'ReplicationTaskStartDate',
  ]),
  ...related(['in', task.ReplicationInstanceArn], ['uses', task.SourceEndpointArn, task.TargetEndpointArn]),
})

const instances: ResourceDefinition = {
  type: 'dms:rep',
  title: 'DMS replication instances',
  actions: [
    {
      action: 'dms:DescribeReplicationInstances',
      why: 'Lists replication instances with their class, storage and network. No row that they move is read.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'class', 'engineversion'],
  async *list(context) {
    const { DatabaseMigrationServiceClient, paginateDescribeReplicationInstances } = await import(
      '@aws-sdk/client-database-migration-service'
    )
    const client = context.client(DatabaseMigrationServiceClient)
    for await (const page of paginateDescribeReplicationInstances({ client, pageSize: 100 }, {}))
      yield withArn(page.ReplicationInstances, 'ReplicationInstanceArn', (instance, arn) =>
        instanceFacts(context, instance, arn),
      )
  },
}

const tasks: ResourceDefinition = {
  type: 'dms:task',
  title: 'DMS replication tasks',
  actions: [
    {
      action: 'dms:DescribeReplicationTasks',
      why: 'Lists replication tasks with their status and the instance they run on.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'migration-type'],
  async *list(context) {
    const { DatabaseMigrationServiceClient, paginateDescribeReplicationTasks } = await import(
      '@aws-sdk/client-database-migration-service'
    )
    const client = context.client(DatabaseMigrationServiceClient)
    for await (const page of paginateDescribeReplicationTasks({ client, pageSize: 100 }, { WithoutSettings: true }))
      yield withArn(page.ReplicationTasks, 'ReplicationTaskArn', taskFacts)
  },
}

export const dms = defineService({
  id: 'dms',
  title: 'AWS Database Migration Service',
  namespaces,
  resources: [instances, tasks],
})
