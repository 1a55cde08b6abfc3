// The one loop of collection: what is due when, how much at a time, and whose turn it is.
import { type Clock, MINUTE, SECOND } from '../../core/clock.ts'
import type { Tools } from '../context.ts'

/** Jobs of each kind have places of their own, and none of the others': what is live never waits for what is not. */
export type JobPlace = 'live' | 'rest' | 'history'

export interface Job {
  /** Unique: a job of a known key is the same job. */
  key: string
  /** Jobs of one group (an account) share its part of the places. */
  group: string
  /** Lower first, within a group. */
  priority: number
  place: JobPlace
  /** Does the work once; resolves with when it is next due, epoch ms. */
  run(signal: AbortSignal): Promise<number>
}

interface Entry {
  job: Job
  dueAt: number
  /** Hastened while it ran: it runs once more at once. */
  again: boolean
  failures: number
  /** Aborted when the job is removed: what runs of it ends at its next signal. */
  stop: AbortController
}

export interface Schedule {
  /** Adds a job, due at once; a known one stays as it is. */
  add(job: Job): void
  /** Makes a known job due now. */
  hasten(key: string): void
  /** Removed jobs stop, those that run too. */
  removeGroup(group: string): void
  /** Resolves when what ran of it has ended, so that whatever is written afterwards is the last word. */
  removeJob(key: string): Promise<void>
  groups(): Set<string>
  /** Runs what is due until the signal; resolves when everything under way has stopped. `tick` is called each round. */
  run(signal: AbortSignal, tick: (signal: AbortSignal) => Promise<void>): Promise<void>
  /** Starts the next round at once. */
  wake(): void
}

type PlaceLimits = Pick<
  Tools['limits'],
  'jobs' | 'jobsPerAccount' | 'restJobs' | 'restJobsPerAccount' | 'historyJobs' | 'historyJobsPerAccount'
>

export interface ScheduleOptions {
  clock: Clock
  log: Tools['log']
  limits: PlaceLimits
}

/** The longest pause between two rounds, ms: an account that has become collectable starts within it. */
const roundPause = SECOND
const backoff = (failures: number): number => Math.min(15 * MINUTE, 15 * SECOND * 2 ** Math.min(failures - 1, 10))

export function createSchedule({ clock, log, limits }: ScheduleOptions): Schedule {
  const entries = new Map<string, Entry>()
  const running = new Map<Entry, Promise<void>>()
  // Looking through all entries is for once a round; between rounds only what fell due then is chosen from.
  let due = new Set<Entry>()
  let turn: string[] = []
  let waker = new AbortController()
  const wake = () => waker.abort()

  const remove = (entry: Entry) => {
    entries.delete(entry.job.key)
    entry.stop.abort(new JobRemoved(entry.job.key))
  }

  const isDue = (entry: Entry): boolean =>
    !running.has(entry) && entry.dueAt <= clock.now() && entries.get(entry.job.key) === entry

  const startDue = (signal: AbortSignal) => {
    if (due.size === 0) return
    const chosen = choose([...due].filter(isDue), [...running.keys()], turn, limits)
    turn = chosen.turn
    for (const entry of chosen.start) {
      due.delete(entry)
      const work = runOnce(entry, signal, clock, log).finally(() => {
        running.delete(entry)
        if (isDue(entry)) due.add(entry)
        if (!signal.aborted) startDue(signal)
      })
      running.set(entry, work)
    }
  }

  const round = (signal: AbortSignal) => {
    due = new Set([...entries.values()].filter(isDue))
    startDue(signal)
  }

  return {
    wake,
    add(job) {
      if (entries.has(job.key)) return
      const entry = { job, dueAt: clock.now(), again: false, failures: 0, stop: new AbortController() }
      entries.set(job.key, entry)
      due.add(entry)
      wake()
    },
    hasten(key) {
      const entry = entries.get(key)
      if (!entry) return
      entry.dueAt = clock.now()
      entry.again = running.has(entry)
      wake()
    },
    removeGroup(group) {
      for (const entry of entries.values()) if (entry.job.group === group) remove(entry)
    },
    async removeJob(key) {
      const entry = entries.get(key)
      if (!entry) return
      remove(entry)
      await running.get(entry)
    },
    groups: () => new Set([...entries.values()].map(({ job }) => job.group)),
    async run(signal, tick) {
      while (!signal.aborted) {
        waker = new AbortController()
        await tick(signal).catch(error => log.error({ err: error }, 'The accounts could not be read; trying again'))
        round(signal)
        // Both ends of the sleep are wanted: time has passed, somebody woke us, or we are to stop.
        await clock.sleep(roundPause, AbortSignal.any([signal, waker.signal])).catch(() => undefined)
      }
      await Promise.allSettled(running.values())
    },
  }
}

