// The registry: every service that HeyCloud knows. Policies, templates, pages and tests are derived from it.
import type {
  Access,
  ActionUse,
  Feature,
  MetricDefinition,
  NamespaceDefinition,
  ResourceDefinition,
  ServiceDefinition,
} from '../core/define.ts'
import { metricName } from '../core/metric-name.ts'
import { acm } from './acm/index.ts'
import { apiGateway } from './apigateway/index.ts'
import { appRunner } from './apprunner/index.ts'
import { appSync } from './appsync/index.ts'
import { athena } from './athena/index.ts'
import { autoScaling } from './autoscaling/index.ts'
import { backup } from './backup/index.ts'
import { batch } from './batch/index.ts'
import { billing } from './billing/index.ts'
import { ai } from './catalogue/ai.ts'
import { analytics } from './catalogue/analytics.ts'
import { applications } from './catalogue/applications.ts'
import { bedrock } from './catalogue/bedrock.ts'
import { compute } from './catalogue/compute.ts'
import { databases } from './catalogue/databases.ts'
import { desktops } from './catalogue/desktops.ts'
import { iot } from './catalogue/iot.ts'
import { media } from './catalogue/media.ts'
import { mediaconnect } from './catalogue/mediaconnect.ts'
import { networking } from './catalogue/networking.ts'
import { observability } from './catalogue/observability.ts'
import { security } from './catalogue/security.ts'
import { storage } from './catalogue/storage.ts'
import { cloudFormation } from './cloudformation/index.ts'
import { cloudFront } from './cloudfront/index.ts'
import { cloudTrail } from './cloudtrail/index.ts'
import { codeBuild } from './codebuild/index.ts'
import { cognito } from './cognito/index.ts'
import { cloudWatchAgent } from './cwagent/index.ts'
import { derivedNamespace, derivedOf, derivedPeriod, derivedStatistic } from './derived.ts'
import { directConnect } from './directconnect/index.ts'
import { dms } from './dms/index.ts'
import { dynamodb } from './dynamodb/index.ts'
import { ebs } from './ebs/index.ts'
import { ec2 } from './ec2/index.ts'
import { ecr } from './ecr/index.ts'
import { ecs } from './ecs/index.ts'
import { efs } from './efs/index.ts'
import { eks } from './eks/index.ts'
import { elastiCache } from './elasticache/index.ts'
import { elasticBeanstalk } from './elasticbeanstalk/index.ts'
import { elasticLoadBalancing } from './elasticloadbalancing/index.ts'
import { elasticMapReduce } from './elasticmapreduce/index.ts'
import { events } from './events/index.ts'
import { featureWords } from './feature-words.ts'
import { firehose } from './firehose/index.ts'
import { foundation } from './foundation.ts'
import { fsx } from './fsx/index.ts'
import { globalAccelerator } from './globalaccelerator/index.ts'
import { glue } from './glue/index.ts'
import { iam } from './iam/index.ts'
import { kinesis } from './kinesis/index.ts'
import { kms } from './kms/index.ts'
import { lambda } from './lambda/index.ts'
import { logs } from './logs/index.ts'
import { memoryDb } from './memorydb/index.ts'
import { mq } from './mq/index.ts'
import { msk } from './msk/index.ts'
import { networkFirewall } from './networkfirewall/index.ts'
import { openSearch } from './opensearch/index.ts'
import { ownMetrics } from './own-metrics.ts'
import { privateLink } from './privatelink/index.ts'
import { rds } from './rds/index.ts'
import { redshift } from './redshift/index.ts'
import { redshiftServerless } from './redshiftserverless/index.ts'
import { route53 } from './route53/index.ts'
import { s3 } from './s3/index.ts'
import { sagemaker } from './sagemaker/index.ts'
import { secretsManager } from './secretsmanager/index.ts'
import { sns } from './sns/index.ts'
import { sqs } from './sqs/index.ts'
import { ssm } from './ssm/index.ts'
import { stepFunctions } from './states/index.ts'
import { transfer } from './transfer/index.ts'
import { transitGateway } from './transitgateway/index.ts'
import { usage } from './usage/index.ts'
import { vpc } from './vpc/index.ts'
import { vpn } from './vpn/index.ts'
import { wafv2 } from './wafv2/index.ts'

