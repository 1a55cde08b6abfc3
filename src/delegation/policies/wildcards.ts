// Shrinks complete action names to wildcard patterns that stay read-only, so that a new read of a known service needs no new policy.
import { actionsMatching, isReadOnly, splitAction } from './action-facts.ts'
import { byName } from './document.ts'

/** Verbs that only describe things. `Get` is not among them: s3:Get*, dynamodb:Get* or lambda:Get* read customers' data and code. */
const describingVerbs = ['Describe', 'List']

/** Camel-case words: `GetBucketTagging` -> Get, Bucket, Tagging. */
const words = (name: string): string[] => name.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+/g) ?? [name]

/** The leading words that all names share. */
function sharedStem(names: string[]): string[] {
  const [first = [], ...others] = names.map(words)
  const end = first.findIndex((word, index) => others.some(other => other[index] !== word))
  return end === -1 ? first : first.slice(0, end)
}

/** Candidates for the names of one verb: the whole verb where it only describes, else the longest shared stem of two words or more. */
function candidate(verb: string, names: string[]): string | undefined {
  if (names.length < 2) return undefined
  if (describingVerbs.includes(verb)) return `${verb}*`
  const stem = sharedStem(names)
  return stem.length >= 2 ? `${stem.join('')}*` : undefined
}

/** Whether everything that the pattern reaches today is at access level List or Read. */
async function reachesOnlyReads(service: string, pattern: string): Promise<boolean> {
  const reached = await actionsMatching(service, pattern)
  const reads = await Promise.all(reached.map(name => isReadOnly(service, name)))
  return reached.length > 0 && reads.every(Boolean)
}

async function shrinkVerb(service: string, verb: string, names: string[]): Promise<string[]> {
  const pattern = candidate(verb, names)
  const use = pattern !== undefined && (await reachesOnlyReads(service, pattern))
  return (use ? [pattern] : names).map(name => `${service}:${name}`)
}

/**
 * Patterns that cover every given action. A pattern is taken only where two actions or more share it and where nothing that it
 * reaches is of access level Write, Tagging or Permissions management; every other action keeps its complete name.
 */
export async function shrink(actions: readonly string[]): Promise<string[]> {
  const groups = new Map<string, { service: string; verb: string; names: Set<string> }>()
  for (const action of actions) {
    const [service, name] = splitAction(action)
    const verb = words(name)[0] ?? name
    const group = groups.get(`${service}:${verb}`) ?? { service, verb, names: new Set<string>() }
    group.names.add(name)
    groups.set(`${service}:${verb}`, group)
  }
  const patterns = await Promise.all([...groups.values()].map(g => shrinkVerb(g.service, g.verb, [...g.names])))
  return [...new Set(patterns.flat())].sort(byName)
}

/** Every action that AWS knows today and these patterns allow, sorted. An action that AWS's list lacks stands for itself. */
export async function reachedBy(patterns: readonly string[]): Promise<string[]> {
  const reached = await Promise.all(
    patterns.map(async pattern => {
      const [service, name] = splitAction(pattern)
      const names = await actionsMatching(service, name)
      return names.length > 0 ? names.map(found => `${service}:${found}`) : [pattern]
    }),
  )
  return [...new Set(reached.flat())].sort(byName)
}
