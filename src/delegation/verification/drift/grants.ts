// What a policy document allows, as patterns of actions: which actions it covers, and which of those that it covers write.
import { isReadOnly, splitAction } from '../../policies/action-facts.ts'
import { byName } from '../../policies/document.ts'
import { matchesPattern } from '../../policies/patterns.ts'
import { reachedBy } from '../../policies/wildcards.ts'

export interface RawStatement {
  Effect?: unknown
  Action?: unknown
  NotAction?: unknown
  Resource?: unknown
  Condition?: unknown
  [element: string]: unknown
}

/** What one Allow statement covers. */
export interface Grant {
  patterns: string[]
  /** NotAction: everything but the patterns. */
  negated: boolean
}

const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])
const isObject = (value: unknown): value is RawStatement =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const patternsOf = (value: unknown): string[] => list(value).filter(item => typeof item === 'string')

/** The statements of a document's JSON; undefined where it is none. */
export function statementsOf(document: string): RawStatement[] | undefined {
  try {
    const policy: unknown = JSON.parse(document)
    return isObject(policy) && 'Statement' in policy ? list(policy.Statement).filter(isObject) : undefined
  } catch {
    // What is no JSON is told by undefined; IAM itself never stores such.
    return undefined
  }
}

export const grantsOf = (statements: readonly RawStatement[]): Grant[] =>
  statements
    .filter(statement => statement.Effect === 'Allow')
    .map(({ Action, NotAction }) =>
      NotAction === undefined
        ? { patterns: patternsOf(Action), negated: false }
        : { patterns: patternsOf(NotAction), negated: true },
    )

export const matchesAction = (pattern: string, action: string): boolean =>
  matchesPattern(pattern, action, { ignoreCase: true })

export const covers = ({ patterns, negated }: Grant, action: string): boolean =>
  patterns.some(pattern => matchesAction(pattern, action)) !== negated

/** Over all services, a verb decides: AWS names reads so. */
const readingVerb = /^(?:Describe|Get|List|View|Search|Lookup|Head|BatchGet|BatchDescribe|Simulate|Generate)/

async function writesOfPattern(pattern: string): Promise<string[]> {
  const [service, name] = splitAction(pattern)
  // `*`, `*:*` and the like: asking every service would say no more.
  if (/[*?]/.test(service) || !pattern.includes(':')) return readingVerb.test(name) ? [] : [pattern]
  const reached = await reachedBy([pattern])
  const reads = await Promise.all(reached.map(action => isReadOnly(...splitAction(action))))
  return reached.filter((_, index) => reads[index] !== true)
}

/** What of these grants AWS counts as more than reading, without what is called on purpose; patterns that reach every service as they are. */
export async function writesOf(grants: readonly Grant[], called: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    grants.map(async grant =>
      grant.negated
        ? [`everything but ${grant.patterns.join(', ')}`]
        : (await Promise.all(grant.patterns.map(writesOfPattern))).flat(),
    ),
  )
  return [...new Set(found.flat())].filter(action => !called.includes(action)).sort(byName)
}
