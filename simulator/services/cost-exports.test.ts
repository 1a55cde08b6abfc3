// Data Exports and the bucket they go to, over HTTP with the real SDK.
import {
  BCMDataExportsClient,
  type ExportReference,
  GetExportCommand,
  ListExportsCommand,
  paginateListExports,
} from '@aws-sdk/client-bcm-data-exports'
import { GetBucketLocationCommand, ListObjectsV2Command, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulated, simulated, staging } from '../../test/support/simulated.ts'

let aws: Simulated
beforeAll(async () => {
  aws = await simulated()
})
afterAll(() => aws.simulator.close())

const bucket = 'acme-prod-billing'

describe('data exports', () => {
  it('are listed in pages and shown whole', async () => {
    const client = aws.client(BCMDataExportsClient)
    const found: ExportReference[] = []
    for await (const page of paginateListExports({ client, pageSize: 3 }, {})) found.push(...(page.Exports ?? []))
    expect(found.length).toBeGreaterThan(5)
    const states = new Map(found.map(({ ExportName, ExportStatus }) => [ExportName, ExportStatus?.StatusCode]))
    expect([states.get('acme-cur2'), states.get('acme-cur2-broken')]).toEqual(['HEALTHY', 'UNHEALTHY'])
    const { Export, ExportStatus } = await client.send(new GetExportCommand({ ExportArn: found[0]?.ExportArn }))
    expect(Export).toMatchObject({
      Name: 'acme-cur2',
      DataQuery: { TableConfigurations: { COST_AND_USAGE_REPORT: { TIME_GRANULARITY: 'HOURLY' } } },
      DestinationConfigurations: { S3Destination: { S3Bucket: bucket, S3Prefix: 'cost', S3Region: 'us-east-1' } },
    })
    expect(ExportStatus?.LastRefreshedAt).toEqual(expect.any(Date))
  })

  it('are of one account, and answered for in Virginia alone', async () => {
    const other = aws.client(BCMDataExportsClient, { account: staging })
    expect((await other.send(new ListExportsCommand({}))).Exports).toEqual([])
    const [one] = (await aws.client(BCMDataExportsClient).send(new ListExportsCommand({}))).Exports ?? []
    await expect(other.send(new GetExportCommand({ ExportArn: one?.ExportArn }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
    const unknown = new GetExportCommand({ ExportArn: `${one?.ExportArn}0` })
    await expect(aws.client(BCMDataExportsClient).send(unknown)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    const elsewhere = aws.client(BCMDataExportsClient, { region: 'eu-west-1' })
    await expect(elsewhere.send(new ListExportsCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
  })
})

describe('the objects of a bucket', () => {
  it('are listed by prefix, in pages', async () => {
    const client = aws.client(S3Client)
    const keys: string[] = []
    for await (const page of paginateListObjectsV2(
      { client, pageSize: 1 },
      { Bucket: bucket, Prefix: 'cost/acme-cur2/' },
    ))
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []))
    expect(keys).toEqual([
      expect.stringMatching(/^cost\/acme-cur2\/data\/BILLING_PERIOD=2026-11\/\S+\/acme-cur2-00001\.snappy\.parquet$/),
      expect.stringMatching(/^cost\/acme-cur2\/metadata\/BILLING_PERIOD=2026-11\/\S+\/acme-cur2-Manifest\.json$/),
    ])
    expect(await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'nothing' }))).toMatchObject({
      KeyCount: 0,
      IsTruncated: false,
    })
  })

  it.each([
    ['in another region', 'eu-west-1', undefined, bucket, 'PermanentRedirect', 301],
    ['of another account', 'us-east-1', staging, bucket, 'AccessDenied', 403],
    ['that is not there', 'us-east-1', undefined, 'acme-nowhere', 'NoSuchBucket', 404],
  ])('%s are not', async (_, region, account, Bucket, name, httpStatusCode) => {
    const client = aws.client(S3Client, { region, ...(account ? { account } : {}) })
    await expect(client.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    })
  })

  it('tell where they are from every region', async () => {
    const client = aws.client(S3Client, { region: 'eu-west-1' })
    const there = await client.send(new GetBucketLocationCommand({ Bucket: 'acme-prod-eu-uploads' }))
    expect(there.LocationConstraint).toBe('eu-west-1')
    expect((await client.send(new GetBucketLocationCommand({ Bucket: bucket }))).LocationConstraint).toBeUndefined()
  })
})
