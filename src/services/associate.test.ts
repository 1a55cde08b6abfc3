// Association over the registry's own patterns: the cases that go wrong in practice.
import { describe, expect, it } from 'vitest'
import type { NamespaceDefinition } from '../core/define.ts'
import { createAssociator } from './associate.ts'
import { namespaceByName } from './index.ts'

const declared = (name: string): NamespaceDefinition => {
  const found = namespaceByName(name)
  if (!found) throw new Error(`${name} is not declared`)
  return found
}

const at = 'us-east-1:111122223333'
const elb = `arn:aws:elasticloadbalancing:${at}`

const resources = [
  { type: 'ec2:instance', arn: `arn:aws:ec2:${at}:instance/i-0aaaaaaaaaaaaaaaa` },
  { type: 'ec2:instance', arn: `arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-0bbbbbbbbbbbbbbbb` },
  { type: 'ec2:volume', arn: `arn:aws:ec2:${at}:volume/vol-0aaaaaaaaaaaaaaaa` },
  { type: 'ec2:natgateway', arn: `arn:aws:ec2:${at}:natgateway/nat-0aaaaaaaaaaaaaaaa` },
  { type: 'elasticloadbalancing:loadbalancer/app', arn: `${elb}:loadbalancer/app/web/50dc6c495c0c9188` },
  { type: 'elasticloadbalancing:loadbalancer/net', arn: `${elb}:loadbalancer/net/edge/60dc6c495c0c9188` },
  { type: 'elasticloadbalancing:targetgroup', arn: `${elb}:targetgroup/api/73e2d6bc24d8a067` },
  { type: 'rds:db', arn: `arn:aws:rds:${at}:db:orders-1` },
  { type: 'rds:cluster', arn: `arn:aws:rds:${at}:cluster:orders` },
  { type: 'lambda:function', arn: `arn:aws:lambda:${at}:function:Resize` },
  { type: 's3:bucket', arn: 'arn:aws:s3:::acme.logs' },
  { type: 'sqs:queue', arn: `arn:aws:sqs:${at}:orders.fifo` },
  { type: 'dynamodb:table', arn: `arn:aws:dynamodb:${at}:table/orders` },
  { type: 'ecs:cluster', arn: `arn:aws:ecs:${at}:cluster/main` },
  { type: 'ecs:service', arn: `arn:aws:ecs:${at}:service/main/api` },
  { type: 'ecs:service', arn: `arn:aws:ecs:${at}:service/of-before-2018` },
]

