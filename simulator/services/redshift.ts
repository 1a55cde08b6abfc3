// The simulated Redshift, provisioned and serverless: clusters, workgroups and namespaces. No query runs.
import type { Cluster } from '@aws-sdk/client-redshift'
import type { Namespace, Workgroup } from '@aws-sdk/client-redshift-serverless'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedRedshift(world: World): SimulatedService {
  return {
    signingName: 'redshift',
    client: '@aws-sdk/client-redshift',
    protocol: 'awsQuery',
    xmlNamespace: 'http://redshift.amazonaws.com/doc/2012-12-01/',
    operations: {
      // https://docs.aws.amazon.com/redshift/latest/APIReference/API_DescribeClusters.html
      DescribeClusters: listing<Cluster>(world, {
        action: 'redshift:DescribeClusters',
        kind: 'redshift:cluster',
        member: 'Clusters',
        token: { input: 'Marker', output: 'Marker' },
        limit: 'MaxRecords',
        size: 100,
        badToken: 'InvalidParameterValue',
        where: (cluster, { ClusterIdentifier: id }) => id === undefined || cluster.ClusterIdentifier === id,
      }),
    },
  }
}

const token = { input: 'nextToken', output: 'nextToken' }

export function simulatedRedshiftServerless(world: World): SimulatedService {
  return {
    signingName: 'redshift-serverless',
    client: '@aws-sdk/client-redshift-serverless',
    protocol: 'awsJson1_1',
    target: 'RedshiftServerless',
    operations: {
      ListWorkgroups: listing<Workgroup>(world, {
        action: 'redshift-serverless:ListWorkgroups',
        kind: 'redshift-serverless:workgroup',
        member: 'workgroups',
        token,
        limit: 'maxResults',
        size: 100,
        badToken: 'ValidationException',
      }),
      ListNamespaces: listing<Namespace>(world, {
        action: 'redshift-serverless:ListNamespaces',
        kind: 'redshift-serverless:namespace',
        member: 'namespaces',
        token,
        limit: 'maxResults',
        size: 100,
        badToken: 'ValidationException',
      }),
    },
  }
}
