import { createRequire } from 'node:module'
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
import { DescribeTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { DescribeInstancesCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { GetFunctionCommand, LambdaClient, ListFunctionsCommand, ListTagsCommand } from '@aws-sdk/client-lambda'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import {
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AwsError, type Operation, type SimulatedService } from '../contract.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const fromClient = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-cloudwatch'))
const { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } = fromClient('@aws-sdk/core/protocols')

const odd = 'a & b <c> "d" \'e\' é 漢 +%20 =?'
const at = new Date('2026-11-23T12:34:56.000Z')
const seen: Record<string, unknown> = {}

/** Keeps what arrived and answers with what is given. */
function answering(name: string, output: unknown): Operation {
  return {
    requires: () => [],
    answer(input) {
      seen[name] = input
      if (output instanceof AwsError) throw output
      return output
    },
  }
}

const services: SimulatedService[] = [
  {
    signingName: 'monitoring',
    client: '@aws-sdk/client-cloudwatch',
    protocol: 'awsJson1_0',
    target: 'GraniteServiceVersion20100801',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    operations: {
      GetMetricData: answering('GetMetricData', {
        MetricDataResults: [
          { Id: 'a', Label: odd, Timestamps: [at], Values: [1.25, 1e-7, -3e21], StatusCode: 'Complete' },
          { Id: 'b', Timestamps: [], Values: [], StatusCode: 'PartialData' },
        ],
        NextToken: 't=&<>',
      }),
      DescribeAlarms: answering('DescribeAlarms', {
        MetricAlarms: [
          { AlarmName: odd, Threshold: 1.5, ActionsEnabled: false, StateUpdatedTimestamp: at, Period: 60 },
        ],
        CompositeAlarms: [],
      }),
      PutMetricData: answering('PutMetricData', undefined),
      SetAlarmState: answering('SetAlarmState', new AwsError('ResourceNotFound', 'no such alarm', 404)),
    },
  },
  {
    signingName: 'tagging',
    client: '@aws-sdk/client-resource-groups-tagging-api',
    protocol: 'awsJson1_1',
    target: 'ResourceGroupsTaggingAPI_20170126',
    operations: {
      GetResources: answering('GetResources', {
        PaginationToken: '',
        ResourceTagMappingList: [{ ResourceARN: 'arn:aws:s3:::b', Tags: [{ Key: odd, Value: '' }] }],
      }),
    },
  },
  {
    signingName: 'dynamodb',
    client: '@aws-sdk/client-dynamodb',
    protocol: 'awsJson1_0',
    target: 'DynamoDB_20120810',
    operations: {
      DescribeTable: answering('DescribeTable', {
        Table: { TableName: 't', CreationDateTime: at, TableSizeBytes: 9_007_199_254_740_991 },
      }),
      GetItem: answering('GetItem', { Item: { id: { S: odd }, bytes: { B: Uint8Array.from([0, 255]) } } }),
    },
  },
  {
    signingName: 'ec2',
    client: '@aws-sdk/client-ec2',
    protocol: 'ec2Query',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    operations: {
      DescribeInstances: answering('DescribeInstances', {
        Reservations: [
          {
            ReservationId: 'r-1',
            Instances: [
              {
                InstanceId: 'i-1',
                EbsOptimized: true,
                LaunchTime: at,
                State: { Code: 16, Name: 'running' },
                Tags: [{ Key: 'Name', Value: odd }],
              },
            ],
          },
        ],
        NextToken: 'next',
      }),
    },
  },
  {
    signingName: 'lambda',
    client: '@aws-sdk/client-lambda',
    protocol: 'restJson1',
    operations: {
      ListFunctions: answering('ListFunctions', {
        Functions: [{ FunctionName: 'f', MemorySize: 128, Environment: { Variables: { A: odd } } }],
      }),
      ListTags: answering('ListTags', { Tags: { [odd]: 'x' } }),
      GetFunction: answering('GetFunction', new AwsError('ResourceNotFoundException', 'Function not found: f', 404)),
    },
  },
  {
    signingName: 's3',
    client: '@aws-sdk/client-s3',
    protocol: 'restXml',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    operations: {
      ListBuckets: answering('ListBuckets', { Buckets: [{ Name: 'b', CreationDate: at }], Owner: { ID: 'o' } }),
      GetBucketTagging: answering('GetBucketTagging', { TagSet: [{ Key: odd, Value: 'x' }] }),
      GetBucketLocation: answering('GetBucketLocation', { LocationConstraint: 'eu-west-1' }),
      HeadBucket: answering('HeadBucket', { BucketRegion: 'eu-west-1' }),
      ListObjectsV2: answering('ListObjectsV2', {
        Name: 'b',
        Contents: [
          { Key: odd, Size: 3, LastModified: at },
          { Key: 'k2', Size: 4 },
        ],
        KeyCount: 2,
      }),
      GetObject: answering('GetObject', new AwsError('NoSuchKey', 'The specified key does not exist.', 404)),
    },
  },
  {
    signingName: 'sqs',
    client: '@aws-sdk/client-sqs',
    protocol: 'awsJson1_0',
    target: 'AmazonSQS',
    operations: {
      GetQueueAttributes: answering(
        'GetQueueAttributes',
        new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.'),
      ),
    },
  },
]

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ services })
})
afterAll(async () => {
  await server.close()
  expect(server.logged).toEqual([])
})

