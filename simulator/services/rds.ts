// The simulated RDS: database instances, Aurora clusters and their tags.
import type {
  DescribeDBClustersCommandInput,
  DescribeDBInstancesCommandInput,
  Filter,
  ListTagsForResourceCommandInput,
} from '@aws-sdk/client-rds'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { tagList } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { here, onOwn, pageOf } from './here.ts'

/** Values of the named filter may be identifiers or ARNs. */
const passes = (
  filters: Filter[] | undefined,
  valuesOf: (name: string) => (string | undefined)[] | undefined,
): boolean =>
  (filters ?? []).every(f => {
    const values = valuesOf(f.Name ?? '')
    if (!values) throw new AwsError('InvalidParameterValue', `Unrecognized filter name: ${f.Name}`)
    return values.some(v => f.Values?.includes(v ?? ''))
  })

function rdsPage<T>(
  kind: string,
  list: readonly T[],
  input: { Marker?: string | undefined; MaxRecords?: number | undefined },
) {
  const size = input.MaxRecords ?? 100
  if (size < 20 || size > 100) {
    throw new AwsError('InvalidParameterValue', `Invalid value ${size} for MaxRecords. Must be between 20 and 100`)
  }
  const refuse = () => new AwsError('InvalidParameterValue', 'The marker is not valid')
  const { items, next } = pageOf(kind, list, size, input.Marker, refuse)
  return { items, next: next === undefined ? {} : { Marker: next } }
}

function describeInstances(world: World, input: DescribeDBInstancesCommandInput, call: Call) {
  const { state } = here(world, call, 'query')
  const id = input.DBInstanceIdentifier
  const found = state.dbInstances
    .filter(d => id === undefined || d.DBInstanceIdentifier === id || d.DBInstanceArn === id)
    .filter(d =>
      passes(input.Filters, name => {
        const values: Record<string, (string | undefined)[]> = {
          'db-instance-id': [d.DBInstanceIdentifier, d.DBInstanceArn],
          'db-cluster-id': [d.DBClusterIdentifier],
          engine: [d.Engine],
        }
        return values[name]
      }),
    )
  if (id !== undefined && found.length === 0) {
    throw new AwsError('DBInstanceNotFound', `DBInstance ${id} not found.`, 404)
  }
  const { items, next } = rdsPage('db-instances', found, input)
  return { DBInstances: items, ...next }
}

function describeClusters(world: World, input: DescribeDBClustersCommandInput, call: Call) {
  const { state } = here(world, call, 'query')
  const id = input.DBClusterIdentifier
  const found = state.dbClusters
    .filter(d => id === undefined || d.DBClusterIdentifier === id || d.DBClusterArn === id)
    .filter(d =>
      passes(input.Filters, name => {
        const values: Record<string, (string | undefined)[]> = {
          'db-cluster-id': [d.DBClusterIdentifier, d.DBClusterArn],
          engine: [d.Engine],
        }
        return values[name]
      }),
    )
  if (id !== undefined && found.length === 0) {
    throw new AwsError('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404)
  }
  const { items, next } = rdsPage('db-clusters', found, input)
  return { DBClusters: items, ...next }
}

function listTags(world: World, input: ListTagsForResourceCommandInput, call: Call) {
  const { state } = here(world, call, 'query')
  const arn = input.ResourceName ?? ''
  const known =
    state.dbInstances.some(d => d.DBInstanceArn === arn) || state.dbClusters.some(d => d.DBClusterArn === arn)
  if (!known) throw new AwsError('DBInstanceNotFound', `The resource ${arn} was not found.`, 404)
  return { TagList: tagList(state.tags.get(arn)) }
}

export function simulatedRds(world: World): SimulatedService {
  return {
    signingName: 'rds',
    client: '@aws-sdk/client-rds',
    protocol: 'awsQuery',
    xmlNamespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
    operations: {
      DescribeDBInstances: {
        requires: onOwn<DescribeDBInstancesCommandInput>(
          'rds:DescribeDBInstances',
          'rds',
          input => `db:${input.DBInstanceIdentifier ?? '*'}`,
        ),
        answer: (input, call) => describeInstances(world, input, call),
      },
      DescribeDBClusters: {
        requires: onOwn<DescribeDBClustersCommandInput>(
          'rds:DescribeDBClusters',
          'rds',
          input => `cluster:${input.DBClusterIdentifier ?? '*'}`,
        ),
        answer: (input, call) => describeClusters(world, input, call),
      },
      ListTagsForResource: {
        requires: (input: ListTagsForResourceCommandInput) => [
          { action: 'rds:ListTagsForResource', resource: input.ResourceName ?? '*' },
        ],
        answer: (input, call) => listTags(world, input, call),
      },
    },
  }
}
