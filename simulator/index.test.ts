import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchClient, GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR, movableClock, systemClock } from '../src/core/clock.ts'
import { type Simulator, startSimulator } from './index.ts'
import { trustPolicy } from './test-server.ts'

let simulator: Simulator
const clock = movableClock()

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock })
})
afterAll(() => simulator.close())

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (Action: string | string[]) => ({ Effect: 'Allow', Action, Resource: '*' })

interface Keys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

const options = (keys: Keys, region = 'us-east-1') => ({
  endpoint: simulator.endpoint,
  region,
  credentials: { ...keys },
  maxAttempts: 1,
})

function prod(): Keys {
  const [first] = simulator.accounts
  if (!first) throw new Error('no account')
  return first
}

/** What a user does by the guide: a policy, a role with the external ID, and HeyCloud assumes it. */
async function delegate(name: string, policy: string): Promise<Keys> {
  const iam = new IAMClient(options(prod()))
  const made = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: policy }))
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustPolicy('the-id') }))
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: made.Policy?.Arn }))
  return assume(name)
}

async function assume(name: string): Promise<Keys> {
  const sts = new STSClient(options(simulator.heycloud, 'eu-west-1'))
  const input = {
    RoleArn: `arn:aws:iam::111122223333:role/${name}`,
    RoleSessionName: 'heycloud-test',
    ExternalId: 'the-id',
  }
  const { Credentials } = await sts.send(new AssumeRoleCommand(input))
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
}

describe('a delegated role', () => {
  it('reads what its policy allows, in every region', async () => {
    const keys = await delegate('Reader', document(allow(['cloudwatch:*', 'ec2:Describe*', 'tag:GetResources'])))
    for (const region of ['us-east-1', 'eu-west-1', 'ap-southeast-2']) {
      const metrics = await new CloudWatchClient(options(keys, region)).send(new ListMetricsCommand({}))
      expect(metrics.Metrics).toBeDefined()
    }
    const instances = await new EC2Client(options(keys)).send(new DescribeInstancesCommand({}))
    expect(instances.Reservations?.length).toBeGreaterThan(0)
  })

  it.each([
    [
      'CloudWatch',
      (keys: Keys) => new CloudWatchClient(options(keys)).send(new ListMetricsCommand({})),
      'AccessDenied',
      'is not authorized to perform: cloudwatch:ListMetrics because no identity-based policy allows the cloudwatch:ListMetrics action',
    ],
    [
      'EC2',
      (keys: Keys) => new EC2Client(options(keys)).send(new DescribeInstancesCommand({})),
      'UnauthorizedOperation',
      'You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/Nothing/heycloud-test is not',
    ],
    [
      'the tagging API',
      (keys: Keys) => new ResourceGroupsTaggingAPIClient(options(keys)).send(new GetResourcesCommand({})),
      'AccessDeniedException',
      'because no identity-based policy allows the tag:GetResources action',
    ],
  ])('is refused by %s in its own words', async (_name, call, code, message) => {
    const keys = await assume('Nothing').catch(() => delegate('Nothing', document(allow('sts:GetCallerIdentity'))))
    const error = await call(keys).catch((refusal: unknown) => refusal)
    expect([(error as { name: string }).name, (error as { Code?: string }).Code]).toContain(code)
    expect(String(error)).toContain(message)
    expect(simulator.ledger.total({ accountId: '111122223333' }).denied).toBeGreaterThan(0)
  })

  it('is told of explicit denies, boundaries and organization policies', async () => {
    const keys = await delegate('Limited', document(allow('*')))
    const list = () => new CloudWatchClient(options(keys)).send(new ListMetricsCommand({}))
    const iam = new IAMClient(options(prod()))
    await expect(list()).resolves.toBeDefined()
    const deny = document({ Effect: 'Deny', Action: 'cloudwatch:ListMetrics', Resource: '*' })
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Limited', PolicyName: 'deny', PolicyDocument: deny }))
    await expect(list()).rejects.toThrow('with an explicit deny in an identity-based policy')
    simulator.iam.change('111122223333', draft => {
      draft.serviceControlPolicies = [document(allow(['iam:*', 'sts:*', 'ec2:*']))]
      if (draft.roles.limited) draft.roles.limited.inline = {}
    })
    await expect(list()).rejects.toThrow('because no service control policy allows the cloudwatch:ListMetrics action')
    simulator.iam.change('111122223333', draft => {
      draft.serviceControlPolicies = []
      if (draft.roles.limited) draft.roles.limited.boundary = 'arn:aws:iam::aws:policy/SecurityAudit'
    })
    await expect(list()).rejects.toThrow('because no permissions boundary allows the cloudwatch:ListMetrics action')
    // Of a managed policy that denies, its ARN is said too.
    const guard = await iam.send(new CreatePolicyCommand({ PolicyName: 'Guard', PolicyDocument: deny }))
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Limited', PolicyArn: guard.Policy?.Arn }))
    await expect(list()).rejects.toThrow(
      /with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy\/Guard$/,
    )
  })
})

describe('the simulator', () => {
  it('moves the world, and leaves credentials and signatures in real time', async () => {
    const cloudWatch = new CloudWatchClient(options(prod()))
    const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: 'AWS/SQS' }))
    const read = async () => {
      const query = { Id: 'm', MetricStat: { Metric: Metrics?.[0], Period: 300, Stat: 'Sum' } }
      const [StartTime, EndTime] = [new Date(clock.now() - HOUR), new Date(clock.now())]
      const data = await cloudWatch.send(new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries: [query] }))
      return data.MetricDataResults?.[0]?.Timestamps?.[0]?.getTime() ?? 0
    }
    const before = await read()
    clock.advance(48 * HOUR)
    const after = await read()
    clock.advance(-48 * HOUR)
    expect(after - before).toBeGreaterThan(47 * HOUR)
  })

  it('counts what CloudWatch charges for', async () => {
    simulator.ledger.reset()
    await new CloudWatchClient(options(prod())).send(new ListMetricsCommand({}))
    const { calls, charge } = simulator.ledger.total({ service: 'monitoring', operation: 'ListMetrics' })
    expect([calls, charge]).toEqual([1, expect.closeTo(0.00001, 8)])
  })

  it('is the same world after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heycloud-simulator-'))
    const stateFile = join(folder, 'simulator.json')
    const first = await startSimulator({ seed: 3, clock: systemClock, stateFile })
    await first.close()
    const later = movableClock()
    later.advance(5 * HOUR)
    const second = await startSimulator({ seed: 3, clock: later, stateFile })
    await second.close()
    rmSync(folder, { recursive: true })
    expect(second.world.start).toBe(first.world.start)
    expect(second.heycloud).toEqual(first.heycloud)
    expect(second.accounts).toEqual(first.accounts)
  })

  it('refuses a port that is taken', async () => {
    const port = Number(new URL(simulator.endpoint).port)
    await expect(startSimulator({ seed: 1, clock: systemClock, port })).rejects.toThrow('EADDRINUSE')
  })
})
