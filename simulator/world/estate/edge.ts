// What the world comes in by: distributions, APIs, sign-in, and load balancers of the older and the rarer kind.
import type { RestApi, Stage as RestStage } from '@aws-sdk/client-api-gateway'
import type { Api, Stage } from '@aws-sdk/client-apigatewayv2'
import type { DistributionSummary } from '@aws-sdk/client-cloudfront'
import type { UserPoolDescriptionType } from '@aws-sdk/client-cognito-identity-provider'
import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing'
import { logNormal } from '../bucket.ts'
import { seedOf, uniform } from '../chance.ts'
import type { Signal } from '../load.ts'
import { durations, events, outcomes, percent, reading, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, timings } from '../place.ts'
import { subnetOf } from './ec2.ts'

export interface DoorPlan {
  name: string
  /** Undefined: never tagged. */
  tags?: Tags
  /** A minute. */
  requests: Signal
  /** Share that ends in an error of the server. */
  failing: Signal
}

const answerTimes = logNormal(0.6)

/** CloudFront's metrics are in Virginia, with the region Global. */
export function addDistribution(place: Place, plan: DoorPlan & { origin: string }): void {
  const Id = `E${place.hex(`distribution ${plan.name}`, 13).toUpperCase()}`
  const ARN = place.globalArn('cloudfront', `${place.accountId}:distribution/${Id}`)
  if (plan.tags) place.tag(ARN, plan.tags)
  place.add('cloudfront:distribution', {
    Id,
    ARN,
    Status: 'Deployed',
    LastModifiedTime: daysBefore(place, 21),
    DomainName: `d${place.hex(plan.name, 13)}.cloudfront.net`,
    Aliases: { Quantity: 1, Items: [plan.name] },
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: 'shop',
          DomainName: plan.origin,
          // By which an origin knows that it is CloudFront that asks: a secret in everything but name.
          CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'x-origin-key', HeaderValue: 'not-for-anybody' }] },
        },
      ],
    },
    DefaultCacheBehavior: { TargetOriginId: 'shop', ViewerProtocolPolicy: 'redirect-to-https' },
    CacheBehaviors: { Quantity: 0 },
    CustomErrorResponses: { Quantity: 0 },
    Comment: 'The shop',
    PriceClass: 'PriceClass_100',
    Enabled: true,
    ViewerCertificate: { CloudFrontDefaultCertificate: false, MinimumProtocolVersion: 'TLSv1.2_2021' },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    WebACLId: '',
    HttpVersion: 'http2and3',
    IsIPV6Enabled: true,
    Staging: false,
  } satisfies DistributionSummary)
  const seed = seedOf(place.seed, ARN)
  const server: Signal = m => 100 * plan.failing(m)
  const client: Signal = m => 1.4 + 0.6 * uniform(seed, m)
  place.metrics('AWS/CloudFront', { DistributionId: Id, Region: 'Global' }, timings.minute, [
    ['Requests', 'None', tally(plan.requests)],
    ['BytesDownloaded', 'None', tally(m => plan.requests(m) * 41_000)],
    ['4xxErrorRate', 'Percent', percent(client)],
    ['5xxErrorRate', 'Percent', percent(server)],
    ['TotalErrorRate', 'Percent', percent(m => client(m) + server(m))],
  ])
}

/** API Gateway's ARNs name no account. */
const apiArn = (place: Place, path: string) => place.arn('apigateway', path).replace(`:${place.accountId}:`, '::')

