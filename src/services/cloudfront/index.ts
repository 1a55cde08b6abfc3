// Amazon CloudFront: distributions.
import type { DistributionSummary } from '@aws-sdk/client-cloudfront'
import { defineService, type MetricDefinition, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, related } from '../facts.ts'
import { countedBy, counter } from '../kinds.ts'

/** "Only one statistic, Average or Sum, is applicable for each metric" (CloudFront Developer Guide). */
const rate = (name: string): MetricDefinition => ({ name, unit: 'Percent', statistics: ['Average'] })

/**
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 * Rates are CloudFront's own, and come without the number of requests: over distributions their average is not weighed.
 */
const metrics: MetricDefinition[] = [
  counter('Requests', 'None'),
  counter('BytesDownloaded', 'None'),
  counter('BytesUploaded', 'None'),
  rate('TotalErrorRate'),
  rate('4xxErrorRate'),
  rate('5xxErrorRate'),
  // Where additional metrics are switched on.
  rate('CacheHitRate'),
  rate('401ErrorRate'),
  rate('403ErrorRate'),
  rate('404ErrorRate'),
  rate('502ErrorRate'),
  rate('503ErrorRate'),
  rate('504ErrorRate'),
  // CloudFront publishes it as percentiles alone.
  {
    name: 'OriginLatency',
    unit: 'Milliseconds',
    statistics: ['p50', 'p90', 'p95', 'p99', 'Average'],
    bareName: false,
    weighted: true,
  },
  // Of Lambda@Edge.
  counter('LambdaExecutionError', 'None'),
  counter('LambdaValidationError', 'None'),
  counter('LambdaLimitExceededErrors', 'None'),
  ...countedBy(
    [['FunctionName', 'Region']],
    [
      counter('FunctionInvocations', 'None'),
      counter('FunctionValidationErrors', 'None'),
      counter('FunctionExecutionErrors', 'None'),
      counter('FunctionThrottles', 'None'),
      { name: 'FunctionComputeUtilization', unit: 'Percent', statistics: ['Average', 'Maximum'] },
    ],
  ),
]

function distributionFacts(found: DistributionSummary, arn: string): ResourceFacts {
  const aliases = found.Aliases?.Items ?? []
  return {
    arn,
    name: aliases[0] ?? found.DomainName ?? found.Id ?? arn,
    tags: {},
    labels: labelRecord({
      name: aliases[0] ?? found.DomainName,
      hostname: found.DomainName,
      price_class: found.PriceClass,
      enabled: found.Enabled,
    }),
    attributes: {
      ...describe(found, [
        'Id',
        'DomainName',
        'Status',
        'Enabled',
        'Comment',
        'PriceClass',
        'HttpVersion',
        'IsIPV6Enabled',
        'LastModifiedTime',
        'Staging',
      ]),
      Aliases: aliases,
      // Not the origins whole: their custom headers are often secrets shared with the origin.
      Origins: (found.Origins?.Items ?? []).flatMap(origin => origin.DomainName ?? []),
    },
    ...related(['uses', found.WebACLId, found.ViewerCertificate?.ACMCertificateArn]),
  }
}

const distributions: ResourceDefinition = {
  type: 'cloudfront:distribution',
  title: 'CloudFront distributions',
  actions: [
    {
      action: 'cloudfront:ListDistributions',
      why: 'Lists distributions with their domain names, origins’ names and price class.',
    },
  ],
  scope: 'global',
  partitions: ['aws', 'aws-cn'],
  labels: ['name', 'hostname', 'price_class', 'enabled'],
  async *list(context) {
    const { CloudFrontClient, paginateListDistributions } = await import('@aws-sdk/client-cloudfront')
    for await (const page of paginateListDistributions({ client: context.client(CloudFrontClient) }, {})) {
      yield (page.DistributionList?.Items ?? []).flatMap(found =>
        found.ARN ? distributionFacts(found, found.ARN) : [],
      )
    }
  },
}

export const cloudFront = defineService({
  id: 'cloudfront',
  title: 'Amazon CloudFront',
  namespaces: [
    {
      namespace: 'AWS/CloudFront',
      period: 60,
      publicationDelay: 300,
      metrics,
      // In Virginia alone, and there with the region `Global`.
      dimensions: ['DistributionId', 'Region', 'FunctionName'],
      grain: [['DistributionId', 'Region']],
      otherSets: [
        ['FunctionName', 'Region'],
        ['DistributionId', 'FunctionName', 'Region'],
      ],
      associations: [{ resourceType: 'cloudfront:distribution', arn: /:distribution\/(?<DistributionId>[^/]+)$/ }],
    },
  ],
  resources: [distributions],
})
