// For tests: a simulated AWS with chosen services, and SDK clients that speak to it.
import { type MovableClock, movableClock, systemClock } from '../src/core/clock.ts'
import { seededRandom } from '../src/core/random.ts'
import type { SimulatedService } from './contract.ts'
import { type SeedCredentials, seedAccount, seedCollector } from './iam/seed.ts'
import { createIamState, type IamState } from './iam/state.ts'
import { createSimulatorServer, type SimulatorServer } from './server.ts'
import { iamService } from './services/iam/service.ts'
import { stsService } from './services/sts.ts'

export const ownAccountId = '060482727757'
export const customerAccountId = '111122223333'

export interface TestCredentials extends SeedCredentials {
  sessionToken?: string
}

export interface TestServer extends SimulatorServer {
  iam: IamState
  /** Real time for signatures, expiries and propagation; tests move it. */
  wallClock: MovableClock
  /** The customer account's administrator. */
  admin: SeedCredentials
  /** HeyCloud's own user, which may only assume roles. */
  collector: SeedCredentials
  /** What the simulator logged as its own faults. */
  logged: unknown[]
  /** The options of an SDK client: `new STSClient(server.options(server.admin))`. One attempt, so that errors show at once. */
  options(credentials: TestCredentials, region?: string): ClientOptions
}

export interface ClientOptions {
  endpoint: string
  region: string
  credentials: TestCredentials
  maxAttempts: number
}

export interface TestServerOptions {
  services?: SimulatedService[]
  stateFile?: string
  propagationMs?: number
  randomSeed?: number
}

/** Answers STS, IAM and the given services. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const wallClock = movableClock()
  const iam = createIamState({
    random: seededRandom(options.randomSeed ?? 7),
    wallClock,
    ...(options.stateFile === undefined ? {} : { stateFile: options.stateFile }),
    ...(options.propagationMs === undefined ? {} : { propagationMs: options.propagationMs }),
  })
  const admin = seedAccount(iam, { accountId: customerAccountId, seed: 1 })
  seedAccount(iam, { accountId: ownAccountId, seed: 1 })
  const collector = seedCollector(iam, ownAccountId, 1)
  iam.settle()
  const logged: unknown[] = []
  const server = await createSimulatorServer({
    services: [stsService(iam), iamService(iam), ...(options.services ?? [])],
    iam,
    clock: systemClock,
    isRegionEnabled: (_accountId, region) => region !== 'eu-south-1',
    log: (_message, error) => logged.push(error),
  })
  return {
    ...server,
    iam,
    wallClock,
    admin,
    collector,
    logged,
    options: (credentials, region = 'us-east-1') => ({
      endpoint: server.endpoint,
      region,
      // The SDK writes into the credentials that it is given.
      credentials: { ...credentials },
      maxAttempts: 1,
    }),
  }
}

/** The trust policy that HeyCloud asks for; without an external ID one that it must refuse. */
export function trustPolicy(
  externalId?: string,
  principal: unknown = { AWS: `arn:aws:iam::${ownAccountId}:root` },
): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: 'sts:AssumeRole',
        ...(externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
      },
    ],
  })
}
