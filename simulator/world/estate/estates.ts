// The accounts of the small world: prod, which the demo connects, and staging, which is for the reader to connect by hand.
import { seedOf } from '../chance.ts'
import { badDeploy, hiccups, quiet } from '../incident.ts'
import type { Place } from '../place.ts'
import { addOrderAlarms, addProdAlarms } from './alarms.ts'
import { addInstance, addNatGateway } from './ec2.ts'
import { addExports } from './exports.ts'
import { addGovernance } from './governance.ts'
import { addUsage } from './machines.ts'
import { addFewManaged, addManaged } from './managed.ts'
import { addDns } from './networks.ts'
import { addFunction, addLoadBalancer } from './serving.ts'
import {
  addFunctions,
  addGrounds,
  addOrderPath,
  addSupport,
  addSurroundings,
  addWebTier,
  pulseOf,
  type ShopPlan,
} from './shop.ts'
import { addBilling, addBucket, addDatabase, addDatabaseCluster, addQueue, addTable } from './storing.ts'
import { addWorkloads } from './workloads.ts'

export const prodAccount = '111122223333'
export const stagingAccount = '444455556666'
export const govAccount = '777788889999'
export const chinaAccount = '888899990000'
/** HeyCloud's own identity in the simulated AWS. */
export const ownAccount = '060482727757'

type PlaceOf = (region: string) => Place

/** Virginia: the main shop, where the incident happens. */
function prodVirginia(place: Place): void {
  const plan: ShopPlan = {
    place,
    env: 'prod',
    prefix: 'acme-prod',
    mean: 9_000,
    utcOffset: -5,
    incident: badDeploy(place.start),
  }
  const pulse = pulseOf(plan)
  addWebTier(plan, pulse, 4, 'maya.chen')
  addOrderPath(plan, pulse)
  addFunctions(plan, pulse)
  addSupport(plan, pulse)
  addManaged(plan, pulse)
  // Somebody's machine: no tags, old volume type.
  addInstance(place, {
    name: 'bastion',
    type: 't3.micro',
    zone: 'b',
    cpu: m => 2 + 3 * pulse.load(m),
    network: () => 90_000,
    volumeType: 'gp2',
    volumeSize: 8,
  })
  addNatGateway(place, 'prod-nat-b', 'b', { env: 'prod', team: 'platform' }, m => pulse.requests(m) * 1_500)
  addQueue(place, {
    name: 'prod-emails',
    tags: { env: 'prod', team: 'storefront' },
    sent: m => pulse.requests(m) * 0.011,
    visible: m => pulse.requests(m) * 0.001,
    age: m => 3 + 2 * pulse.load(m),
  })
  addBilling(place, {
    AmazonEC2: 61.4,
    AmazonRDS: 38.2,
    AmazonS3: 9.7,
    AWSLambda: 4.1,
    AmazonDynamoDB: 7.9,
    AmazonCloudWatch: 3.3,
  })
  addExports(place)
  addSurroundings(plan, pulse)
  addGrounds(plan, pulse)
  addDns(place, 'shop.example', { env: 'prod', team: 'platform' }, m => pulse.requests(m) * 1.3)
  addUsage(place, pulse.requests)
  addGovernance(place)
  addWorkloads(place)
  place.metrics(
    'Shop/Checkout',
    { Service: 'orders-api' },
    { every: 1, sampled: 'each minute', delay: 20, settle: 0 },
    [
      [
        'OrdersPlaced',
        'Count',
        (m, out) => {
          const orders = Math.round(pulse.requests(m) * 0.021 * (1 - 0.6 * plan.incident.failing(m)))
          Object.assign(out, { count: 1, sum: orders, min: orders, max: orders, spread: null })
          return true
        },
      ],
    ],
  )
  addProdAlarms(place)
}

