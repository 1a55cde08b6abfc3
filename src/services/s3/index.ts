// Amazon S3: buckets, their daily storage metrics, and their request metrics where the account has switched those on.
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { describe } from '../facts.ts'
import { metrics } from './metrics.ts'

const buckets: ResourceDefinition = {
  type: 's3:bucket',
  title: 'S3 buckets',
  actions: [{ action: 's3:ListAllMyBuckets', why: 'Lists the buckets of each region. No bucket is opened.' }],
  // Asked of each region for its own buckets: with a parameter in the request AWS says the region of each, so that no
  // bucket need be asked where it is (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html).
  scope: 'regional',
  async *list(context) {
    const { paginateListBuckets, S3Client } = await import('@aws-sdk/client-s3')
    const client = context.client(S3Client)
    for await (const page of paginateListBuckets({ client, pageSize: 1000 }, { BucketRegion: context.region })) {
      yield (page.Buckets ?? []).flatMap(bucket => {
        if (bucket.Name === undefined || bucket.BucketRegion !== context.region) return []
        return {
          arn: `arn:${context.partition}:s3:::${bucket.Name}`,
          name: bucket.Name,
          tags: {},
          labels: {},
          attributes: describe(bucket, ['Name', 'CreationDate', 'BucketRegion']),
        }
      })
    }
  },
}

export const s3 = defineService({
  id: 's3',
  title: 'Amazon S3',
  namespaces: [
    {
      namespace: 'AWS/S3',
      period: 60,
      // Request metrics; the storage metrics say their own.
      publicationDelay: 900,
      metrics,
      // By filter of request metrics: filters that overlap count a request each.
      grain: [['BucketName', 'FilterId']],
      dimensions: ['BucketName', 'StorageType', 'FilterId', 'SourceBucket', 'DestinationBucket', 'RuleId'],
      associations: [
        { resourceType: 's3:bucket', arn: /:s3:::(?<BucketName>[^/:]+)$/ },
        // Replication metrics are of the bucket that is replicated.
        { resourceType: 's3:bucket', arn: /:s3:::(?<SourceBucket>[^/:]+)$/ },
      ],
    },
  ],
  resources: [buckets],
})
