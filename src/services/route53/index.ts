// Amazon Route 53: health checks and hosted zones, which are of no region; and the metrics of Route 53 Resolver.
import type { HealthCheck, HostedZone } from '@aws-sdk/client-route-53'
import { defineService, type MetricDefinition, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, related } from '../facts.ts'
import { check, countedBy, counter, fact, gauge, reserve } from '../kinds.ts'

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html and monitoring-hosted-zones-with-cloudwatch.html */
const metrics: MetricDefinition[] = [
  // 1 while healthy.
  { name: 'HealthCheckStatus', unit: 'None', statistics: ['Minimum'] },
  reserve('HealthCheckPercentageHealthy', 'Percent'),
  reserve('ChildHealthCheckHealthyCount', 'Count'),
  gauge('ConnectionTime', 'Milliseconds'),
  gauge('SSLHandshakeTime', 'Milliseconds'),
  gauge('TimeToFirstByte', 'Milliseconds'),
  ...countedBy(
    [['HostedZoneId']],
    [
      counter('DNSQueries'),
      ...[
        check('DNSSECInternalFailure'),
        fact('DNSSECKeySigningKeysNeedingAction', 'Count'),
        fact('DNSSECKeySigningKeyMaxNeedingActionAge', 'Seconds'),
        fact('DNSSECKeySigningKeyAge', 'Seconds'),
      ].map(metric => ({ ...metric, period: 86_400 })),
    ],
  ),
]

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-resolver-with-cloudwatch.html */
const resolverMetrics: MetricDefinition[] = [
  reserve('EndpointHealthyENICount', 'Count'),
  // AWS's guide spells it otherwise than public tables do.
  gauge('EndpointUnhealthyENICount', 'Count'),
  gauge('EndpointUnHealthyENICount', 'Count'),
  counter('InboundQueryVolume'),
  counter('OutboundQueryVolume'),
  counter('OutboundQueryAggregateVolume'),
  fact('ResolverEndpointCapacityStatus', 'None'),
]

const healthCheckFacts = (partition: string, found: HealthCheck, id: string): ResourceFacts => {
  const config = found.HealthCheckConfig
  return {
    arn: `arn:${partition}:route53:::healthcheck/${id}`,
    name: config?.FullyQualifiedDomainName ?? config?.IPAddress ?? id,
    tags: {},
    labels: labelRecord({ health_check_type: config?.Type }),
    attributes: {
      Id: id,
      ...(config
        ? describe(config, [
            'Type',
            'FullyQualifiedDomainName',
            'IPAddress',
            'Port',
            'ResourcePath',
            'RequestInterval',
            'FailureThreshold',
            'Inverted',
            'Disabled',
            'HealthThreshold',
            'ChildHealthChecks',
            'Regions',
          ])
        : {}),
    },
    ...related([
      'uses',
      ...(config?.ChildHealthChecks ?? []).map(child => `arn:${partition}:route53:::healthcheck/${child}`),
    ]),
  }
}

/** AWS writes the id as `/hostedzone/Z123`. */
const hostedZoneFacts = (partition: string, zone: HostedZone, id: string): ResourceFacts => ({
  arn: `arn:${partition}:route53:::hostedzone/${id}`,
  name: zone.Name ?? id,
  tags: {},
  labels: labelRecord({ zone: zone.Name?.replace(/\.$/, ''), private_zone: zone.Config?.PrivateZone }),
  attributes: { ...describe(zone, ['Name', 'Config', 'ResourceRecordSetCount', 'LinkedService']), Id: id },
})

const healthChecks: ResourceDefinition = {
  type: 'route53:healthcheck',
  title: 'Route 53 health checks',
  actions: [{ action: 'route53:ListHealthChecks', why: 'Lists Route 53 health checks with what they watch.' }],
  scope: 'global',
  labels: ['health_check_type'],
  async *list(context) {
    const { paginateListHealthChecks, Route53Client } = await import('@aws-sdk/client-route-53')
    const client = context.client(Route53Client)
    for await (const page of paginateListHealthChecks({ client, pageSize: 100 }, {})) {
      yield (page.HealthChecks ?? []).flatMap(found =>
        found.Id ? healthCheckFacts(context.partition, found, found.Id) : [],
      )
    }
  },
}

const hostedZones: ResourceDefinition = {
  type: 'route53:hostedzone',
  title: 'Route 53 hosted zones',
  actions: [{ action: 'route53:ListHostedZones', why: 'Lists Route 53 hosted zones. No record of a zone is read.' }],
  scope: 'global',
  labels: ['zone', 'private_zone'],
  async *list(context) {
    const { paginateListHostedZones, Route53Client } = await import('@aws-sdk/client-route-53')
    const client = context.client(Route53Client)
    for await (const page of paginateListHostedZones({ client, pageSize: 100 }, {})) {
      yield (page.HostedZones ?? []).flatMap(zone => {
        const id = zone.Id?.split('/').at(-1)
        return id ? hostedZoneFacts(context.partition, zone, id) : []
      })
    }
  },
}

export const route53 = defineService({
  id: 'route53',
  title: 'Amazon Route 53',
  namespaces: [
    {
      namespace: 'AWS/Route53',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['HealthCheckId', 'HostedZoneId', 'Region'],
      // Latencies again by the region of the checkers.
      grain: [['HealthCheckId']],
      otherSets: [['HealthCheckId', 'Region'], ['Region']],
      associations: [
        { resourceType: 'route53:healthcheck', arn: /:healthcheck\/(?<HealthCheckId>[^/]+)$/ },
        { resourceType: 'route53:hostedzone', arn: /:hostedzone\/(?<HostedZoneId>[^/]+)$/ },
      ],
    },
    {
      namespace: 'AWS/Route53Resolver',
      period: 300,
      publicationDelay: 300,
      metrics: resolverMetrics,
      dimensions: ['EndpointId'],
      // Query volumes again of all endpoints together.
      grain: [['EndpointId']],
      otherSets: [[]],
      associations: [
        { resourceType: 'route53resolver:resolver-endpoint', arn: /:resolver-endpoint\/(?<EndpointId>[^/]+)$/ },
      ],
    },
  ],
  resources: [healthChecks, hostedZones],
})