/** The dimension is the API's name. By stage AWS publishes everything again. */
export function addRestApi(place: Place, plan: DoorPlan & { stage: string; latency: Signal }): void {
  const id = place.hex(`rest ${plan.name}`, 10)
  const arn = apiArn(place, `/restapis/${id}`)
  if (plan.tags) for (const tagged of [arn, `${arn}/stages/${plan.stage}`]) place.tag(tagged, plan.tags)
  place.add('apigateway:restapis', {
    id,
    name: plan.name,
    createdDate: daysBefore(place, 640),
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['REGIONAL'] },
    disableExecuteApiEndpoint: false,
    tags: { ...plan.tags },
  } satisfies RestApi)
  const stage: RestStage = {
    stageName: plan.stage,
    deploymentId: place.hex(`deployment ${plan.name}`, 6),
    cacheClusterEnabled: false,
    tracingEnabled: false,
    variables: { upstreamKey: 'not-for-anybody' },
    createdDate: daysBefore(place, 640),
    lastUpdatedDate: daysBefore(place, 4),
    tags: { ...plan.tags },
  }
  place.add('apigateway:restapis/stages', { api: id, stage })
  const { requests, failing, latency } = plan
  for (const dimensions of [{ ApiName: plan.name }, { ApiName: plan.name, Stage: plan.stage }]) {
    place.metrics('AWS/ApiGateway', dimensions, timings.minute, [
      ['Count', 'Count', events(requests)],
      ['5XXError', 'Count', outcomes(requests, m => requests(m) * failing(m))],
    ])
  }
  place.metrics('AWS/ApiGateway', { ApiName: plan.name }, timings.minute, [
    ['4XXError', 'Count', outcomes(requests, m => requests(m) * 0.012)],
    ['Latency', 'Milliseconds', durations(requests, latency, answerTimes)],
  ])
}

/** The dimension is the API's id. */
export function addHttpApi(place: Place, plan: DoorPlan): void {
  const ApiId = place.hex(`http ${plan.name}`, 10)
  const arn = apiArn(place, `/apis/${ApiId}`)
  if (plan.tags) place.tag(arn, plan.tags)
  place.add('apigateway:apis', {
    ApiId,
    Name: plan.name,
    ProtocolType: 'HTTP',
    RouteSelectionExpression: '$request.method $request.path',
    ApiEndpoint: `https://${ApiId}.execute-api.${place.region}.${place.dnsSuffix}`,
    CreatedDate: daysBefore(place, 200),
    Tags: { ...plan.tags },
  } satisfies Api)
  const stage: Stage = { StageName: '$default', AutoDeploy: true, CreatedDate: daysBefore(place, 200) }
  place.add('apigateway:apis/stages', { api: ApiId, stage })
  const { requests, failing } = plan
  place.metrics('AWS/ApiGateway', { ApiId }, timings.minute, [
    ['Count', 'Count', events(requests)],
    ['5xx', 'Count', outcomes(requests, m => requests(m) * failing(m))],
    ['Latency', 'Milliseconds', durations(requests, () => 48, answerTimes)],
  ])
}

/** Sign-ins a minute, by one client. */
export function addUserPool(place: Place, plan: DoorPlan): void {
  const Id = `${place.region}_${place.hex(`pool ${plan.name}`, 9)}`
  if (plan.tags) place.tag(place.arn('cognito-idp', `userpool/${Id}`), plan.tags)
  place.add('cognito-idp:userpool', {
    Id,
    Name: plan.name,
    LambdaConfig: {},
    CreationDate: daysBefore(place, 700),
    LastModifiedDate: daysBefore(place, 33),
  } satisfies UserPoolDescriptionType)
  const { requests, failing } = plan
  const dimensions = { UserPool: Id, UserPoolClient: place.hex(`client ${plan.name}`, 26) }
  const succeeding = (all: Signal) => outcomes(all, m => all(m) * (0.97 - failing(m)))
  place.metrics('AWS/Cognito', dimensions, timings.minute, [
    ['SignInSuccesses', 'Count', succeeding(requests)],
    ['SignUpSuccesses', 'Count', succeeding(m => requests(m) * 0.06)],
    ['TokenRefreshSuccesses', 'Count', succeeding(m => requests(m) * 2.2)],
  ])
}

