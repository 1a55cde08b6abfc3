// The explorer's fields as a query, and as an address: pure.

export interface Fields {
  metric: string
  aggregator: 'avg' | 'sum' | 'min' | 'max' | 'count'
  /** `key:value` tags that must all match. */
  filter: string[]
  by: string[]
  /** How each point is made in time; empty leaves it to the metric's kind. */
  method: '' | 'avg' | 'sum' | 'min' | 'max' | 'count'
  /** Seconds; 0 leaves it to the range. */
  interval: number
  /** 0 shows all; `bottom` the lowest. */
  limit: number
  order: 'top' | 'bottom'
}

export const blankFields: Fields = {
  metric: '',
  aggregator: 'avg',
  filter: [],
  by: [],
  method: '',
  interval: 0,
  limit: 0,
  order: 'top',
}

export const aggregators = ['avg', 'sum', 'min', 'max', 'count'] as const
const oneOf = <T extends string>(value: string | null, list: readonly T[], otherwise: T): T =>
  list.find(item => item === value) ?? otherwise

export function queryText(fields: Fields): string {
  if (fields.metric === '') return ''
  const scope = fields.filter.length === 0 ? '*' : fields.filter.join(',')
  const by = fields.by.length === 0 ? '' : ` by {${fields.by.join(',')}}`
  // An interval without a method would be an average, also of counts.
  const method = fields.method === '' && fields.interval > 0 ? fields.aggregator : fields.method
  const rollup = method === '' ? '' : `.rollup(${fields.interval > 0 ? `${method}, ${fields.interval}` : method})`
  const query = `${fields.aggregator}:${fields.metric}{${scope}}${by}${rollup}`
  if (fields.limit === 0) return query
  return `top(${query}, ${fields.limit}, 'mean', '${fields.order === 'top' ? 'desc' : 'asc'}')`
}

export function readFields(params: URLSearchParams): Fields {
  const list = (name: string) => params.getAll(name).filter(Boolean)
  return {
    metric: params.get('metric') ?? '',
    aggregator: oneOf(params.get('agg'), aggregators, 'avg'),
    filter: list('tag'),
    by: list('by'),
    method: oneOf(params.get('rollup'), ['', ...aggregators], ''),
    interval: Math.max(0, Math.floor(Number(params.get('every')) || 0)),
    limit: Math.max(0, Math.floor(Number(params.get('limit')) || 0)),
    order: oneOf(params.get('order'), ['top', 'bottom'], 'top'),
  }
}

/** Keeps what else the address holds, such as the range; drops a hand-written query. */
export function writeFields(params: URLSearchParams, fields: Fields): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const name of ['q', 'metric', 'agg', 'tag', 'by', 'rollup', 'every', 'limit', 'order']) next.delete(name)
  if (fields.metric !== '') next.set('metric', fields.metric)
  if (fields.aggregator !== 'avg') next.set('agg', fields.aggregator)
  for (const tag of fields.filter) next.append('tag', tag)
  for (const key of fields.by) next.append('by', key)
  if (fields.method !== '') next.set('rollup', fields.method)
  if (fields.interval > 0) next.set('every', String(fields.interval))
  if (fields.limit > 0) next.set('limit', String(fields.limit))
  if (fields.order !== 'top') next.set('order', fields.order)
  return next
}

/** Keys of `key:value` tags, each once, sorted. */
export const tagKeys = (tags: readonly string[]): string[] =>
  [...new Set(tags.flatMap(tag => (tag.includes(':') ? [tag.slice(0, tag.indexOf(':'))] : [])))].sort()

/** Commas and braces would end the tag within the query; they cannot be filtered by. */
export const usableTags = (tags: readonly string[]): string[] => tags.filter(tag => !/[,{}()!"'\s]/.test(tag)).sort()

/** A fault of a query as the server words it: sentences, then the query's line, then a caret below the place. */
export function readFault(detail: string): { message: string; query: string; at: number } {
  const lines = detail.split('\n')
  const caret = lines.at(-1) ?? ''
  const query = lines.at(-2)
  if (query === undefined || !/^ *\^$/.test(caret)) return { message: detail, query: '', at: 0 }
  return { message: lines.slice(0, -2).join('\n'), query, at: caret.length - 1 }
}
