// AWS's partitions and regions: which host names and ARNs a region may lead to, and which are refused.
import { type Partition, partitions } from '../core/account.ts'
import { HeyCloudError } from '../core/errors.ts'

interface PartitionFacts {
  /** What follows `<service>.<region>.` in a host name. */
  dnsSuffix: string
  /** Where global services (IAM, S3's bucket list, Billing) are asked. */
  globalRegion: string
  /** The shape of the partition's region names; new regions need no new release. */
  shape: RegExp
  /** Regions known today, for lists to choose from; never the test of validity. */
  known: readonly string[]
}

const compass = '(?:central|north|south|east|west|northeast|northwest|southeast|southwest)'

/**
 * Shapes as in AWS's own partition table (SDK `partitions.json`), narrowed to compass words, so that nothing but a region can
 * become part of a host name. The `aws` regions: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const table: Record<Partition, PartitionFacts> = {
  aws: {
    dnsSuffix: 'amazonaws.com',
    globalRegion: 'us-east-1',
    shape: new RegExp(`^(?!cn-)[a-z]{2}-${compass}-[0-9]{1,2}$`),
    known: (
      'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ' +
      'ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 af-south-1 ap-east-1 ap-east-2 ' +
      'ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 ' +
      'eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1'
    ).split(' '),
  },
  'aws-us-gov': {
    dnsSuffix: 'amazonaws.com',
    globalRegion: 'us-gov-west-1',
    shape: new RegExp(`^us-gov-${compass}-[0-9]{1,2}$`),
    known: ['us-gov-west-1', 'us-gov-east-1'],
  },
  'aws-cn': {
    dnsSuffix: 'amazonaws.com.cn',
    globalRegion: 'cn-north-1',
    shape: new RegExp(`^cn-${compass}-[0-9]{1,2}$`),
    known: ['cn-north-1', 'cn-northwest-1'],
  },
}

/** The partition a region belongs to by its shape; undefined where it is not the name of a region. */
export const partitionOf = (region: string): Partition | undefined =>
  partitions.find(partition => table[partition].shape.test(region))

/**
 * Passes the region through if it has the shape of the partition's region names, also of one that is newer than this program.
 * It stands before every host name and ARN: the SDK puts the region into the host name it sends credentials to.
 * Throws `invalid_parameter` otherwise.
 */
export function assertRegion(partition: Partition, region: string): string {
  if (table[partition].shape.test(region)) return region
  throw new HeyCloudError(
    'invalid_parameter',
    `${JSON.stringify(region)} is not a region of the partition ${partition}`,
  )
}

/** Where STS is asked for a partition: the configured region if it lies in it, else the partition's own default. */
export function homeRegion(partition: Partition, configured: string): string {
  return table[partition].shape.test(configured) ? configured : table[partition].globalRegion
}

/** The region in which the partition's global services are asked. */
export const globalRegion = (partition: Partition): string => table[partition].globalRegion

/** The regions known when this was written; ask the account (`ec2:DescribeRegions`) which are enabled. */
export const knownRegions = (partition: Partition): readonly string[] => table[partition].known

/** `sts.eu-west-1.amazonaws.com`; the region is checked. */
export const serviceHost = (partition: Partition, region: string, service: string): string =>
  `${service}.${assertRegion(partition, region)}.${table[partition].dnsSuffix}`
