// A hundred accounts of three regions each, one of them slow and one broken: everybody has their turn all the same.
import { expect, it } from 'vitest'
import { systemClock } from '../../core/clock.ts'
import { defaultLimits } from '../context.ts'
import { createSchedule, type JobPlace } from './schedule.ts'

const accounts = 100
const regions = 3
const [slow, broken] = [17, 42]
const places: JobPlace[] = ['live', 'rest', 'history']
/** One job of a healthy account takes so long, and is due again after so long, ms. */
const work = 4
const cadence = 150

it('a hundred accounts share the places, and a slow or broken one takes no more than its part', async () => {
  const controller = new AbortController()
  let failures = 0
  const log = { debug() {}, info() {}, warn() {}, error: () => void failures++ }
  const schedule = createSchedule({ clock: systemClock, log, limits: defaultLimits })
  const runs = new Map<string, number>()
  const atOnce = new Map<string, { now: number; most: number }>()
  const enter = (key: string, change: 1 | -1) => {
    const { now, most } = atOnce.get(key) ?? { now: 0, most: 0 }
    atOnce.set(key, { now: now + change, most: Math.max(most, now + change) })
  }
  const run = async (account: number, place: JobPlace, key: string, signal: AbortSignal) => {
    enter(place, 1)
    enter(`${place} ${account}`, 1)
    try {
      if (account === broken) throw new Error('no')
      await systemClock.sleep(account === slow ? 60_000 : work, signal)
      runs.set(key, (runs.get(key) ?? 0) + 1)
      return systemClock.now() + cadence
    } finally {
      enter(place, -1)
      enter(`${place} ${account}`, -1)
    }
  }
  for (let account = 0; account < accounts; account++)
    for (let region = 0; region < regions; region++)
      for (const place of places) {
        const key = `${account}/${region}/${place}`
        const group = String(account)
        schedule.add({ key, group, priority: 1, place, run: signal => run(account, place, key, signal) })
      }
  const healthy = [...Array(accounts).keys()].filter(account => account !== slow && account !== broken)
  const count = (place: JobPlace) =>
    healthy.flatMap(account => [0, 1, 2].map(region => runs.get(`${account}/${region}/${place}`) ?? 0))
  const running = schedule.run(controller.signal, async () => {})
  // Rounds are a second apart: two of each healthy job, while those of the slow account go on.
  while (places.some(place => Math.min(...count(place)) < 2)) await systemClock.sleep(20)
  controller.abort()
  await running
  for (const place of places) expect(Math.max(...count(place)) - Math.min(...count(place))).toBeLessThanOrEqual(2)
  expect([0, 1, 2].some(region => runs.has(`${slow}/${region}/live`))).toBe(false)
  const most = (key: string) => atOnce.get(key)?.most
  expect(most('live')).toBeLessThanOrEqual(defaultLimits.jobs)
  expect(most('rest')).toBeLessThanOrEqual(defaultLimits.restJobs)
  expect(most(`history ${slow}`)).toBe(defaultLimits.historyJobsPerAccount)
  // The broken one waits a quarter of a minute after each failure, and longer each time.
  expect(failures).toBe(regions * places.length)
}, 20_000)
