// Operations that many services have alike: pages of what stands in a region, and the description of one of them by its name.
import { AwsError, type Call, type Operation, type Requirement } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here, onAll, pageOf } from './here.ts'

/** What stands in the caller's account in the call's region, of one kind: `sns:topic`. */
export const thingsOf = <T extends object>(world: World, call: Call, kind: string): T[] =>
  (here(world, call).state.things.get(kind) ?? []) as T[]

export interface Listing<T extends object> {
  /** The IAM action, and the resource that it is evaluated on; everything unless given. */
  action: string
  requires?: (input: object, call: Call) => Requirement[]
  kind: string
  /** The output's member that holds the page. */
  member: string
  /** Names of the token's member in input and output, `NextToken` both unless given; null where the operation has no pages. */
  token?: { input: string; output: string } | null
  /** The input's member that limits a page, and how many AWS gives without it (the most it gives at all, unless `most` is given). */
  limit?: string
  size: number
  most?: number
  /** How one is shown in the list, where not whole: SNS lists ARNs alone. */
  shown?: (thing: T, call: Call) => unknown
  /** Which of them are listed, where the input chooses. */
  where?: (thing: T, input: Record<string, unknown>) => boolean
  /** The error for a token that is not AWS's own. */
  badToken?: string
}

/** A list in pages. Tokens are opaque and bound to the kind. */
export function listing<T extends object>(world: World, rule: Listing<T>): Operation {
  const { kind, member, shown, where = () => true, token = { input: 'NextToken', output: 'NextToken' } } = rule
  return {
    requires: rule.requires ?? onAll(rule.action),
    answer(input: Record<string, unknown>, call) {
      const found = thingsOf<T>(world, call, kind).filter(thing => where(thing, input))
      const show = (things: readonly T[]) => things.map(thing => (shown ? shown(thing, call) : thing))
      if (token === null) return { [member]: show(found) }
      const asked = rule.limit === undefined ? undefined : (input[rule.limit] as number | undefined)
      const size = Math.min(Math.max(1, Number(asked ?? rule.size)), rule.most ?? rule.size)
      const refuse = () => new AwsError(rule.badToken ?? 'InvalidNextToken', 'The token is not valid.')
      const own = kind.replaceAll(/[^a-z-]/g, '-')
      const { items, next } = pageOf(own, found, size, input[token.input] as string | undefined, refuse)
      return { [member]: show(items), ...(next === undefined ? {} : { [token.output]: next }) }
    },
  }
}

export interface Description<T extends object> {
  requires: (input: object, call: Call) => Requirement[]
  kind: string
  /** Whether it is the one that the input names. */
  is: (thing: T, input: Record<string, unknown>) => boolean
  answer: (thing: T, call: Call) => unknown
  /** The error's code, words and status where there is none. */
  missing: [code: string, message: string, status?: number]
}

/** One of them, described. */
export function description<T extends object>(world: World, rule: Description<T>): Operation {
  return {
    requires: rule.requires,
    answer(input: Record<string, unknown>, call) {
      const found = thingsOf<T>(world, call, rule.kind).find(thing => rule.is(thing, input))
      if (!found) throw new AwsError(...rule.missing)
      return rule.answer(found, call)
    },
  }
}
