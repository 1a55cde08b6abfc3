// What a test may do to a running simulated AWS: end a session, and opt an account out of a region and in again.
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated, staging } from '../test/support/simulated.ts'

let aws: Simulated
beforeEach(async () => {
  aws = await simulated()
})
afterEach(() => aws.simulator.close())

/** Options of a client that signs with a session of the administrator. */
async function session() {
  const { Credentials } = await aws.client(STSClient).send(new GetSessionTokenCommand({}))
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
  return { region: 'us-east-1', endpoint: aws.simulator.endpoint, forcePathStyle: true, maxAttempts: 1, credentials }
}

describe('a session that is ended', () => {
  it('stays so for every service, in each one’s words; others and long-term keys go on', async () => {
    const [ended, other] = [await session(), await session()]
    aws.simulator.faults.add({
      service: 'monitoring',
      operation: 'ListMetrics',
      kind: { expireSession: true },
      times: 2,
    })
    const expectEnded = (call: Promise<unknown>, name: string) => expect(call).rejects.toMatchObject({ name })
    await expectEnded(new CloudWatchClient(ended).send(new ListMetricsCommand({})), 'ExpiredTokenException')
    await expectEnded(new EC2Client(ended).send(new DescribeRegionsCommand({})), 'RequestExpired')
    await expectEnded(new S3Client(ended).send(new ListBucketsCommand({})), 'ExpiredToken')
    await expectEnded(new STSClient(ended).send(new GetCallerIdentityCommand({})), 'ExpiredToken')
    await aws.client(CloudWatchClient).send(new ListMetricsCommand({}))
    await new CloudWatchClient(other).send(new ListMetricsCommand({}))
    await new CloudWatchClient(await session()).send(new ListMetricsCommand({}))
  })
})

describe('a region', () => {
  const regions = async (account: string) => {
    const { Regions = [] } = await aws.client(EC2Client, { account }).send(new DescribeRegionsCommand({}))
    return Regions.map(({ RegionName }) => RegionName)
  }

  it('that an account opts out of knows none of its credentials, until it opts in again', async () => {
    const list = () => aws.client(CloudWatchClient, { region: 'eu-west-1' }).send(new ListMetricsCommand({}))
    const before = (await list()).Metrics?.length
    expect(before).toBeGreaterThan(0)
    aws.simulator.world.setRegion(prod, 'eu-west-1', 'not-opted-in')
    await expect(list()).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
    expect(await regions(prod)).toEqual(['ap-southeast-2', 'us-east-1'])
    expect(await regions(staging)).toContain('eu-west-1')
    aws.simulator.world.setRegion(prod, 'eu-west-1', 'opted-in')
    expect((await list()).Metrics?.length).toBe(before)
  })
})
