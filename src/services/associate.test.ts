// Association over the registry's own patterns: the cases that go wrong in practice.
import { describe, expect, it } from 'vitest'
import type { NamespaceDefinition } from '../core/define.ts'
import { type Associable, createAssociator } from './associate.ts'
import { namespaceByName } from './index.ts'

const declared = (name: string): NamespaceDefinition => {
  const found = namespaceByName(name)
  if (!found) throw new Error(`${name} is not declared`)
  return found
}

const at = 'us-east-1:111122223333'
const elb = `arn:aws:elasticloadbalancing:${at}`
// API Gateway's ARNs name no account.
const gateway = 'arn:aws:apigateway:us-east-1::'

const resources: Associable[] = [
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
  { type: 'elasticloadbalancing:loadbalancer', arn: `${elb}:loadbalancer/legacy` },
  { type: 'elasticloadbalancing:loadbalancer/gwy', arn: `${elb}:loadbalancer/gwy/inspect/70dc6c495c0c9188` },
  { type: 'elasticloadbalancing:targetgroup', arn: `${elb}:targetgroup/inspect/93e2d6bc24d8a067` },
  { type: 'sns:topic', arn: `arn:aws:sns:${at}:orders.fifo` },
  { type: 'elasticache:cluster', arn: `arn:aws:elasticache:${at}:cluster:carts-001` },
  { type: 'elasticache:replicationgroup', arn: `arn:aws:elasticache:${at}:replicationgroup:carts` },
  { type: 'elasticache:serverlesscache', arn: `arn:aws:elasticache:${at}:serverlesscache:carts-001` },
  { type: 'memorydb:cluster', arn: `arn:aws:memorydb:${at}:cluster/ledger` },
  { type: 'apigateway:restapis', arn: `${gateway}/restapis/a1b2c3`, labels: { apiname: 'shop' } },
  { type: 'apigateway:restapis/stages', arn: `${gateway}/restapis/a1b2c3/stages/live`, labels: { apiname: 'shop' } },
  { type: 'apigateway:restapis', arn: `${gateway}/restapis/d4d4d4`, labels: { apiname: 'twins' } },
  { type: 'apigateway:restapis', arn: `${gateway}/restapis/e5e5e5`, labels: { apiname: 'twins' } },
  { type: 'apigateway:apis', arn: `${gateway}/apis/f6a7b8`, labels: { apiname: 'shop' } },
  { type: 'apigateway:apis/stages', arn: `${gateway}/apis/f6a7b8/stages/$default`, labels: { apiname: 'shop' } },
  { type: 'cloudfront:distribution', arn: 'arn:aws:cloudfront::111122223333:distribution/E1ABCDEF234567' },
  { type: 'kinesis:stream', arn: `arn:aws:kinesis:${at}:stream/clicks` },
  { type: 'firehose:deliverystream', arn: `arn:aws:firehose:${at}:deliverystream/clicks` },
  { type: 'states:stateMachine', arn: `arn:aws:states:${at}:stateMachine:fulfil` },
  { type: 'states:activity', arn: `arn:aws:states:${at}:activity:pack` },
  { type: 'cognito-idp:userpool', arn: `arn:aws:cognito-idp:${at}:userpool/us-east-1_aBcDeFgHi` },
  { type: 'mq:broker', arn: `arn:aws:mq:${at}:broker:erp:b-0a1b` },
  { type: 'mq:broker', arn: `arn:aws:mq:${at}:broker:rabbit-1:b-2c3d` },
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
  ['a Classic Load Balancer', 'AWS/ELB', { LoadBalancerName: 'legacy' }, `${elb}:loadbalancer/legacy`],
  [
    'a Classic Load Balancer in one zone',
    'AWS/ELB',
    { LoadBalancerName: 'legacy', AvailabilityZone: 'us-east-1a' },
    `${elb}:loadbalancer/legacy`,
  ],
  ['a zone is no Classic Load Balancer', 'AWS/ELB', { AvailabilityZone: 'us-east-1a' }, null],
  [
    'a Gateway Load Balancer',
    'AWS/GatewayELB',
    { LoadBalancer: 'gwy/inspect/70dc6c495c0c9188' },
    `${elb}:loadbalancer/gwy/inspect/70dc6c495c0c9188`,
  ],
  [
    'the target group of a Gateway Load Balancer',
    'AWS/GatewayELB',
    { LoadBalancer: 'gwy/inspect/70dc6c495c0c9188', TargetGroup: 'targetgroup/inspect/93e2d6bc24d8a067' },
    `${elb}:targetgroup/inspect/93e2d6bc24d8a067`,
  ],
  ['a topic', 'AWS/SNS', { TopicName: 'orders.fifo' }, `arn:aws:sns:${at}:orders.fifo`],
  ['text messages are of no topic', 'AWS/SNS', { Country: 'SE', SMSType: 'Transactional' }, null],
  [
    'a node is of its cluster',
    'AWS/ElastiCache',
    { CacheClusterId: 'carts-001', CacheNodeId: '0001' },
    `arn:aws:elasticache:${at}:cluster:carts-001`,
  ],
  [
    'a cache cluster',
    'AWS/ElastiCache',
    { CacheClusterId: 'carts-001' },
    `arn:aws:elasticache:${at}:cluster:carts-001`,
  ],
  [
    'a serverless cache of a cluster’s name',
    'AWS/ElastiCache',
    { clusterId: 'carts-001' },
    `arn:aws:elasticache:${at}:serverlesscache:carts-001`,
  ],
  [
    'a MemoryDB node is of its cluster',
    'AWS/MemoryDB',
    { ClusterName: 'ledger', NodeName: 'ledger-0001-001' },
    `arn:aws:memorydb:${at}:cluster/ledger`,
  ],
  ['a REST API by its name', 'AWS/ApiGateway', { ApiName: 'shop' }, `${gateway}/restapis/a1b2c3`],
  ['a REST API’s id is not its name', 'AWS/ApiGateway', { ApiName: 'a1b2c3' }, null],
  [
    'a REST API’s stage',
    'AWS/ApiGateway',
    { ApiName: 'shop', Stage: 'live' },
    `${gateway}/restapis/a1b2c3/stages/live`,
  ],
  [
    'a method is of its stage',
    'AWS/ApiGateway',
    { ApiName: 'shop', Stage: 'live', Resource: '/orders', Method: 'GET' },
    `${gateway}/restapis/a1b2c3/stages/live`,
  ],
  [
    'an unknown stage falls to its API',
    'AWS/ApiGateway',
    { ApiName: 'shop', Stage: 'gone' },
    `${gateway}/restapis/a1b2c3`,
  ],
  ['two REST APIs of one name are neither', 'AWS/ApiGateway', { ApiName: 'twins' }, null],
  ['an HTTP API by its id', 'AWS/ApiGateway', { ApiId: 'f6a7b8' }, `${gateway}/apis/f6a7b8`],
  [
    'an HTTP API’s stage',
    'AWS/ApiGateway',
    { ApiId: 'f6a7b8', Stage: '$default' },
    `${gateway}/apis/f6a7b8/stages/$default`,
  ],
  [
    'a distribution',
    'AWS/CloudFront',
    { DistributionId: 'E1ABCDEF234567', Region: 'Global' },
    'arn:aws:cloudfront::111122223333:distribution/E1ABCDEF234567',
  ],
  [
    'a shard is of its stream',
    'AWS/Kinesis',
    { StreamName: 'clicks', ShardId: 'shardId-000000000000' },
    `arn:aws:kinesis:${at}:stream/clicks`,
  ],
  [
    'a delivery stream of a stream’s name',
    'AWS/Firehose',
    { DeliveryStreamName: 'clicks' },
    `arn:aws:firehose:${at}:deliverystream/clicks`,
  ],
  [
    'a state machine',
    'AWS/States',
    { StateMachineArn: `arn:aws:states:${at}:stateMachine:fulfil` },
    `arn:aws:states:${at}:stateMachine:fulfil`,
  ],
  [
    'an activity',
    'AWS/States',
    { ActivityArn: `arn:aws:states:${at}:activity:pack` },
    `arn:aws:states:${at}:activity:pack`,
  ],
  [
    'a function that a state machine calls',
    'AWS/States',
    { LambdaFunctionArn: `arn:aws:lambda:${at}:function:Resize` },
    `arn:aws:lambda:${at}:function:Resize`,
  ],
  ['Step Functions’ own API is no resource', 'AWS/States', { APIName: 'StartExecution' }, null],
  [
    'a user pool by client',
    'AWS/Cognito',
    { UserPool: 'us-east-1_aBcDeFgHi', UserPoolClient: 'web' },
    `arn:aws:cognito-idp:${at}:userpool/us-east-1_aBcDeFgHi`,
  ],
  [
    'a user pool by risk',
    'AWS/Cognito',
    { UserPoolId: 'us-east-1_aBcDeFgHi', Operation: 'SignIn' },
    `arn:aws:cognito-idp:${at}:userpool/us-east-1_aBcDeFgHi`,
  ],
  ['a broker’s stand-by', 'AWS/AmazonMQ', { Broker: 'erp-2' }, `arn:aws:mq:${at}:broker:erp:b-0a1b`],
  ['a queue is of its broker', 'AWS/AmazonMQ', { Broker: 'erp-1', Queue: 'in' }, `arn:aws:mq:${at}:broker:erp:b-0a1b`],
  ['a broker’s third instance there is none of', 'AWS/AmazonMQ', { Broker: 'erp-3' }, null],
  [
    'a RabbitMQ broker whose own name ends so',
    'AWS/AmazonMQ',
    { Broker: 'rabbit-1' },
    `arn:aws:mq:${at}:broker:rabbit-1:b-2c3d`,
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
