// The simulated EC2: instances and their status, volumes, NAT gateways, security groups, tags and regions.
import type {
  DescribeInstanceStatusCommandInput,
  DescribeInstancesCommandInput,
  DescribeNatGatewaysCommandInput,
  DescribeRegionsCommandInput,
  DescribeSecurityGroupsCommandInput,
  DescribeTagsCommandInput,
  DescribeVolumeStatusCommandInput,
  DescribeVolumesCommandInput,
  Instance,
  Tag,
} from '@aws-sdk/client-ec2'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { dnsSuffixOf, partitionOfRegion } from '../partitions.ts'
import type { SimulatedInstance, Tags } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { ec2Page, mustExist, passes, refuseDryRun, tagFilter } from './ec2-filters.ts'
import { networkOperations } from './ec2-networks.ts'
import { here, onAll } from './here.ts'

const tagsOf = (tags: Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(t => [t.Key ?? '', t.Value ?? '']))

const isStopped = (instance: SimulatedInstance, now: number) =>
  instance.stopped.some(([from, to]) => now / 60_000 >= from && now / 60_000 < to)

/** The instance as it is at that moment. */
export function instanceAt(instance: SimulatedInstance, now: number): Instance {
  if (!isStopped(instance, now)) return instance.shape
  return {
    ...instance.shape,
    State: { Code: 80, Name: 'stopped' },
    StateTransitionReason: 'User initiated',
    StateReason: {
      Code: 'Client.UserInitiatedShutdown',
      Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
    },
  }
}

