// EC2 and the tagging API over HTTP with the real SDK.
import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Filter,
  paginateDescribeInstances,
  paginateDescribeVolumes,
} from '@aws-sdk/client-ec2'
import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  GetTagKeysCommand,
  GetTagValuesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated } from '../../test/support/simulated.ts'

let aws: Simulated
let ec2: EC2Client
let tagging: ResourceGroupsTaggingAPIClient
beforeAll(async () => {
  aws = await simulated()
  ec2 = aws.client(EC2Client)
  tagging = aws.client(ResourceGroupsTaggingAPIClient)
})
afterAll(() => aws.simulator.close())

const state = () => aws.simulator.world.region(prod, 'us-east-1')?.state

async function instances(filters: Filter[], client = ec2) {
  const { Reservations } = await client.send(new DescribeInstancesCommand({ Filters: filters }))
  return Reservations?.flatMap(r => r.Instances ?? []) ?? []
}

describe('ec2', () => {
  it('describes instances as they are in the world, page by page', async () => {
    const found = []
    for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 5 }, {})) {
      expect(page.Reservations?.length).toBeLessThanOrEqual(5)
      found.push(...(page.Reservations?.flatMap(r => r.Instances ?? []) ?? []))
    }
    expect(found).toEqual(state()?.instances.map(i => i.shape))
  })

  it('filters by id, state, tag and VPC, with wildcards', async () => {
    const id = state()?.instances[0]?.shape.InstanceId ?? ''
    expect(await instances([{ Name: 'instance-id', Values: [id] }])).toHaveLength(1)
    expect(await instances([{ Name: 'tag:Name', Values: ['prod-web-*'] }])).toHaveLength(4)
    expect(await instances([{ Name: 'tag:team', Values: ['data', 'storefront'] }])).toHaveLength(5)
    expect(
      await instances([
        { Name: 'tag-key', Values: ['owner'] },
        { Name: 'instance-state-name', Values: ['running'] },
      ]),
    ).toHaveLength(4)
    expect(await instances([{ Name: 'vpc-id', Values: ['vpc-none'] }])).toEqual([])
    await expect(instances([{ Name: 'colour', Values: ['red'] }])).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    })
  })

  it('says who does not exist', async () => {
    const call = ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }))
    await expect(call).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' })
    const volume = ec2.send(new DescribeVolumesCommand({ VolumeIds: ['vol-0123456789abcdef0'] }))
    await expect(volume).rejects.toMatchObject({ name: 'InvalidVolume.NotFound' })
  })

  it('shows an instance stopped while it is', async () => {
    const sydney = aws.client(EC2Client, { region: 'ap-southeast-2' })
    const stopped = await instances([{ Name: 'instance-state-name', Values: ['stopped'] }], sydney)
    expect(stopped.map(i => i.Tags?.find(t => t.Key === 'Name')?.Value)).toEqual(['apac-trial'])
    const status = async (IncludeAllInstances: boolean) =>
      (await sydney.send(new DescribeInstanceStatusCommand({ IncludeAllInstances }))).InstanceStatuses?.map(
        s => s.InstanceStatus?.Status,
      )
    expect(await status(false)).toEqual(['ok'])
    expect(await status(true)).toEqual(['ok', 'not-applicable'])
  })

  it('describes volumes, NAT gateways, security groups and tags', async () => {
    const volumes = []
    for await (const page of paginateDescribeVolumes({ client: ec2, pageSize: 5 }, {}))
      volumes.push(...(page.Volumes ?? []))
    expect(volumes).toEqual(state()?.volumes)
    const old = await ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'volume-type', Values: ['gp2'] }] }))
    expect(old.Volumes).toHaveLength(2)
    const { NatGateways } = await ec2.send(
      new DescribeNatGatewaysCommand({ Filter: [{ Name: 'state', Values: ['available'] }] }),
    )
    expect(NatGateways).toEqual(state()?.natGateways)
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}))
    expect(SecurityGroups?.map(g => g.GroupName)).toEqual(state()?.securityGroups.map(g => g.GroupName))
    const { Tags } = await ec2.send(
      new DescribeTagsCommand({
        Filters: [
          { Name: 'resource-type', Values: ['instance'] },
          { Name: 'key', Values: ['Name'] },
        ],
      }),
    )
    expect(Tags?.map(t => t.Value)).toEqual(['prod-web-1', 'prod-web-2', 'prod-web-3', 'prod-web-4', 'prod-batch-1'])
  })

  it('lists enabled regions, or all with their opt-in status', async () => {
    const { Regions } = await ec2.send(new DescribeRegionsCommand({}))
    expect(Regions?.map(r => r.RegionName)).toEqual(['ap-southeast-2', 'eu-west-1', 'us-east-1'])
    const { Regions: all } = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }))
    expect(all?.length).toBeGreaterThan(25)
    expect(all?.find(r => r.RegionName === 'eu-south-1')?.OptInStatus).toBe('not-opted-in')
    await expect(ec2.send(new DescribeRegionsCommand({ RegionNames: ['eu-moon-1'] }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    })
  })

  it('answers a dry run with its error', async () => {
    await expect(ec2.send(new DescribeInstancesCommand({ DryRun: true }))).rejects.toMatchObject({
      name: 'DryRunOperation',
    })
  })
})

