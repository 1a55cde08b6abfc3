// Every operation of the other services over HTTP with the real SDK: what stands in the world is what is described.
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account'
import {
  ListTagsForResourceCommand as AlarmTags,
  CloudWatchClient,
  DescribeAlarmsCommand,
} from '@aws-sdk/client-cloudwatch'
import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb'
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
  paginateListClusters,
  paginateListServices,
} from '@aws-sdk/client-ecs'
import {
  DescribeTagsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetAccountSettingsCommand, LambdaClient, ListTagsCommand, paginateListFunctions } from '@aws-sdk/client-lambda'
import {
  DescribeDBInstancesCommand,
  ListTagsForResourceCommand,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  RDSClient,
} from '@aws-sdk/client-rds'
import {
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  paginateListBuckets,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  paginateListQueues,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated } from '../../test/support/simulated.ts'
import type { RegionState } from '../world/place.ts'

let aws: Simulated
const state = (region = 'us-east-1'): RegionState => {
  const found = aws.simulator.world.region(prod, region)
  if (!found) throw new Error(region)
  return found.state
}
beforeAll(async () => {
  aws = await simulated()
})
afterAll(() => aws.simulator.close())

/** All items of all pages. */
async function all<P, T>(pages: AsyncIterable<P>, items: (page: P) => T[] | undefined): Promise<T[]> {
  const found: T[] = []
  for await (const page of pages) found.push(...(items(page) ?? []))
  return found
}

const plain = (tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined) =>
  Object.fromEntries((tags ?? []).map(t => [t.Key, t.Value]))

describe('elasticloadbalancing', () => {
  it('describes load balancers, target groups, tags and health', async () => {
    const client = aws.client(ElasticLoadBalancingV2Client)
    const balancers = await all(paginateDescribeLoadBalancers({ client, pageSize: 1 }, {}), p => p.LoadBalancers)
    expect(balancers).toEqual(state().loadBalancers)
    const LoadBalancerArn = balancers[0]?.LoadBalancerArn ?? ''
    expect(LoadBalancerArn).toMatch(/:loadbalancer\/app\/prod-shop\/[0-9a-f]{16}$/)
    const groups = await all(
      paginateDescribeTargetGroups({ client, pageSize: 1 }, { LoadBalancerArn }),
      p => p.TargetGroups,
    )
    expect(groups.map(g => g.TargetGroupName)).toEqual(['prod-checkout', 'prod-catalog'])
    const arns = [LoadBalancerArn, ...groups.map(g => g.TargetGroupArn ?? '')]
    const { TagDescriptions } = await client.send(new DescribeTagsCommand({ ResourceArns: arns }))
    expect(TagDescriptions?.map(t => t.ResourceArn)).toEqual(arns)
    expect(plain(TagDescriptions?.[0]?.Tags)).toMatchObject({ env: 'prod', team: 'storefront' })
    const health = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn: groups[0]?.TargetGroupArn }))
    const instances = state().instances.map(i => i.shape.InstanceId)
    expect(health.TargetHealthDescriptions?.map(t => instances.includes(t.Target?.Id))).toEqual([true, true])
  })

  it('refuses 21 resources in DescribeTags, and unknown ones', async () => {
    const client = aws.client(ElasticLoadBalancingV2Client)
    const arn = state().loadBalancers[0]?.LoadBalancerArn ?? ''
    await expect(client.send(new DescribeTagsCommand({ ResourceArns: new Array(21).fill(arn) }))).rejects.toMatchObject(
      { name: 'ValidationError' },
    )
    await expect(client.send(new DescribeTagsCommand({ ResourceArns: [`${arn}0`] }))).rejects.toMatchObject({
      name: 'LoadBalancerNotFoundException',
    })
  })
})

