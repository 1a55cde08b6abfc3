// What a shop has of services that others run for it: topics, caches, APIs, streams and the like, by the shop's own traffic.
import type { Signal } from '../load.ts'
import type { Tags } from '../place.ts'
import { addMemoryDb, addReplicationGroup, addServerlessCache } from './caches.ts'
import {
  addClassicLoadBalancer,
  addDistribution,
  addGatewayLoadBalancer,
  addHttpApi,
  addRestApi,
  addUserPool,
} from './edge.ts'
import { addActivity, addBroker, addDeliveryStream, addStateMachine, addStream, addTopic } from './messaging.ts'
import type { Pulse, ShopPlan } from './shop.ts'

/** Share of lookups; it falls when the database is slow and entries run out. */
const hitsOf =
  ({ incident }: ShopPlan): Signal =>
  m =>
    0.94 - 0.2 * incident.pressure(m)

/** What even the smallest shop has. */
export function addFewManaged(plan: ShopPlan, pulse: Pulse): void {
  const { place, env } = plan
  const tags: Tags = { env, team: 'orders', owner: 'ines.alvarez' }
  addTopic(place, { name: `${env}-order-events`, tags, published: m => pulse.requests(m) * 0.021, subscribers: 2 })
  const cache = { name: `${env}-sessions`, tags, lookups: (m: number) => pulse.requests(m) * 2.4, hits: hitsOf(plan) }
  addReplicationGroup(place, cache, env === 'prod' ? 1 : 0)
  addRestApi(place, {
    name: `${env}-shop-api`,
    tags: { ...tags, team: 'storefront' },
    stage: 'live',
    requests: m => pulse.requests(m) * 0.14,
    failing: pulse.failing,
    latency: m => 30 + 1_000 * pulse.latency(m),
  })
}

/** The rest, in the main shop alone. */
export function addManaged(plan: ShopPlan, pulse: Pulse): void {
  const { place, env, incident } = plan
  const tags: Tags = { env, team: 'storefront', owner: 'maya.chen' }
  const clicks: Signal = m => pulse.requests(m) * 3.1
  const calm: Signal = () => 0.001
  addFewManaged(plan, pulse)
  // An alert is nothing that AWS counts before it is sent; nobody has tagged the topic.
  addTopic(place, { name: `${env}-alerts` })
  const search = { name: `${env}-search`, lookups: (m: number) => pulse.requests(m) * 0.5, hits: () => 0.81 }
  addServerlessCache(place, search)
  addMemoryDb(place, { ...search, name: `${env}-ledger`, tags: { ...tags, team: 'payments' } })
  addHttpApi(place, { name: `${env}-webhooks`, requests: m => pulse.requests(m) * 0.03, failing: calm })
  addDistribution(place, {
    name: 'shop.acme.test',
    tags,
    origin: `${env}-shop.acme.test`,
    requests: m => pulse.requests(m) * 6.5,
    failing: m => 0.3 * pulse.failing(m),
  })
  addUserPool(place, { name: `${env}-customers`, tags, requests: m => pulse.requests(m) * 0.008, failing: calm })
  addClassicLoadBalancer(place, {
    name: `${env}-legacy`,
    tags: { env, team: 'platform' },
    instances: place.state.instances.slice(0, 1).flatMap(({ shape }) => shape.InstanceId ?? []),
    requests: m => pulse.requests(m) * 0.004,
    failing: () => 0.04,
  })
  addGatewayLoadBalancer(place, { name: `${env}-inspection`, tags: { env }, requests: m => pulse.requests(m) * 0.2 })
  addStream(place, { name: `${env}-clicks`, tags, records: clicks, behind: m => 180 + 900_000 * incident.pressure(m) })
  addDeliveryStream(place, { name: `${env}-clicks-to-s3`, tags, records: clicks })
  addStateMachine(place, {
    name: `${env}-fulfil-order`,
    tags: { env, team: 'orders' },
    started: m => pulse.requests(m) * 0.02,
    failing: m => 0.002 + 0.4 * incident.failing(m),
    duration: m => 2_600 * (1 + 5 * incident.pressure(m)),
  })
  addActivity(place, { name: `${env}-pack-order`, taken: m => pulse.requests(m) * 0.02 })
  addBroker(place, { name: `${env}-erp`, queue: 'invoices', queued: m => pulse.requests(m) * 0.006 })
}
