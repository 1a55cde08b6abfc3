// Fetching on opening a chart: what a question asks for and the seldom reading has not read yet is read at once, in any process.
import pLimit from 'p-limit'
import { MINUTE } from '../../core/clock.ts'
import { leaseName, secondsOf, type Tools } from '../context.ts'
import type { Leases } from '../schedule/leases.ts'
import { storeCosts } from '../upkeep.ts'
import { wordsOf } from './account-for.ts'
import { type ReadRequest, readPoints } from './read.ts'
import { type Asked, findMissing, type LeftOut, type Missing } from './wanting.ts'
import type { WatchBook } from './watching.ts'
import { floorTo, hour, pieces } from './windows.ts'

export interface Filling {
  /** The metrics that are being fetched now, by id: whoever asks again soon sees more. */
  metrics: ReadonlySet<number>
  leftOut: LeftOut[]
}

export interface Fetcher {
  /** Resolves when it is known what is wanting; that is fetched meanwhile. */
  fetch(organisation: string, asked: Asked): Promise<Filling>
  /** Gives up what is under way; resolves when nothing is written any more. */
  close(): Promise<void>
}

/** The same is not looked at again for so long, ms. */
const lookEvery = MINUTE
/** Accounts and regions at a time. */
const placesAtOnce = 4
/** As many questions, and as many metrics, are remembered. */
const remembered = 20_000
/** Of more metrics than this the newest hour is read first. */
const fewMetrics = 100

/** What came of a question. */
interface Look {
  at: number
  asked: Asked
  leftOut: LeftOut[]
  /** The metrics that were wanting, by id. */
  ids: number[]
}

interface FetchDependencies {
  tools: Tools
  leases: Leases
  watches: Pick<WatchBook, 'of'>
}

export function createFetcher({ tools, leases, watches }: FetchDependencies): Fetcher {
  const { settings, clock, log, random } = tools
  const stop = new AbortController()
  const limit = pLimit(placesAtOnce)
  const looks = new Map<string, Promise<Look>>()
  /** Up to when this process has fetched a metric, epoch seconds. */
  const fetched = new Map<number, number>()
  const underWay = new Map<number, Promise<void>>()

  const look = async (organisation: string, asked: Asked): Promise<Look> => {
    const present = await watches.of(organisation)
    const { missing, leftOut } = await findMissing(tools, present, organisation, asked, id => fetched.get(id) ?? 0)
    const made: Look = { at: clock.now(), asked, leftOut, ids: missing.map(({ id }) => id) }
    const wanting = missing.filter(({ id }) => !underWay.has(id))
    for (const own of Map.groupBy(wanting, ({ place }) => leaseName(place, 'fetch')).values()) begin(own, made)
    return made
  }

  const begin = (missing: readonly Missing[], made: Look) => {
    const running = limit(() => fetchPlace(missing, made))
      .catch(error => {
        if (!stop.signal.aborted) log.error({ err: error }, 'What a chart asks for could not be fetched')
      })
      .finally(() => {
        for (const { id } of missing) underWay.delete(id)
      })
    for (const { id } of missing) underWay.set(id, running)
  }

  /** Under a lease, as everything that writes an account's points: whoever erases it waits for that. */
  const fetchPlace = async (missing: readonly Missing[], made: Look): Promise<void> => {
    const place = missing[0]?.place
    if (!place) return
    const { account, region } = place
    await leases.hold(`${leaseName(place, 'fetch')}/${random.uuid()}`, stop.signal, async signal => {
      if ((await settings.accounts.get(account.organisation, account.id))?.pausedAt !== null) return
      const { failed } = await readPoints(tools, place, requestsOf(missing, secondsOf(clock)), signal)
      for (const { readable, id, to } of missing) if (!failed.has(readable)) remember(fetched, id, to)
      const why = [...failed]
      const [readable, notSeen] = why.find(([, { state }]) => state === 'denied') ?? why[0] ?? []
      if (!notSeen) return
      const reason = `${why.length} of ${missing.length} metrics could not be fetched in ${region}: ${wordsOf(notSeen)}`
      made.leftOut.push({ accountId: account.accountId, reason })
      // A link that is gone is no action that the account's policies lack.
      if (notSeen.state === 'denied' && !readable?.owner) tools.onDenied?.({ ...place, denied: notSeen })
    })
    await storeCosts(tools)
  }

  const lookOnce = async (organisation: string, asked: Asked): Promise<Look> => {
    const key = JSON.stringify([organisation, asked.metric, asked.filter])
    const known = await looks.get(key)?.catch(() => undefined)
    if (known && Math.abs(clock.now() - known.at) < lookEvery && asked.from >= known.asked.from) return known
    const looking = look(organisation, asked)
    remember(looks, key, looking)
    return looking
  }

  return {
    async fetch(organisation, asked) {
      const { ids, leftOut } = await lookOnce(organisation, asked)
      return { metrics: new Set(ids.filter(id => underWay.has(id))), leftOut }
    },
    async close() {
      stop.abort()
      await Promise.all(underWay.values())
    },
  }
}

/** Forgets what was remembered first where there is too much. */
function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (oldest !== undefined && map.size > remembered) map.delete(oldest)
}

/** Newest first. */
function requestsOf(missing: readonly Missing[], now: number): ReadRequest[] {
  const alike = Map.groupBy(missing, ({ readable, from, to }) => `${readable.period} ${from} ${to}`)
  return [...alike.values()]
    .flatMap(group => {
      const [first] = group
      if (!first) return []
      const { from, to, readable } = first
      const metrics = group.map(one => one.readable)
      const seam = metrics.length > fewMetrics ? Math.max(from, floorTo(to - hour, hour)) : from
      const spans = [{ from: seam, to }, ...(seam > from ? [{ from, to: seam }] : [])]
      return spans
        .flatMap(span => pieces(span, readable.period, now))
        .map((piece): ReadRequest => ({ ...piece, freshFrom: piece.from, metrics }))
    })
    .sort((a, b) => b.to - a.to)
}