const instanceFilter = (i: Instance) => (name: string) => {
  const values: Record<string, (string | undefined)[]> = {
    'instance-id': [i.InstanceId],
    'instance-state-name': [i.State?.Name],
    'instance-type': [i.InstanceType],
    'image-id': [i.ImageId],
    'vpc-id': [i.VpcId],
    'subnet-id': [i.SubnetId],
    'availability-zone': [i.Placement?.AvailabilityZone],
    'private-ip-address': [i.PrivateIpAddress],
  }
  return values[name] ?? tagFilter(name, tagsOf(i.Tags))
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html; one reservation for each instance. */
function describeInstances(world: World, input: DescribeInstancesCommandInput, call: Call) {
  const { state } = here(world, call, 'ec2')
  refuseDryRun(input)
  const { InstanceIds: ids } = input
  const known = state.instances.map(i => i.shape.InstanceId)
  mustExist(ids, known, 'InvalidInstanceID.NotFound', 'instance')
  const found = state.instances
    .map(i => instanceAt(i, call.now))
    .filter(i => !ids?.length || ids.includes(i.InstanceId ?? ''))
    .filter(i => passes(input.Filters, instanceFilter(i)))
  const { items, next } = ec2Page('instances', found, input)
  const Reservations = items.map(i => ({
    ReservationId: i.InstanceId?.replace('i-', 'r-'),
    OwnerId: state.accountId,
    Groups: [],
    Instances: [i],
  }))
  return { Reservations, ...next }
}

function describeInstanceStatus(world: World, input: DescribeInstanceStatusCommandInput, call: Call) {
  const { state } = here(world, call, 'ec2')
  refuseDryRun(input)
  const found = state.instances
    .map(i => instanceAt(i, call.now))
    .filter(i => !input.InstanceIds?.length || input.InstanceIds.includes(i.InstanceId ?? ''))
    .filter(i => input.IncludeAllInstances || i.State?.Name === 'running')
    .filter(i => passes(input.Filters, instanceFilter(i)))
  const { items, next } = ec2Page('instance-status', found, input)
  const InstanceStatuses = items.map(i => {
    const Status = i.State?.Name === 'running' ? ('ok' as const) : ('not-applicable' as const)
    return {
      InstanceId: i.InstanceId,
      AvailabilityZone: i.Placement?.AvailabilityZone,
      InstanceState: i.State,
      InstanceStatus: {
        Status,
        Details: Status === 'ok' ? [{ Name: 'reachability' as const, Status: 'passed' as const }] : [],
      },
      SystemStatus: {
        Status,
        Details: Status === 'ok' ? [{ Name: 'reachability' as const, Status: 'passed' as const }] : [],
      },
      Events: [],
    }
  })
  return { InstanceStatuses, ...next }
}

function describeVolumes(world: World, input: DescribeVolumesCommandInput, call: Call) {
  const { state } = here(world, call, 'ec2')
  refuseDryRun(input)
  const { VolumeIds: ids } = input
  const known = state.volumes.map(v => v.VolumeId)
  mustExist(ids, known, 'InvalidVolume.NotFound', 'volume')
  const found = state.volumes
    .filter(v => !ids?.length || ids.includes(v.VolumeId ?? ''))
    .filter(v =>
      passes(input.Filters, name => {
        const values: Record<string, (string | undefined)[]> = {
          'volume-id': [v.VolumeId],
          'volume-type': [v.VolumeType],
          status: [v.State],
          'availability-zone': [v.AvailabilityZone],
          encrypted: [String(v.Encrypted)],
          'attachment.instance-id': (v.Attachments ?? []).map(a => a.InstanceId),
        }
        return values[name] ?? tagFilter(name, tagsOf(v.Tags))
      }),
    )
  const { items, next } = ec2Page('volumes', found, input)
  return { Volumes: items, ...next }
}

/** Every volume passes its checks but one that is being made, of which nothing is known yet. */
function describeVolumeStatus(world: World, input: DescribeVolumeStatusCommandInput, call: Call) {
  const { state } = here(world, call, 'ec2')
  refuseDryRun(input)
  const { VolumeIds: ids } = input
  mustExist(
    ids,
    state.volumes.map(v => v.VolumeId),
    'InvalidVolume.NotFound',
    'volume',
  )
  const found = state.volumes
    .filter(v => !ids?.length || ids.includes(v.VolumeId ?? ''))
    .map(v => ({
      VolumeId: v.VolumeId,
      AvailabilityZone: v.AvailabilityZone,
      VolumeStatus: {
        Status: v.State === 'creating' ? ('insufficient-data' as const) : ('ok' as const),
        Details: [{ Name: 'io-enabled' as const, Status: v.State === 'creating' ? '-' : 'passed' }],
      },
      Actions: [],
      Events: [],
    }))
    .filter(v =>
      passes(input.Filters, name => {
        const values: Record<string, (string | undefined)[]> = {
          'availability-zone': [v.AvailabilityZone],
          'volume-status.status': [v.VolumeStatus.Status],
        }
        return values[name] ?? []
      }),
    )
  const { items, next } = ec2Page('volume-status', found, input)
  return { VolumeStatuses: items, ...next }
}

function describeNatGateways(world: World, input: DescribeNatGatewaysCommandInput, call: Call) {
  const { state } = here(world, call, 'ec2')
  refuseDryRun(input)
  const found = state.natGateways
    .filter(n => !input.NatGatewayIds?.length || input.NatGatewayIds.includes(n.NatGatewayId ?? ''))
    .filter(n =>
      passes(input.Filter, name => {
        const values: Record<string, (string | undefined)[]> = {
          'nat-gateway-id': [n.NatGatewayId],
          state: [n.State],
          'subnet-id': [n.SubnetId],
          'vpc-id': [n.VpcId],
        }
        return values[name] ?? tagFilter(name, tagsOf(n.Tags))
      }),
    )
  const { items, next } = ec2Page('nat-gateways', found, input)
  return { NatGateways: items, ...next }
}

function describeSecurityGroups(world: World, input: DescribeSecurityGroupsCommandInput, call: Call) {
  const { state } = here(world, call, 'ec2')
  refuseDryRun(input)
  const found = state.securityGroups
    .filter(g => !input.GroupIds?.length || input.GroupIds.includes(g.GroupId ?? ''))
    .filter(g =>
      passes(input.Filters, name => {
        const values: Record<string, (string | undefined)[]> = {
          'group-id': [g.GroupId],
          'group-name': [g.GroupName],
          'vpc-id': [g.VpcId],
        }
        return values[name] ?? tagFilter(name, tagsOf(g.Tags))
      }),
    )
  const { items, next } = ec2Page('security-groups', found, input)
  return { SecurityGroups: items, ...next }
}

function describeTags(world: World, input: DescribeTagsCommandInput, call: Call) {
  const { state } = here(world, call, 'ec2')
  refuseDryRun(input)
  const all = [...state.tags].flatMap(([arn, tags]) => {
    const [, type, id] = /^arn:[\w-]+:ec2:[^:]+:[^:]+:([^/]+)\/(.+)$/.exec(arn) ?? []
    if (!type || !id) return []
    const ResourceType = type as 'instance'
    return Object.entries(tags).map(([Key, Value]) => ({ ResourceId: id, ResourceType, Key, Value }))
  })
  const found = all.filter(t =>
    passes(input.Filters, name => {
      const values: Record<string, (string | undefined)[]> = {
        'resource-id': [t.ResourceId],
        'resource-type': [t.ResourceType],
        key: [t.Key],
        value: [t.Value],
      }
      return values[name] ?? (name === `tag:${t.Key}` ? [t.Value] : name.startsWith('tag:') ? [] : undefined)
    }),
  )
  const { items, next } = ec2Page('tags', found, input)
  return { Tags: items, ...next }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html: enabled ones, or all with AllRegions. */
function describeRegions(world: World, input: DescribeRegionsCommandInput, call: Call) {
  here(world, call, 'ec2')
  refuseDryRun(input)
  const regions = world.regionsOf(call.caller.accountId)
  const names = regions.map(r => r.name)
  const unknown = (input.RegionNames ?? []).filter(name => !names.includes(name))
  if (unknown.length > 0) {
    throw new AwsError('InvalidParameterValue', `Invalid region names: [${unknown.join(', ')}]`)
  }
  const suffix = dnsSuffixOf(partitionOfRegion(call.region))
  const found = regions
    .filter(r => input.AllRegions || r.optIn !== 'not-opted-in')
    .filter(r => !input.RegionNames?.length || input.RegionNames.includes(r.name))
    .map(r => ({ RegionName: r.name, Endpoint: `ec2.${r.name}.${suffix}`, OptInStatus: r.optIn }))
    .filter(r =>
      passes(input.Filters, name => {
        const values: Record<string, (string | undefined)[]> = {
          'region-name': [r.RegionName],
          endpoint: [r.Endpoint],
          'opt-in-status': [r.OptInStatus],
        }
        return values[name]
      }),
    )
  return { Regions: found }
}

export function simulatedEc2(world: World): SimulatedService {
  const operation = (action: string, answer: (world: World, input: never, call: Call) => unknown) => ({
    requires: onAll(`ec2:${action}`),
    answer: (input: unknown, call: Call) => answer(world, input as never, call),
  })
  return {
    signingName: 'ec2',
    client: '@aws-sdk/client-ec2',
    protocol: 'ec2Query',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    operations: {
      DescribeInstances: operation('DescribeInstances', describeInstances),
      DescribeInstanceStatus: operation('DescribeInstanceStatus', describeInstanceStatus),
      DescribeVolumes: operation('DescribeVolumes', describeVolumes),
      DescribeVolumeStatus: operation('DescribeVolumeStatus', describeVolumeStatus),
      DescribeNatGateways: operation('DescribeNatGateways', describeNatGateways),
      DescribeSecurityGroups: operation('DescribeSecurityGroups', describeSecurityGroups),
      DescribeTags: operation('DescribeTags', describeTags),
      DescribeRegions: operation('DescribeRegions', describeRegions),
      ...networkOperations(world),
    },
  }
}
