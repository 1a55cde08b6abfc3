// Clusters, file systems, DNS and networks over HTTP with the real SDK: pages that follow one another, and AWS's refusals.
import { AutoScalingClient, paginateDescribeAutoScalingGroups } from '@aws-sdk/client-auto-scaling'
import {
  DescribeSnapshotsCommand,
  DescribeVpcsCommand,
  DescribeVpnConnectionsCommand,
  EC2Client,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSubnets,
  paginateDescribeTransitGatewayAttachments,
} from '@aws-sdk/client-ec2'
import { ECRClient, paginateDescribeRepositories } from '@aws-sdk/client-ecr'
import { EFSClient, paginateDescribeFileSystems } from '@aws-sdk/client-efs'
import { DescribeClusterCommand, EKSClient, paginateListClusters } from '@aws-sdk/client-eks'
import { KafkaClient, paginateListClustersV2 } from '@aws-sdk/client-kafka'
import { DescribeDomainsCommand, ListDomainNamesCommand, OpenSearchClient } from '@aws-sdk/client-opensearch'
import { DescribeClustersCommand, RedshiftClient } from '@aws-sdk/client-redshift'
import { paginateListWorkgroups, RedshiftServerlessClient } from '@aws-sdk/client-redshift-serverless'
import { ListHostedZonesCommand, paginateListHealthChecks, Route53Client } from '@aws-sdk/client-route-53'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated } from '../../test/support/simulated.ts'

let aws: Simulated
beforeAll(async () => {
  aws = await simulated()
})
afterAll(() => aws.simulator.close())

const stateOf = () => {
  const found = aws.simulator.world.region(prod, 'us-east-1')
  if (!found) throw new Error('Virginia is not enabled')
  return found.state
}
const things = (kind: string) => stateOf().things.get(kind)?.length

/** All pages' items together, and how many pages there were. */
async function all<P, T>(pages: AsyncIterable<P>, items: (page: P) => T[] | undefined): Promise<[T[], number]> {
  const found: T[] = []
  let count = 0
  for await (const page of pages) {
    found.push(...(items(page) ?? []))
    count += 1
  }
  return [found, count]
}

