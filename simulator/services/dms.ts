// The simulated Database Migration Service: replication instances and tasks.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

const pages = {
  token: { input: 'Marker', output: 'Marker' },
  limit: 'MaxRecords',
  size: 100,
  badToken: 'InvalidParameterValueException',
}

export function simulatedDms(world: World): SimulatedService {
  return {
    signingName: 'dms',
    client: '@aws-sdk/client-database-migration-service',
    protocol: 'awsJson1_1',
    target: 'AmazonDMSv20160101',
    operations: {
      DescribeReplicationInstances: listing(world, {
        action: 'dms:DescribeReplicationInstances',
        kind: 'dms:rep',
        member: 'ReplicationInstances',
        ...pages,
      }),
      DescribeReplicationTasks: listing(world, {
        action: 'dms:DescribeReplicationTasks',
        kind: 'dms:task',
        member: 'ReplicationTasks',
        ...pages,
      }),
    },
  }
}
