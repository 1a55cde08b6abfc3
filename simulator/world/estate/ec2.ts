// EC2 in the world: instances in Auto Scaling groups, their volumes, security groups and NAT gateways, and their metrics.
import type { _InstanceType, VolumeType } from '@aws-sdk/client-ec2'
import { seedOf, uniform } from '../chance.ts'
import { burstBalance, type Signal } from '../load.ts'
import { type Gap, percent, reading, silentIn, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, tagList, timings } from '../place.ts'

export interface InstancePlan {
  name: string
  type: string
  zone: 'a' | 'b' | 'c'
  /** Undefined: never tagged. */
  tags?: Tags
  group?: string
  detailed?: boolean
  /** Percent. */
  cpu: Signal
  /** Bytes a minute in and out. */
  network: Signal
  stopped?: Gap[]
  volumeType?: VolumeType
  volumeSize?: number
}

const noisy = (seed: number, signal: Signal, share: number): Signal => {
  return minute => signal(minute) * (1 - share / 2 + share * uniform(seed, minute))
}

const securityGroup = (place: Place, name: string): { GroupId: string; GroupName: string } => {
  const GroupId = `sg-0${place.hex(`sg ${name}`, 16)}`
  if (!place.state.securityGroups.some(g => g.GroupId === GroupId)) {
    place.state.securityGroups.push({
      GroupId,
      GroupName: name,
      Description: `${name} traffic`,
      OwnerId: place.accountId,
      VpcId: place.state.vpcId,
      SecurityGroupArn: place.arn('ec2', `security-group/${GroupId}`),
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }], UserIdGroupPairs: [] },
      ],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], UserIdGroupPairs: [] }],
    })
  }
  return { GroupId, GroupName: name }
}

const privateName = (region: string, address: string) =>
  `ip-${address.replaceAll('.', '-')}.${region === 'us-east-1' ? 'ec2' : `${region}.compute`}.internal`

const zoneOf = (place: Place, zone: string) => `${place.region}${zone}`
export const subnetOf = (place: Place, zone: string): string => `subnet-0${place.hex(`subnet ${zone}`, 16)}`

/** Returns the instance's id. */
export function addInstance(place: Place, plan: InstancePlan): string {
  const { state } = place
  const id = `i-0${place.hex(`instance ${plan.name}`, 16)}`
  const volumeId = `vol-0${place.hex(`volume ${plan.name}`, 16)}`
  const seed = seedOf(place.seed, plan.name)
  const address = `10.0.${zoneNumber(plan.zone)}.${10 + (seed % 240)}`
  const tags = plan.tags && {
    Name: plan.name,
    ...plan.tags,
    ...(plan.group && { 'aws:autoscaling:groupName': plan.group }),
  }
  if (tags) place.tag(place.arn('ec2', `instance/${id}`), tags)
  state.instances.push({
    stopped: plan.stopped ?? [],
    shape: {
      InstanceId: id,
      InstanceType: plan.type as _InstanceType,
      ImageId: `ami-0${place.hex('image', 16)}`,
      Architecture: plan.type.includes('g.') ? 'arm64' : 'x86_64',
      LaunchTime: daysBefore(place, 3 + (seed % 60)),
      State: { Code: 16, Name: 'running' },
      Monitoring: { State: plan.detailed ? 'enabled' : 'disabled' },
      Placement: { AvailabilityZone: zoneOf(place, plan.zone), Tenancy: 'default', GroupName: '' },
      PrivateIpAddress: address,
      PrivateDnsName: privateName(place.region, address),
      SubnetId: subnetOf(place, plan.zone),
      VpcId: state.vpcId,
      PlatformDetails: 'Linux/UNIX',
      RootDeviceName: '/dev/xvda',
      RootDeviceType: 'ebs',
      VirtualizationType: 'hvm',
      Hypervisor: 'xen',
      EbsOptimized: true,
      EnaSupport: true,
      SecurityGroups: [securityGroup(place, plan.group ?? 'default')],
      MetadataOptions: { HttpTokens: plan.tags ? 'required' : 'optional', HttpEndpoint: 'enabled', State: 'applied' },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeId: volumeId, Status: 'attached', DeleteOnTermination: true } },
      ],
      ...(tags && { Tags: tagList(tags) }),
    },
  })
  addVolume(place, plan, volumeId, id)
  instanceMetrics(place, plan, id, seed)
  return id
}

const zoneNumber = (zone: string) => zone.charCodeAt(0) - 96

