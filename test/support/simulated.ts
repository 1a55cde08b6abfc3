// The simulated AWS for tests of its services: over HTTP, with an administrator's keys and a clock that can be moved.
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts'
import { type MovableClock, movableClock } from '../../src/core/clock.ts'

/** A Wednesday, shortly after noon. */
export const simulatedNow = Date.UTC(2026, 10, 18, 12, 7, 31)
export const prod = '111122223333'
export const staging = '444455556666'

type ClientOptions = {
  region: string
  endpoint: string
  forcePathStyle: boolean
  maxAttempts: number
  credentials: { accessKeyId: string; secretAccessKey: string }
}

export interface Simulated {
  simulator: Simulator
  clock: MovableClock
  /** A client of that account's administrator; the first account and Virginia unless told otherwise. One attempt, no retries. */
  client<C>(Client: new (options: ClientOptions) => C, where?: { account?: string; region?: string }): C
}

/** Quotas are off unless asked for. */
export async function simulated(
  options: Partial<SimulatorOptions> & { clock?: MovableClock } = {},
): Promise<Simulated> {
  const clock = options.clock ?? movableClock(simulatedNow)
  const simulator = await startSimulator({ seed: 7, quotas: false, ...options, clock })
  return {
    simulator,
    clock,
    client(Client, { account, region = 'us-east-1' } = {}) {
      const admin = simulator.accounts.find(a => account === undefined || a.accountId === account)
      if (!admin) throw new Error(`There is no simulated account ${account}`)
      const { accessKeyId, secretAccessKey } = admin
      return new Client({
        region,
        endpoint: simulator.endpoint,
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey },
      })
    },
  }
}
