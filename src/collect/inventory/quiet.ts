// Which types of resource are looked for seldom: those of which a region shows no trace, and those that AWS does not have there.
import type { ResourceDefinition, ServiceDefinition } from '../../core/define.ts'
import type { Tools } from '../context.ts'
import type { Outcome } from '../coverage.ts'
import type { RegionWork } from '../region.ts'

/** A host that does not exist, as Node.js says it. A resolver that does not answer says another thing. */
const noSuchHost = /\bENOTFOUND ([a-z0-9.-]+)/i

/** The host without which a listing could not be, where AWS has none by that name. */
const missingHostOf = (outcome: Outcome): string | undefined =>
  outcome.state === 'failed' && outcome.code === 'Unreachable' ? noSuchHost.exec(outcome.message)?.[1] : undefined

/**
 * Of the types that are declared, those that this round looks for. What was found in the last round is always among them, as is
 * what a tag or a metric of the region speaks of; of the rest each is looked for once in `cadence.quiet`.
 */
export function dueTypes(tools: Tools, work: RegionWork, services: readonly ServiceDefinition[]): ResourceDefinition[] {
  const { place, facts, discoverer, absent } = work
  const now = tools.clock.now()
  const published = new Set(discoverer.last()?.listing?.namespaces())
  return services.flatMap(({ namespaces, resources }) =>
    resources.filter(({ type }) => {
      const since = absent.get(type)
      if (since === undefined || now - since >= tools.cadence.quiet) return true
      return facts.isTagged(place.region, type) || namespaces.some(({ namespace }) => published.has(namespace))
    }),
  )
}

/** How long `cadence.quiet` is, in words. */
const often = (ms: number): string =>
  ms % 3_600_000 === 0 ? `${ms / 3_600_000} hours` : `${Math.round(ms / 60_000)} minutes`

/**
 * Takes down what a listing came to, and says it as coverage shows it. `reachable`: whether others of the region answered, so that a
 * host that does not exist tells of the service and not of the network.
 */
export function noted(tools: Tools, work: RegionWork, type: string, outcome: Outcome, reachable: boolean): Outcome {
  const { absent, place } = work
  const again = `It is looked for again every ${often(tools.cadence.quiet)}`
  const host = reachable ? missingHostOf(outcome) : undefined
  if (host !== undefined) {
    absent.set(type, tools.clock.now())
    return { state: 'off', reason: `AWS does not have this in ${place.region}: there is no host ${host}. ${again}.` }
  }
  if (outcome.state !== 'seen' || outcome.items > 0) {
    absent.delete(type)
    return outcome
  }
  absent.set(type, tools.clock.now())
  return { ...outcome, reason: `There was none. ${again}, and at once where a tag or a metric speaks of one.` }
}