export function addClassicLoadBalancer(place: Place, plan: DoorPlan & { instances: string[] }): void {
  const arn = place.arn('elasticloadbalancing', `loadbalancer/${plan.name}`)
  if (plan.tags) place.tag(arn, plan.tags)
  place.add('elasticloadbalancing:loadbalancer', {
    LoadBalancerName: plan.name,
    DNSName: `${plan.name}-987654321.${place.region}.elb.${place.dnsSuffix}`,
    CanonicalHostedZoneNameID: 'Z35SXDOTRQ7X7K',
    Scheme: 'internet-facing',
    VPCId: place.state.vpcId,
    CreatedTime: daysBefore(place, 2_900),
    AvailabilityZones: [`${place.region}a`],
    Subnets: [subnetOf(place, 'a')],
    Instances: plan.instances.map(InstanceId => ({ InstanceId })),
    HealthCheck: { Target: 'HTTP:80/', Interval: 30, Timeout: 5, UnhealthyThreshold: 2, HealthyThreshold: 10 },
    ListenerDescriptions: [
      { Listener: { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 80 } },
    ],
  } satisfies LoadBalancerDescription)
  const { requests, failing } = plan
  const LoadBalancerName = plan.name
  place.metrics('AWS/ELB', { LoadBalancerName }, timings.minute, [
    ['RequestCount', 'Count', events(requests)],
    ['Latency', 'Seconds', durations(requests, () => 0.19, answerTimes)],
    ['HTTPCode_Backend_5XX', 'Count', events(m => requests(m) * failing(m))],
    ['HealthyHostCount', 'Count', tally(() => plan.instances.length)],
  ])
  place.metrics('AWS/ELB', { LoadBalancerName, AvailabilityZone: `${place.region}a` }, timings.minute, [
    ['RequestCount', 'Count', events(requests)],
  ])
}

/** Everything that comes and goes is inspected: `requests` are flows. */
export function addGatewayLoadBalancer(place: Place, plan: Pick<DoorPlan, 'name' | 'tags' | 'requests'>): void {
  const LoadBalancer = `gwy/${plan.name}/${place.hex(`gwy ${plan.name}`, 16)}`
  const TargetGroup = `targetgroup/${plan.name}/${place.hex(`tg ${plan.name}`, 16)}`
  const LoadBalancerArn = place.arn('elasticloadbalancing', `loadbalancer/${LoadBalancer}`)
  const TargetGroupArn = place.arn('elasticloadbalancing', TargetGroup)
  if (plan.tags) for (const arn of [LoadBalancerArn, TargetGroupArn]) place.tag(arn, plan.tags)
  place.state.loadBalancers.push({
    LoadBalancerArn,
    LoadBalancerName: plan.name,
    CreatedTime: daysBefore(place, 300),
    VpcId: place.state.vpcId,
    State: { Code: 'active' },
    Type: 'gateway',
    IpAddressType: 'ipv4',
    AvailabilityZones: [{ ZoneName: `${place.region}a`, SubnetId: subnetOf(place, 'a') }],
  })
  place.state.targetGroups.push({
    shape: {
      TargetGroupArn,
      TargetGroupName: plan.name,
      Protocol: 'GENEVE',
      Port: 6081,
      VpcId: place.state.vpcId,
      HealthCheckProtocol: 'TCP',
      LoadBalancerArns: [LoadBalancerArn],
      TargetType: 'instance',
    },
    targets: [],
  })
  place.metrics('AWS/GatewayELB', { LoadBalancer }, timings.minute, [
    ['ActiveFlowCount', 'Count', tally(plan.requests)],
    ['ProcessedBytes', 'Bytes', tally(m => plan.requests(m) * 96_000)],
  ])
  place.metrics('AWS/GatewayELB', { LoadBalancer, TargetGroup }, timings.minute, [
    ['HealthyHostCount', 'Count', reading(() => 2)],
  ])
}
