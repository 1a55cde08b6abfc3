// The shop: what each account of the small world runs, and how everything in it follows from the traffic and the incident.
import { seedOf } from '../chance.ts'
import type { Incident } from '../incident.ts'
import { deploySteps, type Signal, traffic } from '../load.ts'
import type { Gap } from '../models.ts'
import type { Place, Tags } from '../place.ts'
import {
  addFileSystem,
  addKafkaCluster,
  addKubernetes,
  addRepository,
  addSearchDomain,
  addWarehouse,
  addWindowsFiles,
} from './clusters.ts'
import { addGroupMetrics, addInstance, addNatGateway } from './ec2.ts'
import { addAgents, addAutoScalingGroup } from './machines.ts'
import { addNetwork, addOffice, addPrivateLinks } from './networks.ts'
import { addEcsCluster, addFunction, addFunctionTotals, addLoadBalancer } from './serving.ts'
import { addBucket, addDatabase, addQueue, addTable } from './storing.ts'

export interface ShopPlan {
  place: Place
  env: 'prod' | 'staging' | 'gov' | 'china'
  /** Distinguishes buckets, which are named globally. */
  prefix: string
  /** Requests a minute on an average day. */
  mean: number
  utcOffset: number
  incident: Incident
}

const limit = (signal: Signal, low: number, high: number): Signal => {
  return minute => Math.min(high, Math.max(low, signal(minute)))
}

/** Signals that several parts of one shop share. */
export interface Pulse {
  requests: Signal
  /** 1 on an average minute. */
  load: Signal
  failing: Signal
  latency: Signal
  databaseCpu: Signal
  connections: Signal
}

export function pulseOf({ place, mean, utcOffset, incident }: ShopPlan): Pulse {
  const requests = traffic({ seed: seedOf(place.seed, 'traffic'), mean, utcOffset, start: place.start })
  const step = deploySteps(seedOf(place.seed, 'deploys'))
  const load: Signal = minute => requests(minute) / mean
  return {
    requests,
    load,
    failing: m => 0.0006 + 0.11 * incident.failing(m),
    latency: m => 0.06 * step(m) * (0.8 + 0.25 * load(m)) * (1 + 16 * incident.failing(m)),
    databaseCpu: m =>
      Math.min(99, (9 + 21 * load(m) * step(m)) * (1 - incident.pressure(m)) + 97 * incident.pressure(m)),
    connections: m => Math.min(405, (35 + 55 * load(m)) * (1 - incident.pressure(m)) + 405 * incident.pressure(m)),
  }
}

/** The web tier: a group of instances behind a load balancer. Returns the instances' ids. */
export function addWebTier(plan: ShopPlan, pulse: Pulse, size: number, owner: string): void {
  const { place, env, incident } = plan
  const tags: Tags = { env, team: 'storefront', owner, service: 'web' }
  const group = `${env}-web`
  const cpu: Signal = m => 6 + 24 * pulse.load(m) + 14 * incident.failing(m)
  const targets = Array.from({ length: size }, (_, i) =>
    addInstance(place, {
      name: `${env}-web-${i + 1}`,
      type: 'm7g.large',
      zone: i % 2 === 0 ? 'a' : 'b',
      tags,
      group,
      detailed: i % 2 === 0,
      cpu,
      network: m => (pulse.requests(m) / size) * 14_300,
    }),
  )
  addGroupMetrics(place, group, cpu)
  const half = Math.ceil(size / 2)
  addLoadBalancer(place, {
    name: `${env}-shop`,
    tags,
    requests: pulse.requests,
    failing: pulse.failing,
    latency: pulse.latency,
    targetGroups: [
      {
        name: `${env}-checkout`,
        share: 0.35,
        targets: targets.slice(0, half),
        unhealthy: m => incident.failing(m) * 1.4,
      },
      ...(size > 1 ? [{ name: `${env}-catalog`, share: 0.65, targets: targets.slice(half), unhealthy: () => 0 }] : []),
    ],
  })
}

/** The order path: database, queue with its dead letters, table, functions and containers. */
export function addOrderPath(plan: ShopPlan, pulse: Pulse): void {
  const { place, env, incident } = plan
  const tags: Tags = { env, team: 'orders', owner: 'ines.alvarez' }
  const orders: Signal = m => pulse.requests(m) * 0.021
  addDatabase(place, {
    name: `${env}-orders`,
    class: env === 'prod' ? 'db.m7g.xlarge' : 'db.t4g.medium',
    engine: 'postgres',
    version: '16.4',
    tags,
    storage: env === 'prod' ? 400 : 50,
    multiAz: env === 'prod',
    cpu: pulse.databaseCpu,
    connections: pulse.connections,
    operations: m => 240 * pulse.load(m) + 2_600 * incident.pressure(m),
  })
  addQueue(place, {
    name: `${env}-orders`,
    tags,
    deadLetters: `${env}-orders-dlq`,
    sent: orders,
    visible: m => orders(m) * 0.05 + incident.waiting(m) * 2.1,
    age: m => 2 + 6 * pulse.load(m) + incident.waiting(m),
  })
  addQueue(place, {
    name: `${env}-orders-dlq`,
    tags,
    sent: m => incident.deadLetters(m) - incident.deadLetters(m - 1),
    visible: incident.deadLetters,
    age: m => (incident.deadLetters(m) > 0 ? (m - (place.start - 240)) * 60 : 0),
  })
  addTable(
    place,
    `${env}-carts`,
    tags,
    m => pulse.requests(m) * 0.4,
    m => pulse.requests(m) * 0.09,
  )
  addEcsCluster(place, `${env}-orders`, tags, [
    {
      name: 'orders-api',
      desired: 4,
      cpu: m => 14 + 22 * pulse.load(m) + 20 * incident.failing(m),
      memory: () => 61.2,
    },
    {
      name: 'orders-worker',
      desired: 2,
      cpu: m => (18 + 16 * pulse.load(m)) * (1 - 0.7 * incident.failing(m)),
      memory: m => 44 + 18 * incident.pressure(m),
    },
  ])
}