describe('rds', () => {
  it('describes instances, clusters and tags', async () => {
    const client = aws.client(RDSClient, { region: 'eu-west-1' })
    const instances = await all(paginateDescribeDBInstances({ client, pageSize: 20 }, {}), p => p.DBInstances)
    expect(instances).toEqual(state('eu-west-1').dbInstances)
    const clusters = await all(paginateDescribeDBClusters({ client }, {}), p => p.DBClusters)
    expect(clusters[0]?.DBClusterMembers?.map(m => m.DBInstanceIdentifier)).toEqual([
      'prod-catalog-writer',
      'prod-catalog-reader',
    ])
    const tags = await client.send(new ListTagsForResourceCommand({ ResourceName: clusters[0]?.DBClusterArn }))
    expect(plain(tags.TagList)).toMatchObject({ team: 'orders' })
    const filtered = await client.send(
      new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: ['nobody'] }] }),
    )
    expect(filtered.DBInstances).toEqual([])
  })

  it('knows no other instance', async () => {
    const call = aws.client(RDSClient).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'nobody' }))
    await expect(call).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault' })
  })
})

describe('lambda', () => {
  it('lists functions and tags, and the limits', async () => {
    const client = aws.client(LambdaClient)
    const functions = await all(paginateListFunctions({ client, pageSize: 2 }, {}), p => p.Functions)
    expect(functions).toEqual(state().functions)
    const [first] = functions
    const { Tags } = await client.send(new ListTagsCommand({ Resource: first?.FunctionArn }))
    expect(Tags).toMatchObject({ env: 'prod', team: 'payments' })
    const settings = await client.send(new GetAccountSettingsCommand({}))
    expect(settings.AccountLimit?.ConcurrentExecutions).toBe(1000)
    expect(settings.AccountUsage?.FunctionCount).toBe(functions.length)
    const unknown = client.send(new ListTagsCommand({ Resource: `${first?.FunctionArn}x` }))
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

describe('s3', () => {
  it('lists buckets of all regions, with the region where a parameter is sent', async () => {
    const client = aws.client(S3Client)
    const { Buckets } = await client.send(new ListBucketsCommand({}))
    expect(Buckets?.map(b => b.Name)).toEqual(
      ['access-logs', 'billing', 'eu-uploads', 'uploads'].map(name => `acme-prod-${name}`),
    )
    expect(Buckets?.map(b => b.BucketRegion)).toEqual(Buckets?.map(() => undefined))
    const ireland = aws.client(S3Client, { region: 'eu-west-1' })
    const there = await all(
      paginateListBuckets({ client: ireland, pageSize: 1 }, { BucketRegion: 'eu-west-1' }),
      p => p.Buckets,
    )
    expect(there.map(b => [b.Name, b.BucketRegion])).toEqual([['acme-prod-eu-uploads', 'eu-west-1']])
  })

  it('lists buckets for clients that do not name the operation in the query', async () => {
    const client = aws.client(S3Client)
    client.middlewareStack.add(
      next => args => {
        const { query } = args.request as { query: Record<string, unknown> }
        delete query['x-id']
        return next(args)
      },
      { step: 'build' },
    )
    const { Buckets } = await client.send(new ListBucketsCommand({}))
    expect(Buckets).toHaveLength(4)
    const { TagSet } = await client.send(new GetBucketTaggingCommand({ Bucket: 'acme-prod-uploads' }))
    expect(plain(TagSet)).toMatchObject({ env: 'prod' })
  })

  it('tells where a bucket is, and its tags there alone', async () => {
    const client = aws.client(S3Client)
    const ireland = aws.client(S3Client, { region: 'eu-west-1' })
    const Bucket = 'acme-prod-eu-uploads'
    expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('eu-west-1')
    expect(
      (await client.send(new GetBucketLocationCommand({ Bucket: 'acme-prod-uploads' }))).LocationConstraint,
    ).toBeUndefined()
    expect(plain((await ireland.send(new GetBucketTaggingCommand({ Bucket }))).TagSet)).toMatchObject({
      team: 'orders',
    })
    await expect(client.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
      name: 'PermanentRedirect',
    })
    await expect(client.send(new GetBucketTaggingCommand({ Bucket: 'acme-prod-access-logs' }))).rejects.toMatchObject({
      name: 'NoSuchTagSet',
    })
    await expect(client.send(new GetBucketTaggingCommand({ Bucket: 'not-ours' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    })
  })
})

describe('sqs', () => {
  it('lists queues, their attributes and tags', async () => {
    const client = aws.client(SQSClient)
    const urls = await all(paginateListQueues({ client, pageSize: 2 }, {}), p => p.QueueUrls)
    expect(urls.map(u => u.split('/').at(-1))).toEqual(['prod-orders', 'prod-orders-dlq', 'prod-emails'])
    const { QueueUrls } = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'prod-e' }))
    expect(QueueUrls).toHaveLength(1)
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: urls[0], AttributeNames: ['All'] }),
    )
    expect(Attributes?.QueueArn).toBe(`arn:aws:sqs:us-east-1:${prod}:prod-orders`)
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '')).toMatchObject({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:${prod}:prod-orders-dlq`,
    })
    const dead = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: urls[1], AttributeNames: ['ApproximateNumberOfMessages'] }),
    )
    expect(dead.Attributes).toEqual({ ApproximateNumberOfMessages: '214' })
    expect((await client.send(new ListQueueTagsCommand({ QueueUrl: urls[0] }))).Tags).toMatchObject({ team: 'orders' })
    const unknown = client.send(new ListQueueTagsCommand({ QueueUrl: `${urls[0]}x` }))
    await expect(unknown).rejects.toMatchObject({ name: expect.stringMatching(/QueueDoesNotExist|NonExistentQueue/) })
  })
})

describe('dynamodb', () => {
  it('lists tables by name, describes them and their tags', async () => {
    const client = aws.client(DynamoDBClient)
    const { TableNames, LastEvaluatedTableName } = await client.send(new ListTablesCommand({ Limit: 1 }))
    expect(TableNames).toEqual(['prod-carts'])
    expect(LastEvaluatedTableName).toBeUndefined()
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'prod-carts' }))
    expect(Table).toEqual(state().tables[0])
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }))
    expect(plain(Tags)).toMatchObject({ env: 'prod' })
    await expect(client.send(new DescribeTableCommand({ TableName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })
})

describe('ecs', () => {
  it('lists and describes clusters and services, with tags on demand', async () => {
    const client = aws.client(ECSClient)
    const clusters = await all(paginateListClusters({ client, pageSize: 1 }, {}), p => p.clusterArns)
    expect(clusters).toEqual([`arn:aws:ecs:us-east-1:${prod}:cluster/prod-orders`])
    const described = await client.send(
      new DescribeClustersCommand({ clusters: [...clusters, 'none'], include: ['TAGS'] }),
    )
    expect(described.clusters).toEqual(state().clusters)
    expect(described.failures?.map(f => f.reason)).toEqual(['MISSING'])
    const [cluster] = clusters
    const services = await all(paginateListServices({ client, pageSize: 1 }, { cluster }), p => p.serviceArns)
    expect(services).toHaveLength(2)
    const bare = await client.send(new DescribeServicesCommand({ cluster, services }))
    expect(bare.services?.map(s => s.tags)).toEqual([[], []])
    const tagged = await client.send(new DescribeServicesCommand({ cluster, services, include: ['TAGS'] }))
    expect(tagged.services).toEqual(state().services)
    await expect(client.send(new DescribeServicesCommand({ cluster: 'none', services }))).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
    })
  })
})

describe('account', () => {
  it('lists regions by status', async () => {
    const client = aws.client(AccountClient)
    const { Regions } = await client.send(
      new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] }),
    )
    expect(Regions?.map(r => r.RegionName)).toEqual(['ap-southeast-2', 'eu-west-1', 'us-east-1'])
  })
})

describe('cloudwatch alarms', () => {
  it('are filtered, and their tags asked for', async () => {
    const client = aws.client(CloudWatchClient)
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }))
    expect(MetricAlarms?.map(a => a.AlarmName)).toEqual(['prod-orders-dlq-not-empty'])
    const paged = await client.send(new DescribeAlarmsCommand({ MaxRecords: 2, AlarmNamePrefix: 'prod-' }))
    expect(paged.MetricAlarms).toHaveLength(2)
    expect(paged.NextToken).toBeDefined()
    expect((await client.send(new AlarmTags({ ResourceARN: MetricAlarms?.[0]?.AlarmArn }))).Tags).toEqual([])
    await expect(
      client.send(new AlarmTags({ ResourceARN: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:x' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })
})
