// The telemetry store put together: one code base over chDB in this process or a ClickHouse server.
import { type Clock, systemClock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Telemetry } from '../ports.ts'
import { ask } from './ask.ts'
import { type Engine, openEmbedded, openServer } from './engine.ts'
import { linkedOwners } from './linked.ts'
import { pointCounts } from './point-counts.ts'
import { alarms, resourceCounts, resources, saveAlarms, saveResources } from './present.ts'
import { countAccount, dropBefore, eraseAccount } from './retention.ts'
import { rollUp } from './rollup.ts'
import { createSampleWriter, points } from './samples.ts'
import { type Layout, migrate } from './schema.ts'
import { accountMetrics, findSeries, loadSeries, metricNames, saveSeries, tagValues } from './series.ts'
import { createVersions, newestBeyond, perMillisecond } from './versions.ts'

export type TelemetryOptions = (
  | { /** chDB in this directory; one process, and one directory per process. */ directory: string }
  | {
      /** A ClickHouse server. */ url: string /** Tables are made replicated ON CLUSTER of this name. */
      cluster?: string
    }
) & { /** Tells the newest of two writes; the system's unless given. */ clock?: Clock }

/**
 * Opens the store. Call `migrate` before anything else. Rejects with HeyCloudError `data_directory_locked` (directory) or
 * `store_unavailable` (url).
 */
export async function openTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const cluster = 'url' in options ? (options.cluster ?? null) : null
  if (cluster !== null && !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(cluster))
    throw new HeyCloudError('configuration', `${cluster} is not a name of a ClickHouse cluster.`)
  const engine = 'url' in options ? await openServer(options.url) : await openEmbedded(options.directory)
  const clock = options.clock ?? systemClock
  const versions = createVersions(clock)
  versions.raise(await newestBeyond(engine, clock.now() * perMillisecond))
  return createTelemetry(engine, { cluster }, versions)
}

function createTelemetry(engine: Engine, layout: Layout, versions: ReturnType<typeof createVersions>): Telemetry {
  const writer = createSampleWriter(engine, versions)
  let turn: Promise<unknown> = Promise.resolve()
  /** Two rollups at once would each move the mark, and one beside an erasure would write again what is being erased. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work)
    turn = next
    return next
  }
  return {
    migrate: () => migrate(engine, layout, versions.next),
    saveSeries: series => saveSeries(engine, versions, series),
    loadSeries: scope => loadSeries(engine, scope),
    linkedOwners: (organisation, region) => linkedOwners(engine, organisation, region),
    saveSamples: writer.save,
    ask: question => ask(engine, question),
    points: (organisation, id, from, to) => points(engine, organisation, id, from, to),
    findSeries: (organisation, metrics, filter, limit) => findSeries(engine, organisation, metrics, filter, limit),
    metricNames: (organisation, options = {}) => metricNames(engine, organisation, options),
    pointCounts: (scope, from, to, interval) => pointCounts(engine, scope, from, to, interval),
    accountMetrics: (organisation, accountId) => accountMetrics(engine, organisation, accountId),
    tagValues: (organisation, metric) => tagValues(engine, organisation, metric),
    saveResources: (scope, list, at) => saveResources(engine, versions, scope, list, at),
    resources: (organisation, filter = {}) => resources(engine, organisation, filter),
    resourceCounts: organisation => resourceCounts(engine, organisation),
    saveAlarms: (scope, list) => saveAlarms(engine, versions, scope, list),
    alarms: organisation => alarms(engine, organisation),
    rollUp: upTo => inTurn(() => rollUp(engine, versions, writer, upTo)),
    dropBefore: before => dropBefore(engine, before),
    eraseAccount: (organisation, accountId, except = []) =>
      inTurn(() => eraseAccount(engine, organisation, accountId, except)),
    countAccount: (organisation, accountId, except = []) => countAccount(engine, organisation, accountId, except),
    async close() {
      await writer.idle()
      await turn.catch(() => {}) // whoever asked for it has been told
      await engine.close()
    },
  }
}
