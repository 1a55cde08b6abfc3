// What AWS publishes of private certificates, hardware keys, directories and attacks; of the resources only what the tagging API tells.
import { defineService, type ServiceDefinition } from '../../core/define.ts'
import { counter, each, gauge, reserve, untold } from '../kinds.ts'

export const security: ServiceDefinition[] = [
  defineService({
    id: 'acm-pca',
    title: 'AWS Private CA',
    namespaces: [
      {
        namespace: 'AWS/ACMPrivateCA',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(counter, 'Count', 'CRLGenerated Failure MisconfiguredCRLBucket Success'),
          untold('Time', 'None'),
        ],
        dimensions: ['PrivateCAArn'],
        grain: [['PrivateCAArn']],
        associations: [{ resourceType: 'acm-pca:certificate-authority', arn: /^(?<PrivateCAArn>.+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'cloudhsm',
    title: 'AWS CloudHSM',
    namespaces: [
      {
        namespace: 'AWS/CloudHSM',
        period: 300,
        publicationDelay: 180,
        metrics: [
          ...each(
            gauge,
            'Count',
            `
              HsmKeysSessionOccupied HsmKeysTokenOccupied HsmSessionCount HsmSslCtxsOccupied HsmUnhealthy
            `,
          ),
          ...each(gauge, 'None', 'HsmTemperature HsmUsersMax'),
          reserve('HsmUsersAvailable', 'None'),
          ...each(untold, 'None', 'InterfaceEth2OctetsInput InterfaceEth2OctetsOutput'),
        ],
        dimensions: ['ClusterId', 'HsmId', 'Region'],
        grain: [],
        associations: [{ resourceType: 'cloudhsm:cluster', arn: /:cluster\/(?<ClusterId>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'ds',
    title: 'AWS Directory Service',
    namespaces: [
      {
        namespace: 'AWS/DirectoryService',
        period: 60,
        publicationDelay: 180,
        metrics: [
          gauge('Bytes Received/sec', 'Bytes/Second'),
          gauge('Bytes Sent/sec', 'Bytes/Second'),
          gauge('LDAP Client Sessions', 'Count'),
          gauge('DS Directory Reads/sec', 'Count/Second'),
          gauge('DS Directory Writes/sec', 'Count/Second'),
          gauge('LDAP Searches/sec', 'Count/Second'),
          gauge('LDAP Successful Binds/sec', 'Count/Second'),
          gauge('Recursive Queries/sec', 'Count/Second'),
          gauge('Total Query Received/sec', 'Count/Second'),
          gauge('Total Response Sent/sec', 'Count/Second'),
          gauge('% Committed Bytes in Use', 'Percent'),
          gauge('% Processor Time', 'Percent'),
          reserve('% Free Space', 'Percent'),
          untold('Avg. Disk Queue Length', 'None'),
          untold('I/O Database Reads Average Latency', 'None'),
        ],
        dimensions: ['Directory ID', 'Domain Controller IP', 'Metric Category'],
        grain: [],
        associations: [{ resourceType: 'ds:directory', arn: /:directory\/(?<Directory_ID>[^/]+)$/ }],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'inspector',
    title: 'Amazon Inspector Classic',
    namespaces: [
      {
        namespace: 'AWS/Inspector',
        period: 300,
        publicationDelay: 180,
        metrics: [
          gauge('TotalMatchingAgents', 'None'),
          reserve('TotalHealthyAgents', 'None'),
          ...each(untold, 'None', 'TotalAssessmentRunFindings TotalAssessmentRuns'),
        ],
        dimensions: ['AssessmentTemplateArn', 'AssessmentTemplateName'],
        grain: [],
        associations: [],
      },
    ],
    resources: [],
  }),
  defineService({
    id: 'shield',
    title: 'AWS Shield',
    namespaces: [
      {
        namespace: 'AWS/DDoSProtection',
        period: 60,
        publicationDelay: 180,
        metrics: [
          ...each(gauge, 'Bits/Second', 'DDoSAttackBitsPerSecond VolumeBitsPerSecond'),
          gauge('DDoSDetected', 'Count'),
          ...each(
            gauge,
            'Count/Second',
            'DDoSAttackPacketsPerSecond DDoSAttackRequestsPerSecond VolumePacketsPerSecond',
          ),
        ],
        dimensions: [
          'ResourceArn',
          'AttackVector',
          'MitigationAction',
          'Protocol',
          'SourcePort',
          'DestinationPort',
          'SourceIp',
          'SourceAsn',
          'TcpFlags',
        ],
        grain: [],
        associations: [
          { resourceType: 'cloudfront:distribution', arn: /^(?<ResourceArn>.+)$/ },
          { resourceType: 'elasticloadbalancing:loadbalancer', arn: /^(?<ResourceArn>.+)$/ },
          { resourceType: 'elasticloadbalancing:loadbalancer/app', arn: /^(?<ResourceArn>.+)$/ },
          { resourceType: 'elasticloadbalancing:loadbalancer/net', arn: /^(?<ResourceArn>.+)$/ },
          { resourceType: 'ec2:elastic-ip', arn: /^(?<ResourceArn>.+)$/ },
          { resourceType: 'globalaccelerator:accelerator', arn: /^(?<ResourceArn>.+)$/ },
          { resourceType: 'route53:hostedzone', arn: /^(?<ResourceArn>.+)$/ },
          { resourceType: 'shield:protection', arn: /^(?<ResourceArn>.+)$/ },
        ],
      },
    ],
    resources: [],
  }),
]
