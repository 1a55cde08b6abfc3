// Writes points: calls that arrive together are stored together, each resolves when its own points are durable.
import type { Sample } from '../../core/metric.ts'
import type { Engine } from './engine.ts'
import { type Binder, createBinder, organisationFilter } from './params.ts'
import { tables } from './schema.ts'
import type { Versions } from './versions.ts'

const day = 86_400
/** Larger blocks stall the event loop while they are built; smaller ones make too many parts. */
const blockRows = 15_000
/** A block over more than 100 daily partitions is refused by ClickHouse. */
const blockDays = 90

const wholeBelow = (value: number, end: number) => Number.isInteger(value) && value >= 0 && value < end

/** JSON has no NaN and would store it as null: a point that is not a number is refused, never stored as zero. */
function check(sample: Sample): void {
  const { name, id, ts, period, value, weight } = sample
  const sound =
    name !== '' &&
    wholeBelow(id, 2 ** 32) &&
    wholeBelow(ts, 2 ** 32) &&
    wholeBelow(period, 2 ** 32) &&
    period > 0 &&
    Number.isFinite(value) &&
    Number.isFinite(weight) &&
    weight >= 0
  if (!sound) throw new RangeError(`not a point that can be stored: ${JSON.stringify(sample)}`)
}

/** The last of equal keys, by day, in blocks that ClickHouse takes. */
export function blocks(samples: readonly Sample[]): Sample[][] {
  const unique = new Map(samples.map(s => [`${s.id}/${s.ts}/${s.period}/${s.name}`, s]))
  const days = new Map<number, Sample[]>()
  for (const sample of unique.values()) {
    const start = Math.floor(sample.ts / day)
    const list = days.get(start)
    if (list) list.push(sample)
    else days.set(start, [sample])
  }
  const out: Sample[][] = []
  let block: Sample[] = []
  let blockStart = Number.NaN
  for (const [start, list] of [...days].sort(([a], [b]) => a - b))
    for (const sample of list) {
      if (block.length >= blockRows || start - blockStart >= blockDays) block = []
      if (block.length === 0) {
        blockStart = start
        out.push(block)
      }
      block.push(sample)
    }
  return out
}

interface Waiting {
  samples: Sample[]
  resolve(): void
  reject(error: unknown): void
}

export interface SampleWriter {
  save(samples: Sample[]): Promise<void>
  /** Every number given to a row that may not have landed yet is at least this; null when nothing is under way. */
  oldestUnderWay(): number | null
  /** Resolves when everything that was handed in is stored or refused. */
  idle(): Promise<void>
}

/** One lane: while a block is written, what arrives meanwhile gathers for the next. */
export function createSampleWriter(engine: Engine, versions: Versions): SampleWriter {
  const queue: Waiting[] = []
  let running: Promise<void> | null = null
  let underWay: number | null = null
  async function store(batch: Waiting[]): Promise<void> {
    const written = versions.next()
    underWay = written
    try {
      for (const block of blocks(batch.flatMap(call => call.samples)))
        await engine.insert(
          tables.samples,
          block.map(({ name, id, ts, period, value, weight }) => ({ name, id, ts, period, value, weight, written })),
        )
      for (const call of batch) call.resolve()
    } catch (error) {
      for (const call of batch) call.reject(error)
    } finally {
      underWay = null
    }
  }
  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch: Waiting[] = []
      for (let rows = 0; rows < blockRows && queue.length > 0; ) {
        const call = queue.shift()
        if (!call) break
        batch.push(call)
        rows += call.samples.length
      }
      await store(batch)
    }
    running = null
  }
  return {
    async save(samples) {
      if (samples.length === 0) return
      for (const sample of samples) check(sample)
      await new Promise<void>((resolve, reject) => {
        queue.push({ samples, resolve, reject })
        running ??= drain()
      })
    },
    oldestUnderWay: () => underWay,
    idle: async () => {
      await running
    },
  }
}

/** The name of a series, so that its points are found by the head of the sort key. */
const namesOf = (bind: Binder, organisation: string, id: number) =>
  `SELECT name FROM ${tables.series} FINAL WHERE ${organisationFilter(bind, organisation)} AND id = ${bind('UInt32', id)}`

export async function points(
  engine: Engine,
  organisation: string,
  id: number,
  from: number,
  to: number,
): Promise<Sample[]> {
  const bind = createBinder()
  const rows = await engine.query<Omit<Sample, 'ts'> & { at: number }>(
    `SELECT name, id, toUInt32(ts) AS at, period, value, weight FROM ${tables.samples} FINAL
     WHERE name IN (${namesOf(bind, organisation, id)}) AND id = ${bind('UInt32', id)}
       AND ts >= ${bind('UInt32', from)} AND ts < ${bind('UInt32', to)}
     ORDER BY at, period`,
    bind.params,
  )
  return rows.map(({ at, ...sample }) => ({ ...sample, ts: at }))
}
