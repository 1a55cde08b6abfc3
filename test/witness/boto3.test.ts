import { CloudWatchClient, type Metric, paginateListMetrics } from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { systemClock } from '../../src/core/clock.ts'
import { awsEnvironment, isPresent, run } from './run.ts'

const present = isPresent('python3', ['-c', 'import boto3'])
let simulator: Simulator

beforeAll(async () => {
  if (present) simulator = await startSimulator({ seed: 1, clock: systemClock })
})
afterAll(() => simulator?.close())

/** Every page of an operation, as JSON; a client error as its code and message. */
const program = `
import boto3, json, sys
from botocore.config import Config
from botocore.exceptions import ClientError
service, operation, key = sys.argv[1:4]
client = boto3.client(service, config=Config(s3={'addressing_style': 'path'}))
try:
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate()
        print(json.dumps([item for page in pages for item in page.get(key, [])], default=str))
    else:
        print(json.dumps(getattr(client, operation)()[key], default=str))
except ClientError as error:
    print(json.dumps(error.response['Error']))
`

function prod(accounts: Simulator['accounts']) {
  const [first] = accounts
  if (!first) throw new Error('the simulated AWS has no account')
  return first
}

async function boto(service: string, operation: string, key: string, given?: Simulator['heycloud']) {
  const keys = given ?? prod(simulator.accounts)
  const args = ['-c', program, service, operation, key]
  const { code, stdout, stderr } = await run('python3', args, { env: awsEnvironment(simulator.endpoint, keys) })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

describe('witness: boto3', { timeout: 120_000 }, () => {
  it.skipIf(!present).each([
    ['cloudwatch', 'list_metrics', 'Metrics'],
    ['cloudwatch', 'describe_alarms', 'MetricAlarms'],
    ['ec2', 'describe_instances', 'Reservations'],
    ['ec2', 'describe_volumes', 'Volumes'],
    ['ec2', 'describe_regions', 'Regions'],
    ['resourcegroupstaggingapi', 'get_resources', 'ResourceTagMappingList'],
    ['lambda', 'list_functions', 'Functions'],
    ['rds', 'describe_db_instances', 'DBInstances'],
    ['elbv2', 'describe_load_balancers', 'LoadBalancers'],
    ['dynamodb', 'list_tables', 'TableNames'],
    ['ecs', 'list_clusters', 'clusterArns'],
    ['sqs', 'list_queues', 'QueueUrls'],
    ['s3', 'list_buckets', 'Buckets'],
    ['iam', 'list_users', 'Users'],
    ['iam', 'list_policies', 'Policies'],
  ])('%s %s answers', async (service, operation, key) => {
    const items = await boto(service, operation, key)
    expect(items).toBeInstanceOf(Array)
    expect(items.length).toBeGreaterThan(0)
  })

  it.skipIf(!present)('lists the same metrics as the SDK for JavaScript', async () => {
    const theirs = await boto('cloudwatch', 'list_metrics', 'Metrics')
    const { endpoint, accounts } = simulator
    const client = new CloudWatchClient({ endpoint, region: 'us-east-1', credentials: { ...prod(accounts) } })
    const ours: Metric[] = []
    for await (const page of paginateListMetrics({ client }, {})) ours.push(...(page.Metrics ?? []))
    expect(theirs).toEqual(JSON.parse(JSON.stringify(ours)))
  })

  it.skipIf(!present).each([
    ['ec2', 'describe_instances', 'Reservations', 'UnauthorizedOperation'],
    ['cloudwatch', 'list_metrics', 'Metrics', 'AccessDenied'],
    ['resourcegroupstaggingapi', 'get_resources', 'ResourceTagMappingList', 'AccessDeniedException'],
    ['lambda', 'list_functions', 'Functions', 'AccessDeniedException'],
    ['rds', 'describe_db_instances', 'DBInstances', 'AccessDenied'],
    ['s3', 'list_buckets', 'Buckets', 'AccessDenied'],
  ])('%s %s is refused to HeyCloud itself', async (service, operation, key, code) => {
    const error = await boto(service, operation, key, simulator.heycloud)
    expect(error.Code).toBe(code)
    expect(error.Message).toContain('because no identity-based policy allows the')
  })
})
