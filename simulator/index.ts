// The simulated AWS, wired: a world, IAM in front of it, services that answer, an HTTP server.
import { type Clock, systemClock } from '../src/core/clock.ts'
import { type Random, systemRandom } from '../src/core/random.ts'
import type { Faults } from './faults.ts'
import { type SeedCredentials, seedAccount, seedCollector } from './iam/seed.ts'
import { createIamState, type IamState } from './iam/state.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { furtherMembers, seedOrganization } from './organization/seed.ts'
import type { Partition } from './partitions.ts'
import { createSimulatorServer } from './server.ts'
import { cloudFormationService } from './services/cloudformation/service.ts'
import { iamService } from './services/iam/service.ts'
import { simulatedServices } from './services/index.ts'
import { organizationsService } from './services/organizations/service.ts'
import { stsService } from './services/sts.ts'
import type { Links } from './world/links.ts'
import { createWorld, type LoadProfile, type SimulatedAccount, type World } from './world/world.ts'

export interface SimulatorOptions {
  seed: number
  /** The world's clock, which may be moved; signatures and expiries follow `wallClock`. */
  clock: Clock
  wallClock?: Clock
  random?: Random
  /** Loopback unless told otherwise: the control paths know no password. */
  host?: string
  /** A free one when 0 or left out. */
  port?: number
  /** Where IAM is kept over restarts. */
  stateFile?: string
  /** How long a change of IAM stays unseen by evaluation; 0 unless told otherwise, about 4000 is like AWS. */
  iamPropagationMs?: number
  /** Whether CloudWatch's quotas are enforced; they are unless told otherwise. */
  quotas?: boolean
  /** An AWS Organization of so many members beside the accounts that there are anyway; these are in one without it too. */
  organization?: { members: number }
  /** Which accounts share their metrics with which monitoring accounts (CloudWatch cross-account observability). */
  links?: readonly Links[]
  /** A world for benchmarks. */
  profile?: LoadProfile
  /** Told of errors that are the simulator's own. */
  log?: (message: string, error: unknown) => void
}

export interface SimulatedCredentials extends SimulatedAccount, SeedCredentials {
  /** Whose keys these are: an account's administrator, or HeyCloud's collector. */
  userName: string
}

export interface Simulator {
  /** What AWS_ENDPOINT_URL is set to. */
  endpoint: string
  world: World
  iam: IamState
  ledger: Ledger
  faults: Faults
  /** An administrator's keys in each customer account, those that are created later included. */
  accounts: SimulatedCredentials[]
  /** The same in GovCloud and in China: no list of accounts holds these two. */
  furtherAccounts: (SimulatedCredentials & { partition: Partition })[]
  /** HeyCloud's own identity. */
  heycloud: SimulatedCredentials
  close(): Promise<void>
}

/** Starts a simulated AWS. Rejects when the port is taken or the state file cannot be read. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { seed, clock, wallClock = systemClock, random = systemRandom, profile, links = [], quotas = true } = options
  const iam = createIamState({
    random,
    wallClock,
    startedAt: clock.now(),
    propagationMs: options.iamPropagationMs ?? 0,
    ...(options.stateFile === undefined ? {} : { stateFile: options.stateFile }),
  })
  const world = createWorld({ seed, clock, start: iam.startedAt, links, ...(profile ? { profile } : {}) })
  if (!profile) seedOrganization(iam, { seed, world, further: furtherMembers(options.organization?.members ?? 0) })
  const administered = (account: SimulatedAccount): SimulatedCredentials => ({
    ...account,
    userName: 'admin',
    ...seedAccount(iam, { ...account, seed }),
  })
  const accounts = world.accounts.map(administered)
  const onCreated = (account: SimulatedAccount) => {
    world.add(account)
    accounts.push(administered(account))
  }
  const furtherAccounts = world.furtherAccounts.map(account => ({
    ...administered(account),
    partition: account.partition,
  }))
  const own = { accountId: world.ownAccount, name: 'heycloud', alias: 'heycloud' }
  seedAccount(iam, { accountId: own.accountId, alias: own.alias, seed })
  const heycloud = { ...own, userName: 'heycloud', ...seedCollector(iam, own.accountId, seed) }
  iam.settle()
  const iamApi = iamService(iam)
  const ledger = createLedger()
  const server = await createSimulatorServer({
    services: [
      stsService(iam),
      iamApi,
      cloudFormationService({ iam, iamApi }),
      organizationsService(iam, { onCreated, realTime: quotas ? wallClock : undefined }),
      ...simulatedServices(world, { quotas, realTime: wallClock, bill: ledger.bill }),
    ],
    iam,
    clock,
    ledger,
    isRegionEnabled: world.isEnabled,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.log ? { log: options.log } : {}),
  })
  return { ...server, world, iam, accounts, furtherAccounts, heycloud }
}
