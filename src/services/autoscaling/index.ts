// Amazon EC2 Auto Scaling: groups, with their instances.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling'
import {
  defineService,
  type MetricDefinition,
  type ReadContext,
  type ResourceDefinition,
  type ResourceFacts,
} from '../../core/define.ts'
import { countOf } from '../derived.ts'
import { arnsIn, describe, related, tagRecord } from '../facts.ts'
import { countedBy, gauge, reserve } from '../kinds.ts'

const gauges = (...names: string[]): MetricDefinition[] => names.map(name => gauge(name, 'None'))

/** Forecasts are of whole hours; AWS advises against their sum. */
const hourly = (metrics: MetricDefinition[]): MetricDefinition[] => metrics.map(metric => ({ ...metric, period: 3600 }))

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
const metrics: MetricDefinition[] = [
  ...gauges('GroupMinSize', 'GroupMaxSize', 'GroupDesiredCapacity', 'GroupPendingInstances', 'GroupStandbyInstances'),
  ...['GroupInServiceInstances', 'GroupInServiceCapacity'].map(name => reserve(name, 'None')),
  ...gauges('GroupTerminatingInstances', 'GroupTotalInstances', 'GroupPendingCapacity', 'GroupStandbyCapacity'),
  ...gauges('GroupTerminatingCapacity', 'GroupTotalCapacity', 'GroupAndWarmPoolDesiredCapacity'),
  ...gauges('GroupAndWarmPoolTotalCapacity', 'WarmPoolMinSize', 'WarmPoolDesiredCapacity', 'WarmPoolPendingCapacity'),
  ...gauges('WarmPoolTerminatingCapacity', 'WarmPoolWarmedCapacity', 'WarmPoolTotalCapacity'),
  ...hourly([
    ...countedBy(
      [['AutoScalingGroupName', 'PolicyName', 'PairIndex']],
      gauges('PredictiveScalingLoadForecast', 'PredictiveScalingMetricPairCorrelation'),
    ),
    ...countedBy([['AutoScalingGroupName', 'PolicyName']], gauges('PredictiveScalingCapacityForecast')),
  ]),
]

function groupFacts(context: ReadContext, group: AutoScalingGroup, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const subnets = group.VPCZoneIdentifier?.split(',') ?? []
  return {
    arn,
    name: group.AutoScalingGroupName ?? arn,
    tags: tagRecord(group.Tags),
    labels: {},
    attributes: {
      ...describe(group, [
        'AutoScalingGroupName',
        'Status',
        'MinSize',
        'MaxSize',
        'DesiredCapacity',
        'AvailabilityZones',
        'HealthCheckType',
        'HealthCheckGracePeriod',
        'LaunchTemplate',
        'LaunchConfigurationName',
        'SuspendedProcesses',
        'EnabledMetrics',
        'TargetGroupARNs',
        'LoadBalancerNames',
        'CreatedTime',
      ]),
      Instances: (group.Instances ?? []).map(instance =>
        describe(instance, ['InstanceId', 'InstanceType', 'AvailabilityZone', 'LifecycleState', 'HealthStatus']),
      ),
    },
    ...related(
      ['in', ...subnets.map(id => ec2('subnet', id.trim()))],
      ['uses', ...(group.Instances ?? []).map(instance => ec2('instance', instance.InstanceId))],
      ['attached to', ...(group.TargetGroupARNs ?? [])],
    ),
  }
}

const groups: ResourceDefinition = {
  type: 'autoscaling:autoScalingGroup',
  title: 'Auto Scaling groups',
  actions: [
    {
      action: 'autoscaling:DescribeAutoScalingGroups',
      why: 'Lists Auto Scaling groups with their tags, sizes and instances.',
    },
  ],
  scope: 'regional',
  // CloudWatch tells these only where somebody has switched the group's metrics on.
  derived: [
    {
      name: 'aws.autoscaling.instances_in_service',
      unit: 'Count',
      description: 'Instances of the group that are in service.',
      value: countOf('Instances', 'LifecycleState', 'InService'),
    },
    {
      name: 'aws.autoscaling.instances_unhealthy',
      unit: 'Count',
      description: 'Instances of the group that Auto Scaling holds for unhealthy.',
      value: countOf('Instances', 'HealthStatus', 'Unhealthy'),
    },
  ],
  async *list(context) {
    const { AutoScalingClient, paginateDescribeAutoScalingGroups } = await import('@aws-sdk/client-auto-scaling')
    const client = context.client(AutoScalingClient)
    for await (const page of paginateDescribeAutoScalingGroups({ client, pageSize: 100 }, {})) {
      yield (page.AutoScalingGroups ?? []).flatMap(group =>
        group.AutoScalingGroupARN ? groupFacts(context, group, group.AutoScalingGroupARN) : [],
      )
    }
  },
}

export const autoScaling = defineService({
  id: 'autoscaling',
  title: 'Amazon EC2 Auto Scaling',
  namespaces: [
    {
      namespace: 'AWS/AutoScaling',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['AutoScalingGroupName', 'PolicyName', 'PairIndex'],
      grain: [['AutoScalingGroupName']],
      associations: [
        {
          resourceType: 'autoscaling:autoScalingGroup',
          arn: /:autoScalingGroupName\/(?<AutoScalingGroupName>.+)$/,
        },
      ],
    },
  ],
  resources: [groups],
})
