// How a call is written for aws-cli.
import { describe, expect, it } from 'vitest'
import { asAwsCli, cliName } from './aws-cli.ts'

describe('aws-cli’s names', () => {
  it.each([
    ['GetMetricData', 'get-metric-data'],
    ['ListMetrics', 'list-metrics'],
    ['DescribeDBInstances', 'describe-db-instances'],
    ['ListWebACLs', 'list-web-acls'],
    ['GetRestApis', 'get-rest-apis'],
    ['ListOpenIDConnectProviders', 'list-open-id-connect-providers'],
    ['DescribeSMBFileShares', 'describe-smb-file-shares'],
    ['GetResources', 'get-resources'],
    ['ListClustersV2', 'list-clusters-v2'],
  ])('writes %s as %s', (operation, name) => expect(cliName(operation)).toBe(name))
})

it('quotes what a shell would read something into', () => {
  const call = { service: 'cloudwatch', operation: 'ListMetrics', region: 'eu-west-1', input: { Namespace: "it's" } }
  const told = { at: 0, milliseconds: 1, code: null, message: '', requestId: null }
  expect(asAwsCli({ ...call, ...told })).toBe(
    `aws cloudwatch list-metrics --region eu-west-1 --cli-input-json '{"Namespace":"it'\\''s"}'`,
  )
  expect(asAwsCli({ ...call, ...told, input: {} })).toBe('aws cloudwatch list-metrics --region eu-west-1')
})
