// What serves requests: Application Load Balancers with target groups, Lambda functions and ECS services, and their metrics.
import type { Runtime } from '@aws-sdk/client-lambda'
import { logNormal } from '../bucket.ts'
import { seedOf, uniform } from '../chance.ts'
import type { Signal } from '../load.ts'
import { durations, events, outcomes, percent, reading, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, tagList, timings } from '../place.ts'
import { subnetOf } from './ec2.ts'

export interface LoadBalancerPlan {
  name: string
  tags: Tags
  requests: Signal
  /** Share of requests that targets answer with 5xx. */
  failing: Signal
  /** Seconds. */
  latency: Signal
  targetGroups: { name: string; share: number; targets: string[]; unhealthy: Signal }[]
}

const responseTimes = logNormal(0.75)

export function addLoadBalancer(place: Place, plan: LoadBalancerPlan): void {
  const suffix = `app/${plan.name}/${place.hex(`lb ${plan.name}`, 16)}`
  const LoadBalancerArn = place.arn('elasticloadbalancing', `loadbalancer/${suffix}`)
  place.tag(LoadBalancerArn, plan.tags)
  place.state.loadBalancers.push({
    LoadBalancerArn,
    LoadBalancerName: plan.name,
    DNSName: `${plan.name}-1234567890.${place.region}.elb.${place.dnsSuffix}`,
    CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    CreatedTime: daysBefore(place, 500),
    Scheme: 'internet-facing',
    VpcId: place.state.vpcId,
    State: { Code: 'active' },
    Type: 'application',
    IpAddressType: 'ipv4',
    SecurityGroups: [],
    AvailabilityZones: ['a', 'b'].map(z => ({ ZoneName: `${place.region}${z}`, SubnetId: subnetOf(place, z) })),
  })
  balancerMetrics(place, plan, suffix)
  for (const group of plan.targetGroups) addTargetGroup(place, plan, group, suffix, LoadBalancerArn)
}

function balancerMetrics(place: Place, plan: LoadBalancerPlan, LoadBalancer: string): void {
  const { requests, failing, latency } = plan
  const seed = seedOf(place.seed, LoadBalancer)
  place.metrics('AWS/ApplicationELB', { LoadBalancer }, timings.minute, [
    ['RequestCount', 'Count', events(requests)],
    ['TargetResponseTime', 'Seconds', durations(requests, latency, responseTimes)],
    ['HTTPCode_Target_2XX_Count', 'Count', events(m => requests(m) * (0.98 - failing(m)))],
    ['HTTPCode_Target_4XX_Count', 'Count', events(m => requests(m) * 0.018)],
    ['HTTPCode_Target_5XX_Count', 'Count', events(m => requests(m) * failing(m))],
    ['HTTPCode_ELB_5XX_Count', 'Count', events(m => requests(m) * 0.15 * Math.max(0, failing(m) - 0.01))],
    ['ActiveConnectionCount', 'Count', tally(m => requests(m) * (0.3 + latency(m)))],
    ['NewConnectionCount', 'Count', tally(m => requests(m) * (0.2 + 0.02 * uniform(seed, m)))],
    ['ProcessedBytes', 'Bytes', tally(m => requests(m) * 14_300)],
    ['ConsumedLCUs', 'Count', reading(m => requests(m) / 1500)],
  ])
}

function addTargetGroup(
  place: Place,
  plan: LoadBalancerPlan,
  group: LoadBalancerPlan['targetGroups'][number],
  LoadBalancer: string,
  balancerArn: string,
): void {
  const TargetGroup = `targetgroup/${group.name}/${place.hex(`tg ${group.name}`, 16)}`
  const arn = place.arn('elasticloadbalancing', TargetGroup)
  place.tag(arn, plan.tags)
  place.state.targetGroups.push({
    shape: {
      TargetGroupArn: arn,
      TargetGroupName: group.name,
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: place.state.vpcId,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: 'traffic-port',
      HealthCheckPath: '/healthz',
      HealthCheckEnabled: true,
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
      LoadBalancerArns: [balancerArn],
      TargetType: 'instance',
      ProtocolVersion: 'HTTP1',
      IpAddressType: 'ipv4',
    },
    targets: group.targets.map(Id => ({
      Target: { Id, Port: 8080 },
      HealthCheckPort: '8080',
      TargetHealth: { State: 'healthy' },
    })),
  })
  const requests: Signal = minute => plan.requests(minute) * group.share
  const unhealthy: Signal = minute => Math.min(group.targets.length, Math.round(group.unhealthy(minute)))
  place.metrics('AWS/ApplicationELB', { TargetGroup, LoadBalancer }, timings.minute, [
    ['RequestCount', 'Count', events(requests)],
    ['TargetResponseTime', 'Seconds', durations(requests, plan.latency, responseTimes)],
    ['HTTPCode_Target_5XX_Count', 'Count', events(m => requests(m) * plan.failing(m))],
    ['HealthyHostCount', 'Count', tally(m => group.targets.length - unhealthy(m))],
    ['UnHealthyHostCount', 'Count', tally(unhealthy)],
  ])
}

