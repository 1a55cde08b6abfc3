// The part of a query between braces: from its parse tree to a filter on tags.
import type { ActionDict, Node } from 'ohm-js'
import { normaliseTag } from '../core/metric-name.ts'
import type { TagFilter } from '../core/question.ts'
import { querySyntaxError } from './syntax-error.ts'

const tag = (key: string, value: string): TagFilter => ({
  kind: 'tag',
  key: normaliseTag(key),
  value: normaliseTag(value),
})

/** Flat, so that `a, b, c` is one conjunction of three. */
const joined = (kind: 'and' | 'or', left: TagFilter, right: TagFilter): TagFilter => ({
  kind,
  of: left.kind === kind ? [...left.of, right] : [left, right],
})

function refuseVariable(node: Node): never {
  throw querySyntaxError(
    node.source.sourceString,
    node.source.startIdx,
    `${node.sourceString} is a template variable, which a dashboard fills in before it asks. Write the tag itself, such as region:us-east-1, or * for everything.`,
  )
}

/** What a matched `Scope` filters by. */
export const filterActions: ActionDict<TagFilter> = {
  Or_or: (left, _or, right) => joined('or', left.filter(), right.filter()),
  And_and: (left, _and, right) => joined('and', left.filter(), right.filter()),
  Not_not: (_not, of) => ({ kind: 'not', of: of.filter() }),
  Not_group: (_open, of, _close) => of.filter(),
  In(key, not, _in, _open, values, _close) {
    const texts: string[] = values.asIteration().children.map((value: Node) => value.tagText())
    const of = texts.map(value => tag(key.sourceString, value))
    const any: TagFilter = of.length === 1 && of[0] ? of[0] : { kind: 'or', of }
    return not.numChildren > 0 ? { kind: 'not', of: any } : any
  },
  variable(_dollar, _name) {
    return refuseVariable(this)
  },
  bareTag: key => tag(key.sourceString, ''),
  everything: _star => ({ kind: 'everything' }),
  tag: (key, _colon, value) => tag(key.sourceString, value.sourceString),
}

/** One value of an `IN` list. */
export const tagValueActions: ActionDict<string> = {
  variable(_dollar, _name) {
    return refuseVariable(this)
  },
  tagValue(_characters) {
    return this.sourceString
  },
}
