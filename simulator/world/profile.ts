// A world for benchmarks: as many metrics as wanted, worked out by their number, so that a hundred thousand cost no memory.
import { mix, seedOf } from './chance.ts'
import type { Generated } from './metrics.ts'
import { reading } from './models.ts'
import {
  createPlace,
  daysBefore,
  type Place,
  type RegionState,
  type Tags,
  type Timing,
  tagList,
  timings,
} from './place.ts'
import { allRegions } from './regions.ts'
import type { Dimension, Series } from './series.ts'

export interface LoadProfile {
  accounts: number
  /** At most as many as AWS has. */
  regions: number
  metricsPerRegion: number
  /** Minutes from one datapoint to the next; 1 unless given. */
  every?: 1 | 5
}

export interface Load {
  accounts: { accountId: string; name: string; alias: string }[]
  regions: string[]
  metrics(accountId: string, region: string): Generated
  resources(accountId: string, region: string, start: number): RegionState
}

interface Kind {
  namespace: string
  dimension: string
  prefix: string
  metrics: readonly [name: string, unit: string, mean: number][]
}

/** A cell is one instance, its volume and a function: twenty metrics. */
const kinds: readonly Kind[] = [
  {
    namespace: 'AWS/EC2',
    dimension: 'InstanceId',
    prefix: 'i-0',
    metrics: [
      ['CPUUtilization', 'Percent', 35],
      ['NetworkIn', 'Bytes', 8e6],
      ['NetworkOut', 'Bytes', 1.4e7],
      ['NetworkPacketsIn', 'Count', 9_000],
      ['NetworkPacketsOut', 'Count', 11_000],
      ['StatusCheckFailed', 'Count', 0],
      ['StatusCheckFailed_Instance', 'Count', 0],
      ['StatusCheckFailed_System', 'Count', 0],
      ['EBSReadOps', 'Count', 400],
      ['EBSWriteOps', 'Count', 900],
    ],
  },
  {
    namespace: 'AWS/EBS',
    dimension: 'VolumeId',
    prefix: 'vol-0',
    metrics: [
      ['VolumeReadOps', 'Count', 400],
      ['VolumeWriteOps', 'Count', 900],
      ['VolumeReadBytes', 'Bytes', 6e6],
      ['VolumeWriteBytes', 'Bytes', 2e7],
      ['VolumeQueueLength', 'Count', 1.2],
    ],
  },
  {
    namespace: 'AWS/Lambda',
    dimension: 'FunctionName',
    prefix: 'function-',
    metrics: [
      ['Invocations', 'Count', 240],
      ['Errors', 'Count', 1],
      ['Throttles', 'Count', 0],
      ['Duration', 'Milliseconds', 120],
      ['ConcurrentExecutions', 'Count', 4],
    ],
  },
]

const slots = kinds.flatMap(kind => kind.metrics.map(([metric, unit, mean]) => ({ kind, metric, unit, mean })))
const slotByName = new Map(slots.map((s, i) => [`${s.kind.namespace}\n${s.metric}`, i]))

const hexOf = (cell: number): string => cell.toString(16).padStart(16, '0')
const day = Float64Array.from({ length: 1440 }, (_, m) => 1 + 0.5 * Math.sin(((m - 480) / 1440) * 2 * Math.PI))

function seriesAt(seed: number, index: number, timing: Timing): Series {
  const slot = slots[index % slots.length]
  if (!slot) throw new RangeError(`There is no metric ${index}`)
  const own = mix(seed, index)
  const { mean } = slot
  return {
    namespace: slot.kind.namespace,
    metric: slot.metric,
    dimensions: [{ Name: slot.kind.dimension, Value: slot.kind.prefix + hexOf(Math.floor(index / slots.length)) }],
    unit: slot.unit,
    ...timing,
    seed: own,
    model: reading(m => mean * (day[(m + own) % 1440] ?? 1) * (0.9 + (mix(own, m) & 1023) / 5120)),
  }
}

