// GovCloud and China: accounts, keys, policies and ARNs of their own, and nothing that leads from one partition into another.
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account'
import { CloudWatchClient, DescribeAlarmsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeRegionsCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccountAliasesCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../src/core/clock.ts'
import { type SimulatedCredentials, type Simulator, startSimulator } from './index.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock: systemClock })
})
afterAll(() => simulator.close())

interface Keys {
  accessKeyId: string
  secretAccessKey: string
}

const options = ({ accessKeyId, secretAccessKey }: Keys, region: string) => ({
  ...{ endpoint: simulator.endpoint, region, forcePathStyle: true, maxAttempts: 1 },
  credentials: { accessKeyId, secretAccessKey },
})
const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement })
const read = (Resource = '*') => document({ Effect: 'Allow', Action: ['cloudwatch:List*', 'ec2:Describe*'], Resource })

const places = [
  { partition: 'aws-us-gov', region: 'us-gov-west-1', other: 'us-gov-east-1', suffix: 'amazonaws.com' },
  { partition: 'aws-cn', region: 'cn-north-1', other: 'cn-northwest-1', suffix: 'amazonaws.com.cn' },
] as const

function adminOf(partition: string): SimulatedCredentials {
  const found = simulator.furtherAccounts.find(account => account.partition === partition)
  if (!found) throw new Error(`There is no account in ${partition}`)
  return found
}

/** What an operator does by the guide: a user, a policy, a key. */
async function makeReader(partition: string, region: string, name: string, policy = read()): Promise<Keys> {
  const iam = new IAMClient(options(adminOf(partition), region))
  await iam.send(new CreateUserCommand({ UserName: name }))
  const made = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: policy }))
  await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: made.Policy?.Arn }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }))
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
}

