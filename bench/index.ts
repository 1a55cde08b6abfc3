// The benchmarks, by the name given to `npm run bench -- <name>`.
import { collectBenchmark } from './collect.ts'
import { fleetBenchmark } from './fleet.ts'
import { startBenchmark } from './start.ts'
import { storeBenchmark } from './store.ts'
import type { BenchTable } from './table.ts'
import { yaceBenchmark } from './yace.ts'

export interface BenchOptions {
  /** How much larger or smaller than the default; 1 unless given. */
  scale: number
}

export const benchmarks: Record<string, (options: BenchOptions) => Promise<BenchTable>> = {
  collect: collectBenchmark,
  fleet: fleetBenchmark,
  start: startBenchmark,
  store: storeBenchmark,
  yace: yaceBenchmark,
}