async function resources(input: GetResourcesCommandInput, pageSize?: number) {
  const found = []
  const paging = pageSize === undefined ? { client: tagging } : { client: tagging, pageSize }
  for await (const page of paginateGetResources(paging, input)) found.push(...(page.ResourceTagMappingList ?? []))
  return found
}

describe('tagging', () => {
  it('gives every resource that is tagged, and no other, over pages', async () => {
    const found = await resources({}, 7)
    expect(found.map(r => r.ResourceARN)).toEqual([...(state()?.tags.keys() ?? [])])
    const tagged = new Set(found.map(r => r.ResourceARN))
    const untagged = state()?.functions.filter(f => !tagged.has(f.FunctionArn))
    expect(untagged?.map(f => f.FunctionName)).toEqual(['image-thumbnails'])
    expect(await resources({ TagsPerPage: 100 })).toEqual(found)
  })

  it('filters by type and tags', async () => {
    const types = async (...ResourceTypeFilters: string[]) => (await resources({ ResourceTypeFilters })).length
    const tagged = [...(state()?.tags.keys() ?? [])]
    const like = (pattern: RegExp) => tagged.filter(arn => pattern.test(arn)).length
    expect(await types('ec2:instance')).toBe(5)
    expect(await types('elasticloadbalancing:loadbalancer')).toBe(like(/:loadbalancer\//))
    expect(await types('elasticloadbalancing:loadbalancer/app', 'elasticloadbalancing:targetgroup')).toBe(
      like(/:(?:loadbalancer\/app|targetgroup)\//),
    )
    expect(await types('s3', 'sqs', 'lambda:function', 'rds:db', 'ecs:service', 'dynamodb:table')).toBe(10)
    expect(await types('ec2')).toBe(like(/^arn:aws:ec2:/))
    expect(await types('ec2')).toBeGreaterThan(12)
    const team = await resources({ TagFilters: [{ Key: 'team', Values: ['orders'] }, { Key: 'env' }] })
    expect(team.length).toBeGreaterThan(3)
    for (const r of team) expect(r.Tags).toContainEqual({ Key: 'team', Value: 'orders' })
  })

  it('gives keys and values', async () => {
    const { TagKeys } = await tagging.send(new GetTagKeysCommand({}))
    expect(TagKeys).toEqual(['Name', 'aws:autoscaling:groupName', 'env', 'owner', 'service', 'team'])
    const { TagValues } = await tagging.send(new GetTagValuesCommand({ Key: 'team' }))
    expect(TagValues).toEqual(['data', 'orders', 'payments', 'platform', 'reports', 'storefront'])
  })

  it.each<[string, GetResourcesCommandInput]>([
    ['101 resources a page', { ResourcesPerPage: 101 }],
    ['150 tags a page', { TagsPerPage: 150 }],
    ['ARNs together with filters', { ResourceARNList: ['arn:aws:s3:::a'], ResourceTypeFilters: ['s3'] }],
  ])('refuses %s', async (_what, input) => {
    await expect(tagging.send(new GetResourcesCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })
})