describe.each(places)('$partition', ({ partition, region, other, suffix }) => {
  const whoAmI = (keys: Keys, where: string = region) =>
    new STSClient(options(keys, where)).send(new GetCallerIdentityCommand({}))

  it('stands apart from the accounts that are listed', () => {
    expect(simulator.accounts.map(({ name }) => name)).toEqual(['prod', 'staging'])
    expect(simulator.world.accounts.some(({ accountId }) => accountId === adminOf(partition).accountId)).toBe(false)
  })

  it('knows a user by its key in its own regions alone', async () => {
    const keys = await makeReader(partition, region, 'reader')
    const { accountId } = adminOf(partition)
    expect(await whoAmI(keys)).toMatchObject({
      Account: accountId,
      Arn: `arn:${partition}:iam::${accountId}:user/reader`,
    })
    expect((await whoAmI(keys, other)).Account).toBe(accountId)
    for (const foreign of ['us-east-1', ...places.filter(place => place.region !== region).map(place => place.region)])
      await expect(whoAmI(keys, foreign)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    const [prod] = simulator.accounts
    if (prod) await expect(whoAmI(prod)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })

  it('has ARNs, regions and host names of its own', async () => {
    const admin = adminOf(partition)
    const tags = await new ResourceGroupsTaggingAPIClient(options(admin, region)).send(new GetResourcesCommand({}))
    const arns = (tags.ResourceTagMappingList ?? []).map(({ ResourceARN }) => ResourceARN ?? '')
    expect(arns.length).toBeGreaterThan(10)
    expect(arns.filter(arn => !arn.startsWith(`arn:${partition}:`))).toEqual([])
    const { Regions } = await new EC2Client(options(admin, region)).send(new DescribeRegionsCommand({}))
    expect(Regions?.map(({ Endpoint }) => Endpoint).sort()).toEqual(
      [`ec2.${region}.${suffix}`, `ec2.${other}.${suffix}`].sort(),
    )
    const account = new AccountClient(options(admin, region === 'cn-north-1' ? 'cn-northwest-1' : region))
    expect(
      (await account.send(new ListRegionsCommand({}))).Regions?.map(({ RegionName }) => RegionName).sort(),
    ).toEqual([region, other].sort())
    const { Metrics } = await new CloudWatchClient(options(admin, region)).send(new ListMetricsCommand({}))
    expect(Metrics?.length).toBeGreaterThan(20)
    const { MetricAlarms } = await new CloudWatchClient(options(admin, region)).send(new DescribeAlarmsCommand({}))
    expect(MetricAlarms?.[0]?.AlarmArn).toMatch(`arn:${partition}:cloudwatch:${region}:`)
    const { Buckets } = await new S3Client(options(admin, region)).send(new ListBucketsCommand({ MaxBuckets: 10 }))
    expect(Buckets?.[0]).toMatchObject({
      BucketRegion: region,
      BucketArn: expect.stringMatching(`^arn:${partition}:s3:::`),
    })
  })

  it('signs for IAM in one region', async () => {
    const admin = adminOf(partition)
    const aliases = (where: string) => new IAMClient(options(admin, where)).send(new ListAccountAliasesCommand({}))
    expect((await aliases(region)).AccountAliases).toEqual([admin.alias])
    await expect(aliases(other)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  })

  it('lets a key be no more than its policy', async () => {
    const keys = await makeReader(partition, region, 'narrow')
    await new EC2Client(options(keys, region)).send(new DescribeVolumesCommand({}))
    const { accountId } = adminOf(partition)
    await expect(
      new ResourceGroupsTaggingAPIClient(options(keys, region)).send(new GetResourcesCommand({})),
    ).rejects.toThrow(
      `User: arn:${partition}:iam::${accountId}:user/narrow is not authorized to perform: tag:GetResources`,
    )
    const simulated = await new IAMClient(options(adminOf(partition), region)).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: `arn:${partition}:iam::${accountId}:user/narrow`,
        ActionNames: ['ec2:DescribeVolumes', 'tag:GetResources'],
      }),
    )
    expect(simulated.EvaluationResults?.map(({ EvalDecision }) => EvalDecision)).toEqual(['allowed', 'implicitDeny'])
  })

  it('refuses an inactive, a deleted and a wrongly signed key', async () => {
    const keys = await makeReader(partition, region, 'leaving')
    const iam = new IAMClient(options(adminOf(partition), region))
    const key = { UserName: 'leaving', AccessKeyId: keys.accessKeyId }
    await expect(whoAmI({ ...keys, secretAccessKey: 'wrong' })).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
    await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }))
    await expect(whoAmI(keys)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Active' }))
    await whoAmI(keys)
    await iam.send(new DeleteAccessKeyCommand(key))
    await expect(whoAmI(keys)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })

  it('takes no policy about, and trusts nobody of, another partition', async () => {
    const iam = new IAMClient(options(adminOf(partition), region))
    const resource = 'arn:aws:iam::*:role/HeyCloud*'
    await expect(
      iam.send(new CreatePolicyCommand({ PolicyName: 'foreign', PolicyDocument: read(resource) })),
    ).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: `Partition "aws" is not valid for resource "${resource}".`,
    })
    await iam.send(
      new CreatePolicyCommand({ PolicyName: 'anywhere', PolicyDocument: read('arn:aws*:ec2:*:*:volume/*') }),
    )
    const principal = `arn:aws:iam::${simulator.heycloud.accountId}:root`
    const trust = document({ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' })
    await expect(
      iam.send(new CreateRoleCommand({ RoleName: 'Foreign', AssumeRolePolicyDocument: trust })),
    ).rejects.toThrow(`Invalid principal in policy: "AWS":"${principal}"`)
  })

  it('has no role that another partition can assume, whoever it trusts', async () => {
    const admin = adminOf(partition)
    const trust = document({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' })
    await new IAMClient(options(admin, region)).send(
      new CreateRoleCommand({ RoleName: 'Open', AssumeRolePolicyDocument: trust }),
    )
    const RoleArn = `arn:${partition}:iam::${admin.accountId}:role/Open`
    const assume = (keys: Keys, where: string) =>
      new STSClient(options(keys, where)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }))
    expect((await assume(admin, region)).AssumedRoleUser?.Arn).toBe(
      `arn:${partition}:sts::${admin.accountId}:assumed-role/Open/test`,
    )
    await expect(assume(simulator.heycloud, 'us-east-1')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(`is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}$`),
    })
    await expect(assume(simulator.heycloud, region)).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })
})
