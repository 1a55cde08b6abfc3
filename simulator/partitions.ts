// AWS's partitions: whose a region is, and where each partition's global services are signed for.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html

export type Partition = 'aws' | 'aws-us-gov' | 'aws-cn'

export function partitionOfRegion(region: string): Partition {
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return region.startsWith('cn-') ? 'aws-cn' : 'aws'
}

export function partitionOfArn(arn: string): Partition {
  const [, partition] = arn.split(':')
  return partition === 'aws-us-gov' || partition === 'aws-cn' ? partition : 'aws'
}

export const dnsSuffixOf = (partition: Partition): string =>
  partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'

/** Services with one endpoint for a whole partition, by signing name, and the region that signs for it (AWS General Reference, endpoints). */
export const globalServices: Record<string, Partial<Record<Partition, string>>> = {
  iam: { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' },
  account: { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-northwest-1' },
  ce: { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-northwest-1' },
  'bcm-data-exports': { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-northwest-1' },
  organizations: { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-northwest-1' },
  cloudfront: { aws: 'us-east-1' },
  // In China AWS signs for cn-northwest-1, which an SDK that is told its endpoint does not know.
  route53: { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1' },
  globalaccelerator: { aws: 'us-west-2' },
}