const cases: [title: string, namespace: string, dimensions: Record<string, string>, arn: string | null][] = [
  ['an instance', 'AWS/EC2', { InstanceId: 'i-0aaaaaaaaaaaaaaaa' }, `arn:aws:ec2:${at}:instance/i-0aaaaaaaaaaaaaaaa`],
  [
    'an instance of another partition',
    'AWS/EC2',
    { InstanceId: 'i-0bbbbbbbbbbbbbbbb' },
    'arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-0bbbbbbbbbbbbbbbb',
  ],
  ['an instance that nobody listed', 'AWS/EC2', { InstanceId: 'i-0cccccccccccccccc' }, null],
  ['an Auto Scaling group is no instance', 'AWS/EC2', { AutoScalingGroupName: 'web' }, null],
  ['all instances together', 'AWS/EC2', {}, null],
  ['a volume', 'AWS/EBS', { VolumeId: 'vol-0aaaaaaaaaaaaaaaa' }, `arn:aws:ec2:${at}:volume/vol-0aaaaaaaaaaaaaaaa`],
  [
    'a NAT gateway',
    'AWS/NATGateway',
    { NatGatewayId: 'nat-0aaaaaaaaaaaaaaaa' },
    `arn:aws:ec2:${at}:natgateway/nat-0aaaaaaaaaaaaaaaa`,
  ],
  [
    'a load balancer',
    'AWS/ApplicationELB',
    { LoadBalancer: 'app/web/50dc6c495c0c9188' },
    `${elb}:loadbalancer/app/web/50dc6c495c0c9188`,
  ],
  [
    'a load balancer in one zone',
    'AWS/ApplicationELB',
    { LoadBalancer: 'app/web/50dc6c495c0c9188', AvailabilityZone: 'us-east-1a' },
    `${elb}:loadbalancer/app/web/50dc6c495c0c9188`,
  ],
  [
    'a target group before its load balancer',
    'AWS/ApplicationELB',
    { LoadBalancer: 'app/web/50dc6c495c0c9188', TargetGroup: 'targetgroup/api/73e2d6bc24d8a067' },
    `${elb}:targetgroup/api/73e2d6bc24d8a067`,
  ],
  [
    'an unknown target group falls to its load balancer',
    'AWS/ApplicationELB',
    { LoadBalancer: 'app/web/50dc6c495c0c9188', TargetGroup: 'targetgroup/gone/83e2d6bc24d8a067' },
    `${elb}:loadbalancer/app/web/50dc6c495c0c9188`,
  ],
  [
    'a network load balancer is not an application load balancer',
    'AWS/ApplicationELB',
    { LoadBalancer: 'net/edge/60dc6c495c0c9188' },
    null,
  ],
  [
    'a network load balancer',
    'AWS/NetworkELB',
    { LoadBalancer: 'net/edge/60dc6c495c0c9188' },
    `${elb}:loadbalancer/net/edge/60dc6c495c0c9188`,
  ],
  ['a DB instance', 'AWS/RDS', { DBInstanceIdentifier: 'orders-1' }, `arn:aws:rds:${at}:db:orders-1`],
  [
    'a DB cluster by role',
    'AWS/RDS',
    { DBClusterIdentifier: 'orders', Role: 'READER' },
    `arn:aws:rds:${at}:cluster:orders`,
  ],
  [
    "a DB cluster in AWS's other spelling",
    'AWS/RDS',
    { DbClusterIdentifier: 'orders' },
    `arn:aws:rds:${at}:cluster:orders`,
  ],
  ['a DB instance class is no database', 'AWS/RDS', { DatabaseClass: 'db.r6g.large' }, null],
  ['a function', 'AWS/Lambda', { FunctionName: 'Resize' }, `arn:aws:lambda:${at}:function:Resize`],
  [
    'a function by alias',
    'AWS/Lambda',
    { FunctionName: 'Resize', Resource: 'Resize:live' },
    `arn:aws:lambda:${at}:function:Resize`,
  ],
  ['a function in other letters is another', 'AWS/Lambda', { FunctionName: 'resize' }, null],
  ['a bucket', 'AWS/S3', { BucketName: 'acme.logs', StorageType: 'StandardStorage' }, 'arn:aws:s3:::acme.logs'],
  [
    'replication is of its source',
    'AWS/S3',
    { SourceBucket: 'acme.logs', DestinationBucket: 'elsewhere', RuleId: 'all' },
    'arn:aws:s3:::acme.logs',
  ],
  ['a queue', 'AWS/SQS', { QueueName: 'orders.fifo' }, `arn:aws:sqs:${at}:orders.fifo`],
  [
    'an index is of its table',
    'AWS/DynamoDB',
    { TableName: 'orders', GlobalSecondaryIndexName: 'by-day' },
    `arn:aws:dynamodb:${at}:table/orders`,
  ],
  ['an ECS service', 'AWS/ECS', { ClusterName: 'main', ServiceName: 'api' }, `arn:aws:ecs:${at}:service/main/api`],
  ['an ECS cluster', 'AWS/ECS', { ClusterName: 'main' }, `arn:aws:ecs:${at}:cluster/main`],
  [
    'an ECS service with an ARN of before 2018 falls to its cluster',
    'AWS/ECS',
    { ClusterName: 'main', ServiceName: 'of-before-2018' },
    `arn:aws:ecs:${at}:cluster/main`,
  ],
  ['charges are of no resource', 'AWS/Billing', { Currency: 'USD', ServiceName: 'AmazonEC2' }, null],
]

describe('createAssociator', () => {
  it.each(cases)('%s', (_title, namespace, dimensions, arn) => {
    expect(createAssociator(resources, declared(namespace))(dimensions)).toBe(arn)
  })

  it('answers null for everything where nothing is listed', () => {
    expect(createAssociator([], declared('AWS/EC2'))({ InstanceId: 'i-0aaaaaaaaaaaaaaaa' })).toBeNull()
  })

  it('reads an underscore in a group as the space of the dimension', () => {
    const namespace = {
      ...declared('AWS/EC2'),
      associations: [{ resourceType: 'kafka:cluster', arn: /:cluster\/(?<Cluster_Name>[^/]+)/ }],
    }
    const arn = `arn:aws:kafka:${at}:cluster/events/0f1e`
    expect(createAssociator([{ type: 'kafka:cluster', arn }], namespace)({ 'Cluster Name': 'events' })).toBe(arn)
  })
})
