// The services that others run for a shop, over HTTP with the real SDK: two of one signing name told apart, pages, and refusals.
import { APIGatewayClient, GetStagesCommand as GetRestStages, paginateGetRestApis } from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client, GetApisCommand, GetStagesCommand } from '@aws-sdk/client-apigatewayv2'
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront'
import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingClient,
} from '@aws-sdk/client-elastic-load-balancing'
import {
  DescribeLoadBalancersCommand as DescribeNewer,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { DescribeCacheClustersCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache'
import { FirehoseClient, ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose'
import { DescribeClustersCommand, MemoryDBClient } from '@aws-sdk/client-memorydb'
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Simulated, simulated } from '../../test/support/simulated.ts'

let aws: Simulated
beforeAll(async () => {
  aws = await simulated()
})
afterAll(() => aws?.simulator.close())

it('tells Classic Load Balancers from the others by the version of the API', async () => {
  const classic = aws.client(ElasticLoadBalancingClient)
  const { LoadBalancerDescriptions } = await classic.send(new DescribeLoadBalancersCommand({}))
  expect(LoadBalancerDescriptions?.map(found => found.LoadBalancerName)).toEqual(['prod-legacy'])
  const { TagDescriptions } = await classic.send(new DescribeTagsCommand({ LoadBalancerNames: ['prod-legacy'] }))
  expect(TagDescriptions?.[0]?.Tags).toContainEqual({ Key: 'team', Value: 'platform' })
  await expect(classic.send(new DescribeTagsCommand({ LoadBalancerNames: ['gone'] }))).rejects.toMatchObject({
    name: 'AccessPointNotFoundException',
  })
  const { LoadBalancers } = await aws.client(ElasticLoadBalancingV2Client).send(new DescribeNewer({}))
  expect(LoadBalancers?.map(found => found.Type).sort()).toEqual(['application', 'gateway'])
})

it('tells REST APIs from the others by the path', async () => {
  const rest = aws.client(APIGatewayClient)
  const names: (string | undefined)[] = []
  for await (const page of paginateGetRestApis({ client: rest, pageSize: 1 }, {}))
    for (const api of page.items ?? []) {
      names.push(api.name)
      const { item } = await rest.send(new GetRestStages({ restApiId: api.id }))
      expect(item?.map(stage => stage.stageName)).toEqual(['live'])
    }
  expect(names).toEqual(['prod-shop-api'])
  await expect(rest.send(new GetRestStages({ restApiId: 'gone' }))).rejects.toMatchObject({ name: 'NotFoundException' })
  const http = aws.client(ApiGatewayV2Client)
  const { Items = [] } = await http.send(new GetApisCommand({}))
  expect(Items.map(api => [api.Name, api.ProtocolType])).toEqual([['prod-webhooks', 'HTTP']])
  const stages = await http.send(new GetStagesCommand({ ApiId: Items[0]?.ApiId ?? '' }))
  expect(stages.Items?.map(stage => stage.StageName)).toEqual(['$default'])
})

it('gives details of nodes and shards only where they are asked for', async () => {
  const caches = aws.client(ElastiCacheClient)
  const nodes = async (ShowCacheNodeInfo: boolean) => {
    const { CacheClusters = [] } = await caches.send(new DescribeCacheClustersCommand({ ShowCacheNodeInfo }))
    return CacheClusters.map(cluster => cluster.CacheNodes?.length ?? 0)
  }
  expect(await nodes(false)).toEqual([0, 0])
  expect(await nodes(true)).toEqual([1, 1])
  const memory = aws.client(MemoryDBClient)
  const shards = async (ShowShardDetails: boolean) =>
    (await memory.send(new DescribeClustersCommand({ ShowShardDetails }))).Clusters?.[0]?.Shards?.length ?? 0
  expect([await shards(false), await shards(true)]).toEqual([0, 1])
})

it('goes on with delivery streams by name, and says whether there are more', async () => {
  const client = aws.client(FirehoseClient)
  const all = await client.send(new ListDeliveryStreamsCommand({}))
  expect(all).toMatchObject({ DeliveryStreamNames: ['prod-clicks-to-s3'], HasMoreDeliveryStreams: false })
  const after = { ExclusiveStartDeliveryStreamName: 'prod-clicks-to-s3' }
  expect((await client.send(new ListDeliveryStreamsCommand(after))).DeliveryStreamNames).toEqual([])
})

it('lists distributions with their page, and topics; a token that is not its own is refused', async () => {
  const { DistributionList } = await aws.client(CloudFrontClient).send(new ListDistributionsCommand({ MaxItems: 1 }))
  expect(DistributionList).toMatchObject({ Quantity: 1, MaxItems: 1, IsTruncated: false, Marker: '' })
  expect(DistributionList?.Items?.[0]?.Aliases?.Items).toEqual(['shop.acme.test'])
  const sns = aws.client(SNSClient)
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toHaveLength(2)
  await expect(sns.send(new ListTopicsCommand({ NextToken: 'made-up' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})
