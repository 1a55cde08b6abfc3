// The simulated S3: an account's buckets, where they are, their tags, and the keys of what AWS itself has put there.
import { createHash } from 'node:crypto'
import type { ListBucketsCommandInput, ListObjectsV2CommandInput } from '@aws-sdk/client-s3'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { type SimulatedBucket, type SimulatedObject, tagList } from '../world/place.ts'
import type { World, WorldRegion } from '../world/world.ts'
import { globalArn, pageOf } from './here.ts'

const bucketArn = (name: string | undefined, call: Call): string => globalArn(call, 's3', `:${name ?? '*'}`)

const regionsOf = (world: World, accountId: string): WorldRegion[] =>
  world.regionsOf(accountId).flatMap(r => world.region(accountId, r.name) ?? [])

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html: all regions' buckets; each one's region is said only where
 * the request carries a parameter.
 */
function listBuckets(world: World, input: ListBucketsCommandInput, call: Call) {
  const { MaxBuckets, ContinuationToken, Prefix, BucketRegion } = input
  if (BucketRegion !== undefined && BucketRegion !== call.region && call.region !== 'us-east-1') {
    throw new AwsError('InvalidArgument', 'Argument value is not supported for this endpoint: bucket-region')
  }
  const asked = [MaxBuckets, ContinuationToken, Prefix, BucketRegion].some(v => v !== undefined)
  const size = MaxBuckets ?? 10_000
  if (size < 1 || size > 10_000) throw new AwsError('InvalidArgument', 'max-buckets must be between 1 and 10000')
  const found = regionsOf(world, call.caller.accountId)
    .flatMap(r => r.state.buckets)
    .filter(b => b.name.startsWith(Prefix ?? '') && (BucketRegion === undefined || b.region === BucketRegion))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const refuse = () => new AwsError('InvalidArgument', 'The continuation token provided is incorrect')
  const { items, next } = pageOf('buckets', found, size, ContinuationToken, refuse)
  return {
    Owner: { ID: call.caller.accountId.padStart(64, '0') },
    Buckets: items.map(b => ({
      Name: b.name,
      CreationDate: new Date(b.createdAt),
      ...(asked && { BucketRegion: b.region, BucketArn: bucketArn(b.name, call) }),
    })),
    ...(next !== undefined && { ContinuationToken: next }),
    ...(Prefix !== undefined && { Prefix }),
  }
}

/** Bucket names are the whole partition's: another account's bucket is there, and closed. */
function bucketOf(world: World, name: string, call: Call): { region: WorldRegion; bucket: SimulatedBucket } {
  const own = call.caller.accountId
  for (const accountId of [own, ...world.accounts.map(account => account.accountId).filter(id => id !== own)]) {
    for (const region of regionsOf(world, accountId)) {
      const bucket = region.state.buckets.find(b => b.name === name)
      if (bucket && accountId !== own) throw new AwsError('AccessDenied', 'Access Denied', 403)
      if (bucket) return { region, bucket }
    }
  }
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { elements: { BucketName: name } })
}

/** A region's endpoint knows its own buckets, and where the others are. */
function bucketHere(world: World, name: string, call: Call) {
  const found = bucketOf(world, name, call)
  const { region } = found.bucket
  if (region !== call.region)
    throw new AwsError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
      {
        headers: { 'x-amz-bucket-region': region },
        elements: { Endpoint: `${name}.s3.${region}.amazonaws.com`, Bucket: name },
      },
    )
  return found
}

function getBucketTagging(world: World, name: string, call: Call) {
  const { region } = bucketHere(world, name, call)
  const tags = region.state.tags.get(bucketArn(name, call))
  if (!tags) throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404)
  return { TagSet: tagList(tags) }
}

const objectOf = ({ key, size, modifiedAt }: SimulatedObject) => ({
  Key: key,
  LastModified: new Date(modifiedAt),
  ETag: `"${createHash('md5').update(key).digest('hex')}"`,
  Size: size,
  StorageClass: 'STANDARD' as const,
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html; delimiters are not simulated. */
function listObjects(world: World, input: ListObjectsV2CommandInput, call: Call) {
  const { bucket } = bucketHere(world, input.Bucket ?? '', call)
  const { Prefix = '', MaxKeys = 1000, StartAfter = '', ContinuationToken, Delimiter } = input
  if (Delimiter !== undefined)
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented.', 501)
  if (MaxKeys < 0) throw new AwsError('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647')
  const found = bucket.objects.filter(({ key }) => key.startsWith(Prefix) && key > StartAfter)
  const refuse = () => new AwsError('InvalidArgument', 'The continuation token provided is incorrect')
  const { items, next } = pageOf('objects', found, Math.min(MaxKeys, 1000), ContinuationToken, refuse)
  return {
    Name: bucket.name,
    Prefix,
    MaxKeys,
    KeyCount: items.length,
    IsTruncated: next !== undefined,
    Contents: items.map(objectOf),
    ...(next !== undefined && { NextContinuationToken: next }),
  }
}

interface BucketInput {
  Bucket?: string | undefined
}

const onBucket = (action: string) => (input: BucketInput, call: Call) => [
  { action, resource: bucketArn(input.Bucket, call) },
]

export function simulatedS3(world: World): SimulatedService {
  return {
    signingName: 's3',
    client: '@aws-sdk/client-s3',
    protocol: 'restXml',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    operations: {
      ListBuckets: {
        requires: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
        answer: (input, call) => listBuckets(world, input, call),
      },
      GetBucketLocation: {
        requires: onBucket('s3:GetBucketLocation'),
        answer: (input: BucketInput, call) => {
          const { region } = bucketOf(world, input.Bucket ?? '', call).bucket
          // Virginia's name is the empty one.
          return region === 'us-east-1' ? {} : { LocationConstraint: region }
        },
      },
      GetBucketTagging: {
        requires: onBucket('s3:GetBucketTagging'),
        answer: (input: BucketInput, call) => getBucketTagging(world, input.Bucket ?? '', call),
      },
      ListObjectsV2: {
        requires: (input: ListObjectsV2CommandInput, call) => [
          {
            action: 's3:ListBucket',
            resource: bucketArn(input.Bucket, call),
            context: {
              ...(input.Prefix !== undefined && { 's3:prefix': input.Prefix }),
              ...(input.MaxKeys !== undefined && { 's3:max-keys': String(input.MaxKeys) }),
            },
          },
        ],
        answer: (input, call) => listObjects(world, input, call),
      },
    },
  }
}
