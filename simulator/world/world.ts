// The simulated world: accounts, regions, resources and metrics, all from a seed and a clock.
import { type Clock, MINUTE } from '../../src/core/clock.ts'
import type { Partition } from '../partitions.ts'
import {
  buildFurther,
  buildMember,
  buildProd,
  buildStaging,
  chinaAccount,
  govAccount,
  ownAccount,
  prodAccount,
  stagingAccount,
} from './estate/estates.ts'
import { createLinks, type LinkedAccounts, type Links } from './links.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createPlace, type Place, type RegionState } from './place.ts'
import { buildLoad, type LoadProfile } from './profile.ts'
import { allRegions, furtherRegions, type RegionFact } from './regions.ts'

export type { LoadProfile } from './profile.ts'

export interface SimulatedAccount {
  accountId: string
  name: string
  /** IAM's account alias; those that CreateAccount makes have none. */
  alias?: string
}

export interface WorldOptions {
  seed: number
  clock: Clock
  links?: readonly Links[]
  /** When the incident's clock started, epoch ms; give it back after a restart. Default: now, to the minute. */
  start?: number
  /** A world for benchmarks in place of the small one. */
  profile?: LoadProfile
}

export interface WorldRegion {
  state: RegionState
  metrics: Metrics
}

export interface World extends LinkedAccounts {
  readonly seed: number
  readonly clock: Clock
  /** Epoch ms. */
  readonly start: number
  /** Customers' accounts; HeyCloud's own is apart. */
  readonly accounts: SimulatedAccount[]
  readonly ownAccount: string
  /** Of the partition `aws`. */
  readonly regions: RegionFact[]
  /** Customers' accounts in GovCloud and China, which no list of accounts holds: one each. */
  readonly furtherAccounts: readonly (SimulatedAccount & { partition: Partition })[]
  /** The regions of the account's partition. */
  regionsOf(accountId: string): readonly RegionFact[]
  isEnabled(accountId: string, region: string): boolean
  /** Opts an account in to a region or out of it; what stands there stays, and is there again later. */
  setRegion(accountId: string, region: string, optIn: RegionFact['optIn']): void
  /** Adds an account, with a small estate of its own. */
  add(account: SimulatedAccount): void
  /** Undefined for a region that is not enabled. Accounts without resources have empty regions. */
  region(accountId: string, region: string): WorldRegion | undefined
}

const smallWorldAccounts: readonly SimulatedAccount[] = [
  { accountId: prodAccount, name: 'prod', alias: 'acme-prod' },
  { accountId: stagingAccount, name: 'staging', alias: 'acme-staging' },
]

const furtherAccounts = [
  { accountId: govAccount, name: 'gov', alias: 'acme-gov', partition: 'aws-us-gov' },
  { accountId: chinaAccount, name: 'china', alias: 'acme-china', partition: 'aws-cn' },
] as const

const smallWorldRegions = ['us-east-1', 'eu-west-1', 'ap-southeast-2']

const smallRegion = (state: RegionState): WorldRegion => ({ state, metrics: createMetrics(state.series) })

/** Builds what is small and leaves the rest to be worked out when asked. */
export function createWorld(options: WorldOptions): World {
  const { seed, clock, profile } = options
  const start = Math.floor((options.start ?? clock.now()) / MINUTE) * MINUTE
  const load = profile && buildLoad(profile, seed)
  const accounts = load ? load.accounts : [...smallWorldAccounts]
  const enabled = load ? load.regions : smallWorldRegions
  const places = new Map<string, Place>()
  const placeOf = (accountId: string) => (region: string) => {
    const key = `${accountId} ${region}`
    const known = places.get(key)
    if (known) return known
    const made = createPlace(seed, accountId, region, start / MINUTE)
    places.set(key, made)
    return made
  }
  if (!load) {
    buildProd(placeOf(prodAccount))
    buildStaging(placeOf(stagingAccount))
  }
  const regions = new Map<string, WorldRegion>()
  /** What builds the accounts that are built when they are first looked at. */
  const unbuilt = new Map<string, () => void>([
    [govAccount, () => buildFurther(placeOf(govAccount), { region: 'us-gov-west-1', env: 'gov' })],
    [chinaAccount, () => buildFurther(placeOf(chinaAccount), { region: 'cn-north-1', env: 'china' })],
  ])
  const ownRegions = allRegions(enabled)
  const chosen = new Map<string, RegionFact['optIn']>()
  const regionsOf = (accountId: string): readonly RegionFact[] => {
    const further = furtherAccounts.find(account => account.accountId === accountId)
    const facts = further ? furtherRegions[further.partition] : ownRegions
    return facts.map(fact => ({ ...fact, optIn: chosen.get(`${accountId} ${fact.name}`) ?? fact.optIn }))
  }
  const isEnabled = (accountId: string, region: string): boolean =>
    regionsOf(accountId).some(({ name, optIn }) => name === region && optIn !== 'not-opted-in')
  return {
    ...createLinks(options.links ?? []),
    seed,
    clock,
    start,
    accounts,
    ownAccount,
    regions: ownRegions,
    furtherAccounts,
    regionsOf,
    isEnabled,
    setRegion: (accountId, region, optIn) => void chosen.set(`${accountId} ${region}`, optIn),
    add(account) {
      accounts.push(account)
      unbuilt.set(account.accountId, () => buildMember(placeOf(account.accountId), account.name))
    },
    region(accountId, region) {
      if (!isEnabled(accountId, region)) return undefined
      const key = `${accountId} ${region}`
      const known = regions.get(key)
      if (known) return known
      unbuilt.get(accountId)?.()
      unbuilt.delete(accountId)
      const made =
        load && accounts.some(a => a.accountId === accountId)
          ? {
              state: load.resources(accountId, region, start / MINUTE),
              metrics: createMetrics(load.metrics(accountId, region)),
            }
          : smallRegion(placeOf(accountId)(region).state)
      regions.set(key, made)
      return made
    },
  }
}
