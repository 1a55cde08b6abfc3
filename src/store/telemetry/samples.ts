// Writes points: calls that arrive together are stored together, each resolves when its own points are durable.
import type { Sample } from '../../core/metric.ts'
import type { Columns, Engine } from './engine.ts'
import { type Binder, createBinder, organisationFilter } from './params.ts'
import { tables } from './schema.ts'
import type { Versions } from './versions.ts'

const day = 86_400
/** Larger blocks stall the event loop while they are built (a microsecond a row); smaller ones make more parts, which are all merged. */
const blockRows = 30_000
/** A block over more than 100 daily partitions is refused by ClickHouse. */
const blockDays = 90

const wholeBelow = (value: number, end: number) => Number.isInteger(value) && value >= 0 && value < end

/** The store would take NaN for a value: a point that is not a number is refused, here and never stored as zero. */
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

/** What a group's number is made of: the day in the upper digits, so that groups sort by it, and the period in the lower. */
const periodsOfDay = 2 ** 32
const groupOf = ({ ts, period }: Sample): number => Math.floor(ts / day) * periodsOfDay + period
const dayOfGroup = (group: number): number => Math.floor(group / periodsOfDay)

/**
 * The last of equal keys, by day, in blocks that ClickHouse takes. An id has one name, so id, time and period tell points apart;
 * within a day and period the first two make one number (below 2^49), which is found far sooner than a string.
 */
export function blocks(samples: readonly Sample[]): Sample[][] {
  if (isPlain(samples)) {
    const out: Sample[][] = []
    for (let start = 0; start < samples.length; start += blockRows) out.push(samples.slice(start, start + blockRows))
    return out
  }
  const groups = new Map<number, Map<number, Sample>>()
  for (const sample of samples) {
    const group = groupOf(sample)
    let points = groups.get(group)
    if (!points) {
      points = new Map()
      groups.set(group, points)
    }
    points.set(sample.id * day + (sample.ts % day), sample)
  }
  const out: Sample[][] = []
  let block: Sample[] = []
  let blockStart = Number.NaN
  for (const [group, points] of [...groups].sort(([a], [b]) => a - b))
    for (const sample of points.values()) {
      if (block.length >= blockRows || dayOfGroup(group) - blockStart >= blockDays) block = []
      if (block.length === 0) {
        blockStart = dayOfGroup(group)
        out.push(block)
      }
      block.push(sample)
    }
  return out
}

/** Whether all are of one day and period, each series once with its times ascending: as they mostly come, and then nothing is equal. */
function isPlain(samples: readonly Sample[]): boolean {
  const [first] = samples
  if (!first) return true
  const group = groupOf(first)
  const ids = new Set<number>()
  let last: Sample | undefined
  for (const sample of samples) {
    if (groupOf(sample) !== group) return false
    if (last?.id === sample.id) {
      if (sample.ts <= last.ts) return false
    } else if (ids.has(sample.id)) return false
    else ids.add(sample.id)
    last = sample
  }
  return true
}

const columns: Columns = ['name', 'id', 'ts', 'period', 'value', 'weight', 'written']

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' }
const escaped = (name: string): string => name.replace(/[\\\t\n]/g, sign => escapes[sign] ?? sign)

/** A block as TabSeparated. Numbers are written in their shortest exact form; points of one metric lie together. */
function textOf(block: readonly Sample[], written: number): string {
  let text = ''
  let last = ''
  let field = ''
  for (const { name, id, ts, period, value, weight } of block) {
    if (name !== last) field = escaped(name)
    last = name
    text += `${field}\t${id}\t${ts}\t${period}\t${value}\t${weight}\t${written}\n`
  }
  return text
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
        await engine.insertText(tables.samples, columns, textOf(block, written))
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