/** Functions: a steady one, one that fails with the incident, a nightly one with long silences, one nobody tagged. */
export function addFunctions(plan: ShopPlan, pulse: Pulse): void {
  const { place, env, incident } = plan
  const tags: Tags = { env, team: 'platform', owner: 'tomasz.nowak' }
  const thumbnails: Signal = m => pulse.requests(m) * 0.03
  const payments: Signal = m => pulse.requests(m) * 0.018
  const step = deploySteps(seedOf(place.seed, 'functions'), 5)
  addFunction(place, {
    name: `${env}-payment-webhook`,
    runtime: 'nodejs22.x',
    memory: 512,
    tags: { ...tags, team: 'payments' },
    invocations: payments,
    failing: m => 0.002 + 0.06 * incident.failing(m),
    duration: m => 90 * step(m) * (1 + 7 * incident.failing(m)),
  })
  addFunction(place, {
    name: `${env}-nightly-report`,
    runtime: 'python3.13',
    memory: 1024,
    tags,
    invocations: m => (m % 1440 >= 130 && m % 1440 < 165 ? 6 : 0),
    failing: () => 0,
    duration: () => 8_400,
  })
  if (env !== 'prod') return
  addFunction(place, {
    name: 'image-thumbnails',
    runtime: 'nodejs22.x',
    memory: 1536,
    invocations: thumbnails,
    failing: () => 0.004,
    duration: m => 410 * step(m),
    throttled: m => Math.max(0, thumbnails(m) - 480) * 0.05,
  })
  addFunctionTotals(
    place,
    m => thumbnails(m) + payments(m),
    m => 260 * step(m),
  )
}

export function addSupport(plan: ShopPlan, pulse: Pulse): void {
  const { place, env, prefix } = plan
  const tags: Tags = { env, team: 'platform', owner: 'tomasz.nowak' }
  const stoppedOnce: Gap[] = [[place.start - 26 * 60, place.start - 20 * 60]]
  addInstance(place, {
    name: `${env}-batch-1`,
    type: 't3.medium',
    zone: 'a',
    tags: { env, team: 'data' },
    cpu: limit(m => 9 + 30 * Math.max(0, 1 - Math.abs((m % 1440) - 170) / 60), 1, 98),
    network: () => 4e6,
    stopped: stoppedOnce,
    volumeType: 'gp2',
    volumeSize: 100,
  })
  addNatGateway(place, `${env}-nat-a`, 'a', tags, m => pulse.requests(m) * 2_100)
  addBucket(place, `${prefix}-uploads`, env === 'prod' ? 1840 : 60, tags)
  addBucket(place, `${prefix}-access-logs`, env === 'prod' ? 310 : 12)
}

/** What stands around a shop, once its machines are there: its network, the group and the agents of its web tier, search and Kubernetes. */
export function addSurroundings(plan: ShopPlan, pulse: Pulse): void {
  const { place, env } = plan
  const tags: Tags = { env, team: 'platform', owner: 'tomasz.nowak' }
  addNetwork(place, env)
  addAutoScalingGroup(place, `${env}-web`, { ...tags, team: 'storefront' })
  addAgents(place, `${env}-web`, pulse.load)
  addSearchDomain(place, `${env}-search`, m => pulse.requests(m) * 0.2, { ...tags, team: 'storefront' })
  addKubernetes(place, `${env}-tools`, pulse.load, tags)
  addRepository(place, `shop/${env}-api`, tags, m => (m % 60 === 7 ? 4 : 0))
}

/** What only a large shop has beside. */
export function addGrounds(plan: ShopPlan, pulse: Pulse): void {
  const { place, env } = plan
  const tags: Tags = { env, team: 'data', owner: 'ines.alvarez' }
  const orders: Signal = m => pulse.requests(m) * 0.021
  addKafkaCluster(
    place,
    `${env}-orders`,
    tags,
    m => orders(m) * 9_000,
    m => orders(m) * 0.3 + 40 * plan.incident.waiting(m),
  )
  addWarehouse(place, `${env}-reports`, tags, m => 6 * pulse.load(m))
  addFileSystem(place, `${env}-media`, tags, m => pulse.requests(m) * 30_000)
  addWindowsFiles(place, pulse.load)
  addOffice(place, env, tags, m => 2e6 + 6e6 * pulse.load(m))
  addPrivateLinks(place, env, tags, m => 20 * pulse.load(m))
  // Somebody's try, with no tags.
  addSearchDomain(place, 'search-trial', () => 3)
}