function instanceMetrics(place: Place, plan: InstancePlan, InstanceId: string, seed: number): void {
  const quiet = plan.stopped ?? []
  const timing = plan.detailed ? timings.minute : timings.fiveMinutes
  const cpu = silentIn(quiet, percent(noisy(seed, plan.cpu, 0.2)))
  const bytes = (salt: number, share: number) =>
    silentIn(quiet, tally(noisy(seed + salt, minute => plan.network(minute) * share, 0.3)))
  const zero = silentIn(
    quiet,
    reading(() => 0),
  )
  place.metrics('AWS/EC2', { InstanceId }, timing, [
    ['CPUUtilization', 'Percent', cpu],
    ['NetworkIn', 'Bytes', bytes(1, 0.6)],
    ['NetworkOut', 'Bytes', bytes(2, 1)],
    ['NetworkPacketsIn', 'Count', bytes(3, 0.6 / 900)],
    ['NetworkPacketsOut', 'Count', bytes(4, 1 / 1100)],
  ])
  // Status checks are published every minute whatever the monitoring.
  place.metrics('AWS/EC2', { InstanceId }, timings.minute, [
    ['StatusCheckFailed', 'Count', zero],
    ['StatusCheckFailed_Instance', 'Count', zero],
    ['StatusCheckFailed_System', 'Count', zero],
  ])
  if (plan.type.startsWith('t')) {
    const balance = burstBalance(seed, 2, 60)
    place.metrics('AWS/EC2', { InstanceId }, timings.fiveMinutes, [
      [
        'CPUCreditBalance',
        'Count',
        silentIn(
          quiet,
          reading(minute => balance(minute) * 5.76),
        ),
      ],
      [
        'CPUCreditUsage',
        'Count',
        silentIn(
          quiet,
          reading(minute => plan.cpu(minute) / 100),
        ),
      ],
    ])
  } else {
    place.metrics('AWS/EC2', { InstanceId }, timings.fiveMinutes, [
      [
        'EBSIOBalance%',
        'Percent',
        silentIn(
          quiet,
          percent(() => 99),
        ),
      ],
    ])
  }
}

function addVolume(place: Place, plan: InstancePlan, VolumeId: string, InstanceId: string): void {
  const type = plan.volumeType ?? 'gp3'
  const tags = plan.tags && { Name: `${plan.name}-root`, ...plan.tags }
  if (tags) place.tag(place.arn('ec2', `volume/${VolumeId}`), tags)
  place.state.volumes.push({
    VolumeId,
    VolumeType: type,
    Size: plan.volumeSize ?? 30,
    Iops: type === 'gp2' ? 100 : 3000,
    ...(type === 'gp3' && { Throughput: 125 }),
    AvailabilityZone: zoneOf(place, plan.zone),
    State: 'in-use',
    CreateTime: daysBefore(place, 60),
    Encrypted: plan.tags !== undefined,
    MultiAttachEnabled: false,
    Attachments: [
      {
        VolumeId,
        InstanceId,
        Device: '/dev/xvda',
        State: 'attached',
        DeleteOnTermination: true,
        AttachTime: daysBefore(place, 60),
      },
    ],
    ...(tags && { Tags: tagList(tags) }),
  })
  const quiet = plan.stopped ?? []
  const seed = seedOf(place.seed, VolumeId)
  const operations = (share: number, salt: number) =>
    silentIn(quiet, tally(noisy(seed + salt, minute => plan.cpu(minute) * share, 0.5)))
  place.metrics('AWS/EBS', { VolumeId }, type === 'gp2' ? timings.fiveMinutes : timings.minute, [
    ['VolumeReadOps', 'Count', operations(9, 1)],
    ['VolumeWriteOps', 'Count', operations(31, 2)],
    [
      'VolumeQueueLength',
      'Count',
      silentIn(
        quiet,
        reading(minute => (plan.cpu(minute) / 60) ** 2),
      ),
    ],
  ])
  if (type === 'gp2') {
    place.metrics('AWS/EBS', { VolumeId }, timings.fiveMinutes, [
      ['BurstBalance', 'Percent', silentIn(quiet, percent(burstBalance(seed, 2, 65)))],
    ])
  }
}

/** EC2 sums up a group's instances under the group's name too. */
export function addGroupMetrics(place: Place, AutoScalingGroupName: string, cpu: Signal): void {
  place.metrics('AWS/EC2', { AutoScalingGroupName }, timings.fiveMinutes, [['CPUUtilization', 'Percent', percent(cpu)]])
}

/** `bytes` a minute towards the internet. */
export function addNatGateway(place: Place, name: string, zone: 'a' | 'b', tags: Tags, bytes: Signal): void {
  const NatGatewayId = `nat-0${place.hex(`nat ${name}`, 16)}`
  const all = { Name: name, ...tags }
  place.tag(place.arn('ec2', `natgateway/${NatGatewayId}`), all)
  place.state.natGateways.push({
    NatGatewayId,
    State: 'available',
    ConnectivityType: 'public',
    VpcId: place.state.vpcId,
    SubnetId: subnetOf(place, zone),
    CreateTime: daysBefore(place, 400),
    NatGatewayAddresses: [{ PrivateIp: `10.0.${zoneNumber(zone)}.5`, PublicIp: '203.0.113.17', IsPrimary: true }],
    Tags: tagList(all),
  })
  const seed = seedOf(place.seed, NatGatewayId)
  place.metrics('AWS/NATGateway', { NatGatewayId }, timings.minute, [
    ['BytesOutToDestination', 'Bytes', tally(noisy(seed + 1, bytes, 0.3))],
    ['BytesInFromDestination', 'Bytes', tally(noisy(seed + 2, minute => bytes(minute) * 2.6, 0.3))],
    ['ActiveConnectionCount', 'Count', tally(noisy(seed + 3, minute => bytes(minute) / 90_000, 0.1))],
    ['ConnectionAttemptCount', 'Count', tally(noisy(seed + 4, minute => bytes(minute) / 70_000, 0.1))],
    ['ErrorPortAllocation', 'Count', tally(() => 0)],
    ['PacketsDropCount', 'Count', tally(minute => (uniform(seed, minute) > 0.97 ? 2 : 0))],
  ])
}
