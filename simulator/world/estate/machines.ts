// What is seen of machines beside EC2's own metrics: their Auto Scaling group, the CloudWatch agent on them, and the account's usage.
import { seedOf, uniform } from '../chance.ts'
import type { Signal } from '../load.ts'
import { percent, reading, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, timings } from '../place.ts'
import { subnetOf } from './ec2.ts'

/** The group of the instances that carry its name, with group metrics switched on. */
export function addAutoScalingGroup(place: Place, AutoScalingGroupName: string, tags: Tags): void {
  const id = `${place.hex(AutoScalingGroupName, 8)}-0000-4000-8000-${place.hex(`${AutoScalingGroupName} id`, 12)}`
  const arn = place.arn('autoscaling', `autoScalingGroup:${id}:autoScalingGroupName/${AutoScalingGroupName}`)
  const members = place.state.instances
    .map(({ shape }) => shape)
    .filter(({ Tags }) =>
      Tags?.some(({ Key, Value }) => Key === 'aws:autoscaling:groupName' && Value === AutoScalingGroupName),
    )
  const size = members.length
  place.tag(arn, tags)
  place.add('autoscaling:autoScalingGroup', {
    AutoScalingGroupName,
    AutoScalingGroupARN: arn,
    ...{ MinSize: size, MaxSize: size * 3, DesiredCapacity: size, DefaultCooldown: 300 },
    ...{ HealthCheckType: 'ELB', HealthCheckGracePeriod: 120, CreatedTime: daysBefore(place, 600) },
    AvailabilityZones: ['a', 'b'].map(zone => `${place.region}${zone}`),
    VPCZoneIdentifier: ['a', 'b'].map(zone => subnetOf(place, zone)).join(','),
    TargetGroupARNs: place.state.targetGroups.flatMap(({ shape }) => shape.TargetGroupArn ?? []),
    EnabledMetrics: [{ Metric: 'GroupInServiceInstances', Granularity: '1Minute' }],
    Instances: members.map(({ InstanceId, InstanceType, Placement }) => ({
      ...{ InstanceId, InstanceType, AvailabilityZone: Placement?.AvailabilityZone, ProtectedFromScaleIn: false },
      ...{ LifecycleState: 'InService', HealthStatus: 'Healthy' },
    })),
    Tags: Object.entries(tags).map(([Key, Value]) => ({
      ...{ Key, Value, PropagateAtLaunch: true, ResourceId: AutoScalingGroupName, ResourceType: 'auto-scaling-group' },
    })),
  })
  place.metrics('AWS/AutoScaling', { AutoScalingGroupName }, timings.minute, [
    ['GroupDesiredCapacity', 'None', reading(() => size)],
    ['GroupInServiceInstances', 'None', reading(() => size)],
    ['GroupMaxSize', 'None', reading(() => size * 3)],
  ])
}

/** The agent on the instances of a group: memory, and the disk that the machine began with. */
export function addAgents(place: Place, group: string, load: Signal): void {
  for (const { shape } of place.state.instances) {
    const { InstanceId = '', SecurityGroups } = shape
    if (!SecurityGroups?.some(({ GroupName }) => GroupName === group)) continue
    const seed = seedOf(place.seed, `agent ${InstanceId}`)
    place.metrics('CWAgent', { InstanceId }, timings.minute, [
      ['mem_used_percent', 'Percent', percent(m => 38 + 12 * load(m) + 2 * uniform(seed, m))],
    ])
    place.metrics('CWAgent', { InstanceId, path: '/', device: 'nvme0n1p1', fstype: 'xfs' }, timings.minute, [
      ['disk_used_percent', 'Percent', percent(m => 44 + (m % 10_080) / 900)],
    ])
  }
}

/** How many calls the account makes, and what it has of its quotas. */
export function addUsage(place: Place, requests: Signal): void {
  const usage = (Service: string, Resource: string, Type = 'API', Class = 'None') => ({
    Type,
    Resource,
    Service,
    Class,
  })
  place.metrics('AWS/Usage', usage('CloudWatch', 'GetMetricData'), timings.minute, [
    ['CallCount', 'None', tally(m => 6 + requests(m) / 4_000)],
  ])
  place.metrics('AWS/Usage', usage('EC2', 'vCPU', 'Resource', 'Standard/OnDemand'), timings.fiveMinutes, [
    ['ResourceCount', 'None', reading(() => place.state.instances.length * 2)],
  ])
}