class JobRemoved extends Error {
  constructor(key: string) {
    super(`The job ${key} is not wanted any more`)
    this.name = 'JobRemoved'
  }
}

async function runOnce(entry: Entry, stop: AbortSignal, clock: Clock, log: Tools['log']): Promise<void> {
  const signal = AbortSignal.any([stop, entry.stop.signal])
  try {
    const next = await entry.job.run(signal)
    entry.dueAt = entry.again ? clock.now() : next
    entry.again = false
    entry.failures = 0
  } catch (error) {
    // Also where it was removed: who ends as told has not failed.
    if (signal.aborted) return
    entry.failures += 1
    entry.dueAt = clock.now() + backoff(entry.failures)
    log.error({ err: error, job: entry.job.key, failures: entry.failures }, 'A collection job failed; trying again')
  }
}

/** Whether there is a place for one more, and the taking of it. */
function places(running: readonly Entry[], limits: PlaceLimits) {
  const most: Record<JobPlace, { all: number; ofGroup: number }> = {
    live: { all: limits.jobs, ofGroup: limits.jobsPerAccount },
    rest: { all: limits.restJobs, ofGroup: limits.restJobsPerAccount },
    history: { all: limits.historyJobs, ofGroup: limits.historyJobsPerAccount },
  }
  const taken = new Map<string, number>()
  const of = (key: string): number => taken.get(key) ?? 0
  const take = ({ job: { place, group } }: Entry): void => {
    for (const key of [place, `${place} ${group}`]) taken.set(key, of(key) + 1)
  }
  for (const entry of running) take(entry)
  const free = ({ job: { place, group } }: Entry): boolean =>
    of(place) < most[place].all && of(`${place} ${group}`) < most[place].ofGroup
  return { take, free }
}

/**
 * Which due jobs to start now. Groups take turns, one job at a time, so that an account with many regions takes no more than
 * one with few, and none more than its part of the places. `turn` is the order of the groups, last served last.
 */
export function choose(
  candidates: readonly Entry[],
  running: readonly Entry[],
  turn: readonly string[],
  limits: PlaceLimits,
): { start: Entry[]; turn: string[] } {
  const { take, free } = places(running, limits)
  const due = Map.groupBy(candidates, ({ job }) => job.group)
  for (const list of due.values()) list.sort((a, b) => a.job.priority - b.job.priority || a.dueAt - b.dueAt)
  const waited = turn.filter(group => due.has(group))
  const known = new Set(turn)
  const order = [...waited, ...[...due.keys()].filter(group => !known.has(group))]
  const start: Entry[] = []
  const served = new Set<string>()
  for (let any = true; any; ) {
    any = false
    for (const group of order) {
      const list = due.get(group) ?? []
      const index = list.findIndex(free)
      const entry = index < 0 ? undefined : list.splice(index, 1)[0]
      if (!entry) continue
      take(entry)
      start.push(entry)
      served.delete(group)
      served.add(group)
      any = true
    }
  }
  return { start, turn: [...order.filter(group => !served.has(group)), ...served] }
}
