// Resource types from ARNs, for every type that the registry lists and some that it does not.
import { expect, it } from 'vitest'
import { resourceTypeOf } from './arn.ts'

it.each([
  ['arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0', 'ec2:instance'],
  ['arn:aws-us-gov:ec2:us-gov-west-1:111122223333:volume/vol-0123456789abcdef0', 'ec2:volume'],
  ['arn:aws:ec2:us-east-1:111122223333:natgateway/nat-0123456789abcdef0', 'ec2:natgateway'],
  [
    'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc',
    'elasticloadbalancing:loadbalancer/app',
  ],
  [
    'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/web/50dc',
    'elasticloadbalancing:loadbalancer/net',
  ],
  ['arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/classic', 'elasticloadbalancing:loadbalancer'],
  ['arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/api/73e2', 'elasticloadbalancing:targetgroup'],
  ['arn:aws:rds:us-east-1:111122223333:db:orders-1', 'rds:db'],
  ['arn:aws:rds:us-east-1:111122223333:cluster:orders', 'rds:cluster'],
  ['arn:aws:lambda:us-east-1:111122223333:function:resize', 'lambda:function'],
  ['arn:aws:s3:::acme.logs', 's3:bucket'],
  ['arn:aws-cn:sqs:cn-north-1:111122223333:orders.fifo', 'sqs:queue'],
  ['arn:aws:dynamodb:us-east-1:111122223333:table/orders', 'dynamodb:table'],
  ['arn:aws:ecs:us-east-1:111122223333:cluster/main', 'ecs:cluster'],
  ['arn:aws:ecs:us-east-1:111122223333:service/main/api', 'ecs:service'],
  ['arn:aws:apigateway:us-east-1::/restapis/a1b2c3', 'apigateway:restapis'],
  ['arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/live', 'apigateway:restapis/stages'],
  ['arn:aws:apigateway:us-east-1::/apis/d4e5f6', 'apigateway:apis'],
  ['arn:aws:apigateway:us-east-1::/apis/d4e5f6/stages/$default', 'apigateway:apis/stages'],
  ['arn:aws:apigateway:us-east-1::/account', 'apigateway'],
  ['arn:aws:elasticache:us-east-1:111122223333:cluster:carts-001', 'elasticache:cluster'],
  ['arn:aws:elasticache:us-east-1:111122223333:replicationgroup:carts', 'elasticache:replicationgroup'],
  ['arn:aws:elasticache:us-east-1:111122223333:serverlesscache:search', 'elasticache:serverlesscache'],
  ['arn:aws:memorydb:us-east-1:111122223333:cluster/orders', 'memorydb:cluster'],
  ['arn:aws:cloudfront::111122223333:distribution/E1ABCDEF234567', 'cloudfront:distribution'],
  ['arn:aws:kinesis:us-east-1:111122223333:stream/clicks', 'kinesis:stream'],
  ['arn:aws:firehose:us-east-1:111122223333:deliverystream/clicks', 'firehose:deliverystream'],
  ['arn:aws:states:us-east-1:111122223333:stateMachine:fulfil', 'states:stateMachine'],
  ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_aBcDeFgHi', 'cognito-idp:userpool'],
  ['arn:aws:mq:us-east-1:111122223333:broker:orders:b-0a1b', 'mq:broker'],
  ['arn:aws:sns:us-east-1:111122223333:alerts', 'sns:topic'],
  ['arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shop/0a1b', 'wafv2:regional/webacl'],
  ['arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/0a1b', 'wafv2:global/webacl'],
  ['i-0123456789abcdef0', null],
  ['', null],
])('%s is %s', (arn, type) => {
  expect(resourceTypeOf(arn)).toBe(type)
})