/** Ireland: a second shop, with Aurora; nothing to see but hiccups. */
function prodIreland(place: Place): void {
  const plan: ShopPlan = {
    place,
    env: 'prod',
    prefix: 'acme-prod-eu',
    mean: 3_200,
    utcOffset: 1,
    incident: hiccups(seedOf(place.seed, 'hiccups')),
  }
  const pulse = pulseOf(plan)
  addWebTier(plan, pulse, 2, 'luca.ferrari')
  const tags = { env: 'prod', team: 'orders', owner: 'ines.alvarez' }
  const cluster = 'prod-catalog'
  for (const [i, role] of ['writer', 'reader'].entries()) {
    addDatabase(place, {
      name: `${cluster}-${role}`,
      class: 'db.r7g.large',
      engine: 'aurora-postgresql',
      version: '16.4',
      cluster,
      tags,
      storage: 212,
      multiAz: false,
      cpu: m => pulse.databaseCpu(m) * (1 - 0.3 * i),
      connections: m => 0.6 * pulse.connections(m),
      operations: m => 130 * pulse.load(m),
    })
  }
  addDatabaseCluster(place, cluster, [`${cluster}-writer`, `${cluster}-reader`], tags)
  addTable(
    place,
    'prod-sessions',
    tags,
    m => pulse.requests(m) * 0.9,
    m => pulse.requests(m) * 0.2,
  )
  addQueue(place, {
    name: 'prod-image-resize',
    tags,
    sent: m => pulse.requests(m) * 0.008,
    visible: m => 4 * pulse.load(m),
    age: m => 4 * pulse.load(m),
  })
  addFunction(place, {
    name: 'prod-catalog-sync',
    runtime: 'python3.13',
    memory: 512,
    tags,
    invocations: m => (m % 5 === 0 ? 3 : 0),
    failing: () => 0,
    duration: () => 2_300,
  })
  addNatGateway(place, 'prod-nat-a', 'a', tags, m => pulse.requests(m) * 1_800)
  addBucket(place, 'acme-prod-eu-uploads', 640, tags)
}

/** Sydney: what was forgotten there. One instance has been stopped for nine days. */
function prodSydney(place: Place): void {
  const cpu = () => 3.5
  addInstance(place, { name: 'old-poc', type: 't3.small', zone: 'a', cpu, network: () => 30_000 })
  addInstance(place, {
    name: 'apac-trial',
    type: 't3.small',
    zone: 'b',
    tags: { env: 'trial' },
    cpu,
    network: () => 30_000,
    stopped: [[place.start - 9 * 1440, Number.POSITIVE_INFINITY]],
  })
}

export function buildProd(at: PlaceOf): void {
  prodVirginia(at('us-east-1'))
  prodIreland(at('eu-west-1'))
  prodSydney(at('ap-southeast-2'))
}

export function buildStaging(at: PlaceOf): void {
  const place = at('us-east-1')
  const plan: ShopPlan = { place, env: 'staging', prefix: 'acme-staging', mean: 160, utcOffset: -5, incident: quiet }
  const pulse = pulseOf(plan)
  addWebTier(plan, pulse, 1, 'maya.chen')
  addOrderPath(plan, pulse)
  addFunctions(plan, pulse)
  addSurroundings(plan, pulse)
  addFewManaged(plan, pulse)
  addBilling(place, { AmazonEC2: 4.2, AmazonRDS: 2.9 })
  addOrderAlarms(place, 'staging')
  const ireland = at('eu-west-1')
  addInstance(ireland, { name: 'load-generator', type: 't3.medium', zone: 'a', cpu: () => 12, network: () => 2e6 })
  addLoadBalancer(ireland, {
    name: 'staging-preview',
    tags: { env: 'staging', team: 'storefront' },
    requests: m => pulse.requests(m) * 0.3,
    failing: pulse.failing,
    latency: pulse.latency,
    targetGroups: [],
  })
}

/** A small shop in GovCloud or China, in the partition's one region that anything runs in. */
export function buildFurther(at: PlaceOf, { region, env }: { region: string; env: 'gov' | 'china' }): void {
  const place = at(region)
  const plan: ShopPlan = {
    place,
    env,
    prefix: `acme-${env}`,
    mean: 420,
    utcOffset: env === 'gov' ? -5 : 8,
    incident: quiet,
  }
  const pulse = pulseOf(plan)
  addWebTier(plan, pulse, 2, 'maya.chen')
  addOrderPath(plan, pulse)
  addFunctions(plan, pulse)
  addSupport(plan, pulse)
  addFewManaged(plan, pulse)
  addSurroundings(plan, pulse)
  addOrderAlarms(place, env)
}

/** A further account of the Organization: little enough that many are collected quickly. Its name is `team-1`. */
export function buildMember(at: PlaceOf, name: string): void {
  const place = at('us-east-1')
  const tags = { env: 'prod', team: name.replace(/-\d+$/, '') }
  addFunction(place, {
    name: `${name}-worker`,
    runtime: 'nodejs24.x',
    memory: 256,
    tags,
    invocations: m => 4 + (m % 3),
    failing: () => 0,
    duration: () => 90,
  })
  addBucket(place, `acme-${name}-data`, 12, tags)
}
