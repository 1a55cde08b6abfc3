// From the text of a query to its meaning.
import type { ActionDict, Node } from 'ohm-js'
import { type Aggregator, aggregators } from '../core/question.ts'
import { type Arithmetic, type Expression, type MetricQuery, metricQueries } from './ast.ts'
import { functions } from './functions.ts'
import { queryGrammar } from './grammar.ts'
import { modifiers } from './modifiers.ts'
import { fitParameters, type Given, type Parameter } from './parameters.ts'
import { filterActions, tagValueActions } from './read-filter.ts'
import { mismatchError, querySyntaxError } from './syntax-error.ts'

/** Queries by the names that a formula calls them by. */
type NamedQueries = ReadonlyMap<string, Expression>

const offsetOf = (node: Node): number => node.source.trimmed().startIdx
const fail = (node: Node, message: string, offset = offsetOf(node)): never => {
  throw querySyntaxError(node.source.sourceString, offset, message)
}

const textOf = (node: Node): string => node.sourceString.trim()
const isAggregator = (text: string): text is Aggregator => (aggregators as readonly string[]).includes(text)

/** Names close to the one that is not known, for the error. */
function suggestion(name: string, known: Iterable<string>): string {
  const close = [...known].filter(other => other.startsWith(name.slice(0, 3)) || name.startsWith(other)).slice(0, 6)
  return close.length > 0 ? ` Did you mean ${close.join(', ')}?` : ''
}

function parametersOf(node: Node, name: string, declared: readonly Parameter[], given: Given[], first: string[] = []) {
  // A missing parameter should have stood before the closing bracket.
  const fitted = fitParameters(name, declared, given, node.source.trimmed().endIdx - 1, first)
  return Array.isArray(fitted) ? fitted : fail(node, fitted.message, fitted.offset)
}

const arithmetic = (operator: Arithmetic['operator']) =>
  function (this: Node, left: Node, _operator: Node, right: Node): Expression {
    const { names } = this.args
    return {
      kind: 'arithmetic',
      text: textOf(this),
      operator,
      left: left.expression(names),
      right: right.expression(names),
    }
  }

function readMetric(node: Node, name: Node, scope: Node, by: Node, applied: Node): MetricQuery {
  const [, written, metric = ''] = /^(?:([^:]+):)?(.+)$/.exec(textOf(name)) ?? []
  const aggregator = written?.toLowerCase() ?? 'avg'
  if (!isAggregator(aggregator)) {
    const percentile = /^p\d/.test(aggregator)
      ? ` A percentile is a metric of its own: max:${metric}.${aggregator}.`
      : ''
    return fail(name, `${written} is none of ${aggregators.join(', ')}.${percentile}`)
  }
  const keys: string[] = by.children[0]?.groupKeys() ?? []
  if (keys.length > mostKeys) fail(by, `at most ${mostKeys} tags are grouped by; these are ${keys.length}.`)
  const query: MetricQuery = {
    kind: 'metric',
    text: textOf(node),
    aggregator,
    metric: metric.toLowerCase(),
    filter: scope.filter(),
    scope: textOf(scope),
    groupBy: [...new Set(keys)],
    method: null,
    interval: null,
    as: null,
    fill: null,
  }
  return applied.children.reduce((known: MetricQuery, modifier) => modifier.modified(known), query)
}

const expressionActions: ActionDict<Expression> = {
  Sum_plus: arithmetic('+'),
  Sum_minus: arithmetic('-'),
  Product_times: arithmetic('*'),
  Product_over: arithmetic('/'),
  Sign_minus(_minus, of) {
    const inner: Expression = of.expression(this.args.names)
    const text = textOf(this)
    if (inner.kind === 'number') return { kind: 'number', text, value: -inner.value }
    return { kind: 'arithmetic', text, operator: '*', left: { kind: 'number', text: '-1', value: -1 }, right: inner }
  },
  Primary_group(_open, of, _close) {
    return of.expression(this.args.names)
  },
  Metric(name, _open, scope, _close, by, applied) {
    return readMetric(this, name, scope, by, applied)
  },
  Call(word, _open, list, _close) {
    const name = textOf(word).toLowerCase()
    const declared = functions.get(name)
    if (!declared) return fail(word, `there is no function ${name}.${suggestion(name, functions.keys())}`)
    const [first, ...rest] = list.asIteration().children
    if (!first) return fail(this, `${name} needs a query within its brackets.`, this.source.trimmed().endIdx - 1)
    const of: Expression = first.expression(this.args.names)
    if (of.kind === 'number') return fail(first, `${name} is of a query, not of a number.`)
    const given = rest.map((item): Given => item.given())
    const parameters = parametersOf(this, name, declared.parameters, given, ['query'])
    return { kind: 'application', text: textOf(this), name, of, parameters }
  },
  Argument(of) {
    return of.ctorName === 'string'
      ? fail(of, 'a query was expected, not a quoted word.')
      : of.expression(this.args.names)
  },
  number(_digits, _point, _fraction, _e, _minus, _exponent) {
    return { kind: 'number', text: textOf(this), value: Number(textOf(this)) }
  },
  word(_first, _rest) {
    const names: NamedQueries = this.args.names
    const name = textOf(this)
    const named = names.get(name)
    if (named) return named
    if (names.size > 0) return fail(this, `no query is called ${name}.${suggestion(name, names.keys())}`)
    return fail(this, `a metric needs its scope: ${name}{*} for everything.`)
  },
}