describe.each([
  ['awsJson1_0', undefined],
  ['awsQuery', AwsQueryProtocol],
  ['rpcV2Cbor', AwsSmithyRpcV2CborProtocol],
])('CloudWatch over %s', (name, protocol) => {
  const client = (more: object = {}) =>
    new CloudWatchClient({ ...server.options(server.admin), ...(protocol ? { protocol } : {}), ...more })

  it('reads an input and writes an output whole', async () => {
    const input = {
      StartTime: at,
      EndTime: new Date(at.getTime() + 3_600_000),
      MaxDatapoints: 100,
      MetricDataQueries: [
        {
          Id: 'a',
          ReturnData: false,
          MetricStat: {
            Metric: { Namespace: 'AWS/EC2', MetricName: 'CPU', Dimensions: [{ Name: 'InstanceId', Value: odd }] },
            Period: 60,
            Stat: 'p99.9',
          },
        },
        { Id: 'b', Expression: 'a*2' },
      ],
    }
    const output = await client().send(new GetMetricDataCommand(input))
    expect(seen.GetMetricData).toEqual(input)
    expect(output.NextToken).toBe('t=&<>')
    expect(output.MetricDataResults?.[0]).toEqual({
      Id: 'a',
      Label: odd,
      Timestamps: [at],
      Values: [1.25, 1e-7, -3e21],
      StatusCode: 'Complete',
    })
    expect(output.MetricDataResults?.[1]).toMatchObject({ Id: 'b', Timestamps: [], Values: [] })
  })

  it('writes booleans, numbers and timestamps', async () => {
    const output = await client().send(new DescribeAlarmsCommand({ AlarmNames: [odd], MaxRecords: 5 }))
    expect(seen.DescribeAlarms).toEqual({ AlarmNames: [odd], MaxRecords: 5 })
    expect(output.MetricAlarms?.[0]).toEqual({
      AlarmName: odd,
      Threshold: 1.5,
      ActionsEnabled: false,
      StateUpdatedTimestamp: at,
      Period: 60,
    })
  })

  it('reads a long body, compressed by the SDK', async () => {
    const MetricData = Array.from({ length: 400 }, (_, index) => ({
      MetricName: `m${index}`,
      Value: index,
      Timestamp: at,
    }))
    // The SDK's CBOR protocol announces the length before compression, so there it has to be off.
    const compression = name === 'rpcV2Cbor' ? { disableRequestCompression: true } : {}
    await client(compression).send(new PutMetricDataCommand({ Namespace: 'N', MetricData }))
    expect(seen.PutMetricData).toEqual({ Namespace: 'N', MetricData })
  })

  it('sends an error under the name of the model, and under its query code', async () => {
    const failure = client().send(new SetAlarmStateCommand({ AlarmName: 'x', StateValue: 'OK', StateReason: 'y' }))
    await expect(failure).rejects.toMatchObject({
      name: 'ResourceNotFound',
      message: expect.stringContaining('no such alarm'),
      $metadata: { httpStatusCode: 404 },
    })
  })
})

