import { describe, expect, it } from 'vitest'
import { systemClock } from '../../core/clock.ts'
import { choose, createSchedule, type Job } from './schedule.ts'

const limits = {
  ...{ jobs: 4, jobsPerAccount: 2, restJobs: 3, restJobsPerAccount: 2 },
  ...{ historyJobs: 1, historyJobsPerAccount: 1 },
}
const log = { debug() {}, info() {}, warn() {}, error() {} }
const job = (key: string, group: string, run: Job['run'], over: Partial<Job> = {}): Job => ({
  key,
  group,
  priority: 1,
  place: 'live',
  run,
  ...over,
})
const idle = async () => Number.POSITIVE_INFINITY
const entry = (key: string, group: string, over: Partial<Job> = {}) => ({
  job: job(key, group, idle, over),
  dueAt: 0,
  again: false,
  failures: 0,
  stop: new AbortController(),
})

describe('whose turn it is', () => {
  it('accounts take turns, and one with many regions has its part only', () => {
    const big = Array.from({ length: 20 }, (_, i) => entry(`big/${i}`, 'big'))
    const { start } = choose([...big, entry('small/1', 'small')], [], [], limits)
    expect(start.map(({ job }) => job.key)).toEqual(['big/0', 'small/1', 'big/1'])
  })
  it('those who waited come before those who were served', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map(group => entry(group, group))
    const first = choose(all, [], [], limits)
    expect(first.start.map(({ job }) => job.key)).toEqual(['a', 'b', 'c', 'd'])
    const second = choose(all, [], first.turn, limits)
    expect(second.start.map(({ job }) => job.key).slice(0, 2)).toEqual(['e', 'f'])
  })
  it('history has its own places: it neither takes those of live work nor waits for them', () => {
    const history = ['a', 'b'].map(group => entry(`${group}/history`, group, { place: 'history', priority: 9 }))
    const live = ['a', 'b', 'c', 'd'].map(group => entry(`${group}/live`, group))
    expect(choose(history, live, [], limits).start.map(({ job }) => job.key)).toEqual(['a/history'])
  })
})

describe('the loop', () => {
  const drive = async (work: (schedule: ReturnType<typeof createSchedule>, stop: () => void) => void) => {
    const controller = new AbortController()
    const schedule = createSchedule({ clock: systemClock, log, limits })
    work(schedule, () => controller.abort())
    await schedule.run(controller.signal, async () => {})
  }

  it('a job that fails is tried again and delays no other; one that hangs holds one place', async () => {
    const runs: string[] = []
    await drive((schedule, stop) => {
      schedule.add(
        job('broken', 'a', async () => {
          runs.push('broken')
          throw new Error('no')
        }),
      )
      schedule.add(
        job(
          'hanging',
          'b',
          signal => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        ),
      )
      let times = 0
      schedule.add(
        job('good', 'c', async () => {
          runs.push('good')
          times += 1
          if (times === 3) stop()
          return systemClock.now()
        }),
      )
    })
    expect(runs.filter(run => run === 'good')).toHaveLength(3)
    expect(runs.filter(run => run === 'broken')).toHaveLength(1)
  })

  it('a job hastened while it runs runs once more; a removed one does not', async () => {
    let runs = 0
    await drive((schedule, stop) => {
      schedule.add(
        job('a', 'a', async () => {
          runs += 1
          if (runs === 1) schedule.hasten('a')
          else {
            schedule.removeGroup('a')
            stop()
          }
          return systemClock.now()
        }),
      )
    })
    expect(runs).toBe(2)
  })

  it('a job removed while it runs is told at once, and its end is no failure', async () => {
    const logged: unknown[] = []
    const controller = new AbortController()
    const schedule = createSchedule({
      clock: systemClock,
      log: { ...log, error: (fields: unknown) => logged.push(fields) },
      limits,
    })
    let told: unknown
    const waits = (signal: AbortSignal) =>
      new Promise<number>((_, reject) =>
        signal.addEventListener('abort', () => {
          told = signal.reason
          controller.abort()
          reject(signal.reason)
        }),
      )
    schedule.add(job('a', 'a', waits))
    schedule.add(
      job('b', 'b', async () => {
        await schedule.removeJob('a')
        return Number.POSITIVE_INFINITY
      }),
    )
    await schedule.run(controller.signal, async () => {})
    expect(told).toMatchObject({ name: 'JobRemoved' })
    expect(logged).toEqual([])
  })

  it('the removal of a job is over when its run is: what is written afterwards is the last word', async () => {
    const written: string[] = []
    await drive((schedule, stop) => {
      // It has its answer already, and no signal keeps it from writing that down.
      schedule.add(
        job('slow', 'a', async () => {
          await systemClock.sleep(50)
          written.push('seen')
          return Number.POSITIVE_INFINITY
        }),
      )
      schedule.add(
        job('remover', 'b', async () => {
          await schedule.removeJob('slow')
          written.push('off')
          stop()
          return Number.POSITIVE_INFINITY
        }),
      )
    })
    expect(written).toEqual(['seen', 'off'])
  })

  it('stops only when what is under way has stopped', async () => {
    let stopped = false
    await drive((schedule, stop) => {
      schedule.add(
        job('slow', 'a', async () => {
          stop()
          await systemClock.sleep(50)
          stopped = true
          return 0
        }),
      )
    })
    expect(stopped).toBe(true)
  })
})