const givenActions: ActionDict<Given> = {
  Argument(of) {
    const text = textOf(of)
    const offset = offsetOf(of)
    if (of.ctorName === 'string') return { value: text.slice(1, -1).trim().toLowerCase(), offset }
    if (/^[A-Za-z_]\w*$/.test(text)) return { value: text.toLowerCase(), offset }
    const constant = /^-?\s*[0-9.]+(?:[eE]-?[0-9]+)?$/.test(text) ? Number(text.replaceAll(/\s/g, '')) : Number.NaN
    if (Number.isNaN(constant)) return fail(of, 'a number or a word was expected here.')
    return { value: constant, offset }
  },
}

const semantics = queryGrammar
  .createSemantics()
  .addOperation('filter', filterActions)
  .addOperation('tagText', tagValueActions)
  .addOperation('given', givenActions)
  .addOperation('expression(names)', expressionActions)
  .addOperation<string[]>('groupKeys', {
    By: (_by, _open, keys, _close) => keys.asIteration().children.map((key: Node) => textOf(key).toLowerCase()),
  })
  .addOperation<MetricQuery>('modified(known)', {
    Modifier(_dot, word, _open, list, _close) {
      const name = textOf(word).toLowerCase()
      const apply = modifiers.get(name)
      if (!apply) return fail(word, `there is no .${name}(); there are .${[...modifiers.keys()].join('(), .')}().`)
      const given = list.asIteration().children.map((item: Node): Given => item.given())
      const parameters = parametersOf(this, name, apply.parameters(given), given)
      return apply.apply(this.args.known, parameters)
    },
  })
  .addOperation<Expression[]>('queries', {
    Queries: list => list.asIteration().children.map((item: Node) => item.expression(new Map())),
  })

/** Each is a question to the store; a page asks for far fewer. */
const mostQueries = 50
/** More tags than any legend shows. */
const mostKeys = 20
/** Longer than any query that a person writes. */
const longestQuery = 5_000

/** Matches `rule` and hands the tree to `read`. */
function reading<T>(text: string, rule: string, read: (tree: ReturnType<typeof semantics>) => T): T {
  if (text.length > longestQuery) {
    const message = `a query has at most ${longestQuery} characters; this has ${text.length}.`
    throw querySyntaxError(text.slice(0, 60), 0, message)
  }
  try {
    const match = queryGrammar.match(text, rule)
    if (match.failed()) throw mismatchError(text, match)
    return read(semantics(match))
  } catch (error) {
    // The matcher recurses: some hundred brackets within one another exhaust the stack.
    if (error instanceof RangeError) throw querySyntaxError(text.slice(0, 60), 0, 'the query is nested too deeply.')
    throw error
  }
}

/**
 * Queries separated by commas. HeyCloudError `query_syntax` says in its detail the column, what was expected there, and shows
 * the place.
 */
export function parseQueries(text: string): Expression[] {
  const queries: Expression[] = reading(text, 'Queries', tree => tree.queries())
  const asked = queries.reduce((count, query) => count + metricQueries(query).length, 0)
  if (asked > mostQueries)
    throw querySyntaxError(
      text.slice(0, 60),
      0,
      `at most ${mostQueries} metrics are asked at once; these are ${asked}.`,
    )
  const constant = queries.find(query => metricQueries(query).length === 0)
  if (constant) throw querySyntaxError(text, Math.max(0, text.indexOf(constant.text)), 'a number alone is no query.')
  return queries
}

/** One query; HeyCloudError `query_syntax` also where there are several. */
export function parseQuery(text: string): Expression {
  const [first, second] = parseQueries(text)
  if (!first || second) throw querySyntaxError(text, 0, 'one query was expected, without commas.')
  return first
}

/** Arithmetic and functions over named queries: `100 * errors / requests`. */
export function parseFormula(formula: string, queries: Readonly<Record<string, string>>): Expression {
  const names = new Map(Object.entries(queries).map(([name, text]) => [name, parseQuery(text)]))
  return reading(formula, 'Formula', tree => tree.expression(names))
}