export const services: ServiceDefinition[] = [
  ec2,
  ebs,
  elasticLoadBalancing,
  rds,
  lambda,
  s3,
  sqs,
  sns,
  dynamodb,
  elastiCache,
  memoryDb,
  ecs,
  vpc,
  apiGateway,
  cloudFront,
  kinesis,
  firehose,
  stepFunctions,
  cognito,
  mq,
  autoScaling,
  eks,
  ecr,
  openSearch,
  redshift,
  redshiftServerless,
  msk,
  efs,
  fsx,
  route53,
  transitGateway,
  vpn,
  privateLink,
  cloudWatchAgent,
  usage,
  billing,
  acm,
  kms,
  secretsManager,
  ssm,
  logs,
  events,
  backup,
  glue,
  athena,
  elasticMapReduce,
  sagemaker,
  wafv2,
  cloudTrail,
  appSync,
  elasticBeanstalk,
  dms,
  directConnect,
  globalAccelerator,
  batch,
  appRunner,
  codeBuild,
  transfer,
  networkFirewall,
  iam,
  cloudFormation,
  ...ai,
  ...analytics,
  ...applications,
  ...compute,
  ...bedrock,
  ...databases,
  ...desktops,
  ...iot,
  ...media,
  ...mediaconnect,
  ...networking,
  ...observability,
  ...security,
  ...storage,
]

const namespaces = new Map(services.flatMap(service => service.namespaces).map(found => [found.namespace, found]))
const resources = new Map(services.flatMap(service => service.resources).map(found => [found.type, found]))

/** By CloudWatch's spelling, `AWS/EC2`; undefined for a namespace that no service declares, such as a custom one. */
export const namespaceByName = (name: string): NamespaceDefinition | undefined => namespaces.get(name)

/** By the tagging API's spelling, `ec2:instance`. */
export const resourceByType = (type: string): ResourceDefinition | undefined => resources.get(type)

const listed: ActionUse[] = services
  .flatMap(service => service.resources)
  .flatMap(({ title, actions }) =>
    actions.map(use => ({ ...use, feature: 'resources' as const, stops: `${title} are not listed.` })),
  )

/** Two sentences as one text; one that is said already is not said again. */
const also = (said: string, more: string): string => (said.includes(more) ? said : `${said} ${more}`.trim())

/**
 * The actions that these features call in accounts of this kind, each once, sorted. An action that serves several features or
 * resources says so in its `why`, and carries the first feature that needs it.
 */
export function actionsOf(features: readonly Feature[], access: Access = 'role'): ActionUse[] {
  const unique = new Map<string, ActionUse>()
  for (const use of [...foundation, ...listed]) {
    if (!features.includes(use.feature) || (use.access ?? access) !== access) continue
    const known = unique.get(use.action)
    const stops = also(known?.stops ?? '', use.stops ?? `The feature ${featureWords[use.feature].title} stops.`)
    unique.set(use.action, known ? { ...known, why: also(known.why, use.why), stops } : { ...use, stops })
  }
  return [...unique.values()].sort((a, b) => (a.action < b.action ? -1 : 1))
}

/** HeyCloud's name of one statistic of a declared metric: `aws.ec2.cpuutilization`, `aws.ec2.cpuutilization.maximum`. */
export const nameOfStatistic = (namespace: string, metric: MetricDefinition, statistic: string): string =>
  metricName(namespace, metric.name, statistic, metric.bareName === false ? null : metric.statistics[0])

/** A name that people type, and what it stands for. `period` and `publicationDelay` are in seconds. */
export interface NamedMetric {
  name: string
  namespace: string
  metric: string
  statistic: string
  unit: string
  period: number
  publicationDelay: number
}

const namedMetrics = new Map<string, NamedMetric>()
for (const { namespace, period, publicationDelay, metrics } of [...namespaces.values(), ownMetrics]) {
  for (const metric of metrics) {
    for (const statistic of metric.statistics) {
      const name = nameOfStatistic(namespace, metric, statistic)
      namedMetrics.set(name, {
        name,
        namespace,
        metric: metric.name,
        statistic,
        unit: metric.unit,
        period: metric.period ?? period,
        publicationDelay: metric.publicationDelay ?? publicationDelay,
      })
    }
  }
}

for (const { metric } of services.flatMap(derivedOf))
  namedMetrics.set(metric.name, {
    ...{ name: metric.name, namespace: derivedNamespace, metric: metric.name, statistic: derivedStatistic },
    ...{ unit: metric.unit, period: derivedPeriod, publicationDelay: 0 },
  })

/** By HeyCloud's name; undefined for what no service declares. */
export const metricByName = (name: string): NamedMetric | undefined => namedMetrics.get(name)