describe('JSON 1.0 and 1.1', () => {
  it('serves the tagging API', async () => {
    const client = new ResourceGroupsTaggingAPIClient(server.options(server.admin))
    const output = await client.send(new GetResourcesCommand({ TagFilters: [{ Key: 'env', Values: [odd] }] }))
    expect(seen.GetResources).toEqual({ TagFilters: [{ Key: 'env', Values: [odd] }] })
    expect(output.ResourceTagMappingList).toEqual([{ ResourceARN: 'arn:aws:s3:::b', Tags: [{ Key: odd, Value: '' }] }])
  })

  it('serves DynamoDB with its own value types', async () => {
    const client = new DynamoDBClient(server.options(server.admin))
    const table = await client.send(new DescribeTableCommand({ TableName: 't' }))
    expect(table.Table).toMatchObject({ CreationDateTime: at, TableSizeBytes: 9_007_199_254_740_991 })
    const item = await client.send(new GetItemCommand({ TableName: 't', Key: { id: { S: odd } } }))
    expect(seen.GetItem).toEqual({ TableName: 't', Key: { id: { S: odd } } })
    expect(item.Item?.id).toEqual({ S: odd })
    expect([...(item.Item?.bytes?.B ?? [])]).toEqual([0, 255])
  })

  it('sends SQS errors in both spellings', async () => {
    const client = new SQSClient(server.options(server.admin))
    const failure = client.send(new GetQueueAttributesCommand({ QueueUrl: `${server.endpoint}/1/q` }))
    await expect(failure).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
    })
  })
})

describe('ec2Query', () => {
  it('reads filters and writes nested lists', async () => {
    const client = new EC2Client(server.options(server.admin))
    const input = { Filters: [{ Name: 'tag:Name', Values: ['a', odd] }], InstanceIds: ['i-1', 'i-2'], MaxResults: 5 }
    const output = await client.send(new DescribeInstancesCommand(input))
    expect(seen.DescribeInstances).toEqual(input)
    expect(output.NextToken).toBe('next')
    expect(output.Reservations?.[0]?.Instances?.[0]).toMatchObject({
      InstanceId: 'i-1',
      EbsOptimized: true,
      LaunchTime: at,
      State: { Code: 16, Name: 'running' },
      Tags: [{ Key: 'Name', Value: odd }],
    })
  })

  it('refuses what is not simulated as AWS refuses what it does not know', async () => {
    const client = new EC2Client(server.options(server.admin))
    await expect(client.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: 'The action DescribeVpcs is not valid for this web service.',
    })
  })
})

describe('restJson1', () => {
  it('reads the path and the query, and writes maps', async () => {
    const client = new LambdaClient(server.options(server.admin))
    const functions = await client.send(new ListFunctionsCommand({ MaxItems: 3, Marker: odd }))
    expect(seen.ListFunctions).toEqual({ MaxItems: 3, Marker: odd })
    expect(functions.Functions?.[0]?.Environment?.Variables).toEqual({ A: odd })
    const arn = 'arn:aws:lambda:us-east-1:111122223333:function:f'
    expect((await client.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ [odd]: 'x' })
    expect(seen.ListTags).toEqual({ Resource: arn })
  })

  it('sends errors', async () => {
    const client = new LambdaClient(server.options(server.admin))
    await expect(client.send(new GetFunctionCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: f',
    })
  })
})

describe('restXml', () => {
  const client = () => new S3Client({ ...server.options(server.admin), forcePathStyle: true })

  it('serves buckets by path style', async () => {
    expect((await client().send(new ListBucketsCommand({}))).Buckets).toEqual([{ Name: 'b', CreationDate: at }])
    expect((await client().send(new GetBucketTaggingCommand({ Bucket: 'b' }))).TagSet).toEqual([
      { Key: odd, Value: 'x' },
    ])
    expect(seen.GetBucketTagging).toEqual({ Bucket: 'b' })
    expect((await client().send(new GetBucketLocationCommand({ Bucket: 'b' }))).LocationConstraint).toBe('eu-west-1')
    expect((await client().send(new HeadBucketCommand({ Bucket: 'b' }))).BucketRegion).toBe('eu-west-1')
  })

  it('writes flattened lists', async () => {
    const output = await client().send(new ListObjectsV2Command({ Bucket: 'b', Prefix: odd }))
    expect(seen.ListObjectsV2).toMatchObject({ Bucket: 'b', Prefix: odd })
    expect(output.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
      [odd, 3],
      ['k2', 4],
    ])
  })

  it('signs and reads keys with odd characters', async () => {
    const failure = client().send(new GetObjectCommand({ Bucket: 'b', Key: `x/${odd}` }))
    await expect(failure).rejects.toMatchObject({ name: 'NoSuchKey' })
    expect(seen.GetObject).toMatchObject({ Bucket: 'b', Key: `x/${odd}` })
  })
})

describe('awsQuery', () => {
  it('reads lists of structures and writes errors', async () => {
    const client = new IAMClient(server.options(server.admin))
    const failure = client.send(
      new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{', Tags: [{ Key: odd, Value: odd }] }),
    )
    await expect(failure).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: 'This policy contains invalid Json',
    })
  })
})