export interface FunctionPlan {
  name: string
  runtime: string
  memory: number
  tags?: Tags
  invocations: Signal
  /** Share of invocations. */
  failing: Signal
  /** Milliseconds. */
  duration: Signal
  /** Invocations refused, a minute. */
  throttled?: Signal
}

const functionTimes = logNormal(0.55)

export function addFunction(place: Place, plan: FunctionPlan): void {
  const FunctionArn = place.arn('lambda', `function:${plan.name}`)
  if (plan.tags) place.tag(FunctionArn, plan.tags)
  place.state.functions.push({
    FunctionName: plan.name,
    FunctionArn,
    Runtime: plan.runtime as Runtime,
    Role: place.globalArn('iam', `${place.accountId}:role/${plan.name}-execution`),
    Handler: 'index.handler',
    CodeSize: 1_482_113,
    Description: '',
    Timeout: 30,
    MemorySize: plan.memory,
    LastModified: daysBefore(place, 9).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: 'JSON', LogGroup: `/aws/lambda/${plan.name}` },
  })
  const { invocations, failing, duration } = plan
  const concurrency: Signal = m => Math.ceil((invocations(m) * duration(m)) / 60_000)
  place.metrics('AWS/Lambda', { FunctionName: plan.name }, timings.minute, [
    ['Invocations', 'Count', events(invocations)],
    ['Errors', 'Count', outcomes(invocations, m => invocations(m) * failing(m))],
    ['Throttles', 'Count', outcomes(invocations, plan.throttled ?? (() => 0))],
    ['Duration', 'Milliseconds', durations(invocations, duration, functionTimes)],
    ['ConcurrentExecutions', 'Count', (m, out) => Math.round(invocations(m)) > 0 && tally(concurrency)(m, out)],
  ])
}

/** Lambda sums up a region's functions without any dimension. */
export function addFunctionTotals(place: Place, invocations: Signal, duration: Signal): void {
  const concurrency: Signal = m => Math.ceil((invocations(m) * duration(m)) / 60_000)
  place.metrics('AWS/Lambda', {}, timings.minute, [
    ['Invocations', 'Count', events(invocations)],
    ['ConcurrentExecutions', 'Count', tally(concurrency)],
    ['UnreservedConcurrentExecutions', 'Count', tally(concurrency)],
  ])
}

export interface EcsServicePlan {
  name: string
  desired: number
  cpu: Signal
  memory: Signal
}

export function addEcsCluster(place: Place, name: string, tags: Tags, services: EcsServicePlan[]): void {
  const clusterArn = place.arn('ecs', `cluster/${name}`)
  place.tag(clusterArn, tags)
  const running = services.reduce((sum, s) => sum + s.desired, 0)
  place.state.clusters.push({
    clusterArn,
    clusterName: name,
    status: 'ACTIVE',
    runningTasksCount: running,
    pendingTasksCount: 0,
    activeServicesCount: services.length,
    registeredContainerInstancesCount: 0,
    capacityProviders: ['FARGATE'],
    tags: tagList(tags).map(t => ({ key: t.Key, value: t.Value })),
  })
  const mean =
    (of: 'cpu' | 'memory'): Signal =>
    minute =>
      services.reduce((sum, s) => sum + s[of](minute) * s.desired, 0) / Math.max(1, running)
  place.metrics('AWS/ECS', { ClusterName: name }, timings.minute, [
    ['CPUUtilization', 'Percent', percent(mean('cpu'))],
    ['MemoryUtilization', 'Percent', percent(mean('memory'))],
  ])
  for (const service of services) addEcsService(place, name, clusterArn, tags, service)
}

function addEcsService(place: Place, cluster: string, clusterArn: string, tags: Tags, plan: EcsServicePlan): void {
  const serviceArn = place.arn('ecs', `service/${cluster}/${plan.name}`)
  const all = { ...tags, service: plan.name }
  place.tag(serviceArn, all)
  place.state.services.push({
    serviceArn,
    serviceName: plan.name,
    clusterArn,
    status: 'ACTIVE',
    desiredCount: plan.desired,
    runningCount: plan.desired,
    pendingCount: 0,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    schedulingStrategy: 'REPLICA',
    taskDefinition: place.arn('ecs', `task-definition/${plan.name}:41`),
    createdAt: daysBefore(place, 220),
    tags: tagList(all).map(t => ({ key: t.Key, value: t.Value })),
  })
  place.metrics('AWS/ECS', { ClusterName: cluster, ServiceName: plan.name }, timings.minute, [
    ['CPUUtilization', 'Percent', percent(plan.cpu)],
    ['MemoryUtilization', 'Percent', percent(plan.memory)],
  ])
}