describe('pages', () => {
  it('of groups carry their instances and tags', async () => {
    const client = aws.client(AutoScalingClient)
    const [groups] = await all(paginateDescribeAutoScalingGroups({ client }, {}), page => page.AutoScalingGroups)
    expect(groups.map(group => group.AutoScalingGroupName)).toEqual(['prod-web'])
    expect(groups[0]?.Instances).toHaveLength(4)
    expect(groups[0]?.Tags?.find(({ Key }) => Key === 'env')).toMatchObject({ Value: 'prod', ResourceId: 'prod-web' })
  })

  it('of clusters, file systems, repositories and workgroups are whole', async () => {
    const [eks] = await all(paginateListClusters({ client: aws.client(EKSClient) }, {}), page => page.clusters)
    expect(eks).toEqual(['prod-tools'])
    const [kafka] = await all(paginateListClustersV2({ client: aws.client(KafkaClient) }, {}), p => p.ClusterInfoList)
    expect(kafka[0]).toMatchObject({ ClusterName: 'prod-orders', Tags: { env: 'prod' } })
    expect(kafka[0]?.CreationTime).toBeInstanceOf(Date)
    const [efs] = await all(paginateDescribeFileSystems({ client: aws.client(EFSClient) }, {}), p => p.FileSystems)
    expect(efs[0]?.SizeInBytes?.Value).toBe(420 * 1024 ** 3)
    const [ecr] = await all(paginateDescribeRepositories({ client: aws.client(ECRClient) }, {}), p => p.repositories)
    expect(ecr.map(({ repositoryName }) => repositoryName)).toEqual(['shop/prod-api'])
    const serverless = aws.client(RedshiftServerlessClient)
    const [workgroups] = await all(paginateListWorkgroups({ client: serverless }, {}), page => page.workgroups)
    expect(workgroups[0]).toMatchObject({ workgroupName: 'prod-reports-analysts', baseCapacity: 32 })
    const { Clusters } = await aws.client(RedshiftClient).send(new DescribeClustersCommand({}))
    expect(Clusters?.[0]?.Tags?.map(({ Key }) => Key)).toContain('team')
  })

  it('of networks follow one another', async () => {
    const client = aws.client(EC2Client)
    const [interfaces, pages] = await all(
      paginateDescribeNetworkInterfaces({ client, pageSize: 5 }, {}),
      page => page.NetworkInterfaces,
    )
    expect(pages).toBeGreaterThan(1)
    expect(interfaces).toHaveLength(things('ec2:network-interface') ?? 0)
    const filter = { Filters: [{ Name: 'vpc-id', Values: [stateOf().vpcId] }] }
    const [subnets] = await all(paginateDescribeSubnets({ client }, filter), page => page.Subnets)
    expect(subnets.map(({ AvailabilityZone }) => AvailabilityZone?.slice(-1))).toEqual(['a', 'b', 'c'])
    const [attached] = await all(
      paginateDescribeTransitGatewayAttachments({ client }, { Filters: [{ Name: 'resource-type', Values: ['vpn'] }] }),
      page => page.TransitGatewayAttachments,
    )
    expect(attached.map(({ ResourceId }) => ResourceId)).toEqual([expect.stringMatching(/^vpn-0/)])
  })

  it('of Route 53 say whether more follow, in its XML', async () => {
    const client = aws.client(Route53Client)
    const zones = await client.send(new ListHostedZonesCommand({}))
    expect(zones).toMatchObject({ IsTruncated: false, MaxItems: 100 })
    expect(zones.HostedZones?.[0]).toMatchObject({ Name: 'shop.example.', Config: { PrivateZone: false } })
    const [checks] = await all(paginateListHealthChecks({ client, pageSize: 1 }, {}), page => page.HealthChecks)
    expect(checks[0]?.HealthCheckConfig).toMatchObject({ Type: 'HTTPS', Port: 443, MeasureLatency: true })
  })
})

describe('choices and refusals', () => {
  it('describes no more than five domains, and leaves unknown ones out', async () => {
    const client = aws.client(OpenSearchClient)
    const { DomainNames = [] } = await client.send(new ListDomainNamesCommand({}))
    const names = DomainNames.flatMap(({ DomainName }) => DomainName ?? [])
    expect(names).toEqual(['prod-search', 'search-trial'])
    const { DomainStatusList } = await client.send(new DescribeDomainsCommand({ DomainNames: [...names, 'gone'] }))
    expect(DomainStatusList?.map(({ DomainName }) => DomainName)).toEqual(names)
    const six = new DescribeDomainsCommand({ DomainNames: ['a', 'b', 'c', 'd', 'e', 'f'] })
    await expect(client.send(six)).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('knows no cluster by another name', async () => {
    const gone = aws.client(EKSClient).send(new DescribeClusterCommand({ name: 'gone' }))
    await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('lists others’ snapshots too where no owner is asked for', async () => {
    const client = aws.client(EC2Client)
    const own = await client.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }))
    expect(own.Snapshots?.every(({ OwnerId }) => OwnerId === prod)).toBe(true)
    const { Snapshots } = await client.send(new DescribeSnapshotsCommand({}))
    expect(Snapshots?.length).toBe((own.Snapshots?.length ?? 0) + 1)
  })

  it('refuses ids and filters that EC2 does not know', async () => {
    const client = aws.client(EC2Client)
    const gone = new DescribeVpcsCommand({ VpcIds: ['vpc-0'] })
    await expect(client.send(gone)).rejects.toMatchObject({ name: 'InvalidVpcID.NotFound' })
    const odd = new DescribeVpnConnectionsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] })
    await expect(client.send(odd)).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  })
})
