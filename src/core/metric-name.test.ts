// Names of metrics against those that the public API documents.
import { describe, expect, it } from 'vitest'
import { dimensionTagKey, metricName, normaliseTag } from './metric-name.ts'

describe('metricName', () => {
  it.each([
    ['AWS/EC2', 'CPUUtilization', 'aws.ec2.cpuutilization'],
    ['AWS/EC2', 'CPUCreditBalance', 'aws.ec2.cpucredit_balance'],
    ['AWS/EC2', 'NetworkIn', 'aws.ec2.network_in'],
    ['AWS/EC2', 'StatusCheckFailed_Instance', 'aws.ec2.status_check_failed_instance'],
    ['AWS/EC2', 'EBSIOBalance%', 'aws.ec2.ebsiobalance'],
    ['AWS/EC2', 'EBSReadOps', 'aws.ec2.ebsread_ops'],
    ['AWS/ELB', 'UnHealthyHostCount', 'aws.elb.un_healthy_host_count'],
    ['AWS/ApplicationELB', 'IPv6ProcessedBytes', 'aws.applicationelb.ipv_6processed_bytes'],
    ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', 'aws.applicationelb.httpcode_elb_5xx'],
    ['AWS/ApplicationELB', 'HTTPCode_ELB_500_Count', 'aws.applicationelb.httpcode_elb_5_0_0'],
    ['AWS/ApplicationELB', 'HTTPCode_Target_2XX_Count', 'aws.applicationelb.httpcode_target_2xx'],
    ['AWS/ApplicationELB', 'HTTP_Redirect_Count', 'aws.applicationelb.httpredirect'],
    ['AWS/ApplicationELB', 'HTTP_Fixed_Response_Count', 'aws.applicationelb.httpfixed_response'],
    ['AWS/ApplicationELB', 'PeakLCUs', 'aws.applicationelb.peak_lcus'],
    ['AWS/ApplicationELB', 'ClientTLSNegotiationErrorCount', 'aws.applicationelb.client_tlsnegotiation_error_count'],
    ['AWS/Firehose', 'DeliveryToS3.DataFreshness', 'aws.firehose.delivery_to_s_3data_freshness'],
    ['AWS/S3', '4xxErrors', 'aws.s3.4xx_errors'],
    ['AWS/ApiGateway', '5XXError', 'aws.apigateway.5xxerror'],
    ['AWS/S3', 'BucketSizeBytes', 'aws.s3.bucket_size_bytes'],
    ['AWS/NATGateway', 'BYoIPUtilPercentage', 'aws.natgateway.byoip_util_percentage'],
    ['Shop/Checkout', 'OrdersPlaced', 'shop.checkout.orders_placed'],
    ['/aws/sagemaker/Endpoints', 'DiskUtilization', 'aws.sagemaker.endpoints.disk_utilization'],
    ['My Shop', 'Time to pay (ms)', 'my_shop.time_to_pay__ms_'],
  ])('%s %s is %s', (namespace, metric, name) => {
    expect(metricName(namespace, metric, 'Average', 'Average')).toBe(name)
    expect(metricName(namespace, metric, 'p99.9', 'Average')).toBe(`${name}.p99.9`)
  })

  it('gives every statistic a suffix where none is the default', () => {
    expect(metricName('AWS/ApplicationELB', 'TargetResponseTime', 'Average', null)).toBe(
      'aws.applicationelb.target_response_time.average',
    )
  })
})

it.each([
  ['Owner Team', 'owner_team'],
  ['  Prod ', 'prod'],
  ['a \t b', 'a_b'],
])('a tag %j is kept as %s', (text, kept) => {
  expect(normaliseTag(text)).toBe(kept)
})

it.each([
  ['InstanceId', 'instanceid'],
  ['Per-VPC Metrics', 'pervpcmetrics'],
  ['GlobalSecondaryIndexName', 'globalsecondaryindexname'],
])('the dimension %s is the tag %s', (dimension, key) => {
  expect(dimensionTagKey(dimension)).toBe(key)
})