function generated(seed: number, count: number, timing: Timing): Generated {
  return {
    count,
    at: index => seriesAt(seed, index, timing),
    find(namespace, metric, dimensions: readonly Dimension[]) {
      const slot = slotByName.get(`${namespace}\n${metric}`)
      const [only, ...more] = dimensions
      const kind = slot === undefined ? undefined : slots[slot]?.kind
      if (slot === undefined || !kind || !only || more.length > 0 || only.Name !== kind.dimension) return undefined
      const digits = only.Value.slice(kind.prefix.length)
      if (!only.Value.startsWith(kind.prefix) || !/^[0-9a-f]{16}$/.test(digits)) return undefined
      const index = Number.parseInt(digits, 16) * slots.length + slot
      return index < count ? seriesAt(seed, index, timing) : undefined
    },
  }
}

/** Each cell's instance, volume and function, tagged alike. */
function resources(seed: number, accountId: string, region: string, start: number, cells: number): RegionState {
  const place = createPlace(seed, accountId, region, start)
  for (let cell = 0; cell < cells; cell++) {
    const tags = { Name: `node-${cell}`, env: cell % 4 === 0 ? 'staging' : 'prod', team: `team-${cell % 10}` }
    addInstance(place, cell, tags)
    addVolume(place, cell, tags)
    addFunction(place, cell, tags)
  }
  return place.state
}

function addInstance(place: Place, cell: number, tags: Tags): void {
  const InstanceId = `i-0${hexOf(cell)}`
  place.tag(place.arn('ec2', `instance/${InstanceId}`), tags)
  place.state.instances.push({
    stopped: [],
    shape: {
      InstanceId,
      InstanceType: 'm7g.large',
      ImageId: 'ami-00000000000000001',
      State: { Code: 16, Name: 'running' },
      Monitoring: { State: 'enabled' },
      Placement: { AvailabilityZone: `${place.region}a`, Tenancy: 'default', GroupName: '' },
      LaunchTime: daysBefore(place, 30),
      VpcId: place.state.vpcId,
      Tags: tagList(tags),
    },
  })
}

function addVolume(place: Place, cell: number, tags: Tags): void {
  const VolumeId = `vol-0${hexOf(cell)}`
  place.tag(place.arn('ec2', `volume/${VolumeId}`), tags)
  place.state.volumes.push({
    VolumeId,
    VolumeType: 'gp3',
    Size: 30,
    AvailabilityZone: `${place.region}a`,
    State: 'in-use',
    CreateTime: daysBefore(place, 30),
    Attachments: [{ VolumeId, InstanceId: `i-0${hexOf(cell)}`, Device: '/dev/xvda', State: 'attached' }],
    Tags: tagList(tags),
  })
}

function addFunction(place: Place, cell: number, tags: Tags): void {
  const FunctionName = `function-${hexOf(cell)}`
  const FunctionArn = place.arn('lambda', `function:${FunctionName}`)
  place.tag(FunctionArn, tags)
  place.state.functions.push({
    ...{ FunctionName, FunctionArn, Runtime: 'nodejs22.x', Handler: 'index.handler', Version: '$LATEST' },
    Role: place.globalArn('iam', `${place.accountId}:role/execution`),
    LastModified: daysBefore(place, 9).toISOString().replace('Z', '+0000'),
  })
}

/** Accounts are numbered from 900000000001; regions are AWS's first in alphabetical order after us-east-1. */
export function buildLoad(profile: LoadProfile, seed: number): Load {
  const names = allRegions([]).map(r => r.name)
  const regions = ['us-east-1', ...names.filter(n => n !== 'us-east-1')].slice(0, profile.regions)
  const accounts = Array.from({ length: profile.accounts }, (_, i) => ({
    accountId: String(900_000_000_001 + i),
    name: `load-${i + 1}`,
    alias: `load-${i + 1}`,
  }))
  const cells = Math.ceil(profile.metricsPerRegion / slots.length)
  const timing = profile.every === 5 ? timings.fiveMinutes : timings.minute
  return {
    accounts,
    regions,
    metrics: (accountId, region) => generated(seedOf(seed, `${accountId} ${region}`), profile.metricsPerRegion, timing),
    resources: (accountId, region, start) => resources(seed, accountId, region, start, cells),
  }
}
