// The simulated S3: an account's buckets, where they are and their tags. Objects are not simulated.
import type { ListBucketsCommandInput } from '@aws-sdk/client-s3'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { tagList } from '../world/place.ts'
import type { World, WorldRegion } from '../world/world.ts'
import { pageOf } from './here.ts'

const regionsOf = (world: World, accountId: string): WorldRegion[] =>
  world.regions.flatMap(r => world.region(accountId, r.name) ?? [])

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
      ...(asked && { BucketRegion: b.region, BucketArn: `arn:aws:s3:::${b.name}` }),
    })),
    ...(next !== undefined && { ContinuationToken: next }),
    ...(Prefix !== undefined && { Prefix }),
  }
}

function bucketOf(world: World, name: string, call: Call): { region: WorldRegion; bucketRegion: string } {
  for (const region of regionsOf(world, call.caller.accountId)) {
    const bucket = region.state.buckets.find(b => b.name === name)
    if (bucket) return { region, bucketRegion: bucket.region }
  }
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404)
}

function getBucketTagging(world: World, name: string, call: Call) {
  const { region, bucketRegion } = bucketOf(world, name, call)
  if (bucketRegion !== call.region) {
    throw new AwsError(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${call.region}' is wrong; expecting '${bucketRegion}'`,
    )
  }
  const tags = region.state.tags.get(`arn:aws:s3:::${name}`)
  if (!tags) throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404)
  return { TagSet: tagList(tags) }
}

interface BucketInput {
  Bucket?: string | undefined
}

const onBucket = (action: string) => (input: BucketInput) => [
  { action, resource: `arn:aws:s3:::${input.Bucket ?? '*'}` },
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
          const { bucketRegion } = bucketOf(world, input.Bucket ?? '', call)
          // Virginia's name is the empty one.
          return bucketRegion === 'us-east-1' ? {} : { LocationConstraint: bucketRegion }
        },
      },
      GetBucketTagging: {
        requires: onBucket('s3:GetBucketTagging'),
        answer: (input: BucketInput, call) => getBucketTagging(world, input.Bucket ?? '', call),
      },
    },
  }
}
