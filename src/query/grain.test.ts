// Queries as people write them, against the dimension sets that they are to read.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { TagFilter } from '../core/question.ts'
import { metricQueries } from './ast.ts'
import { countedOnce } from './grain.ts'
import { parseQuery } from './parse.ts'

/** `sets` is null where the query's own filter stays as it is. */
const cases: { query: string; sets: string[] | null }[] = JSON.parse(
  readFileSync(new URL('./cases/dimension-sets.json', import.meta.url), 'utf8'),
)

const ofSets = (sets: readonly string[]): TagFilter => {
  const tags: TagFilter[] = sets.map(value => ({ kind: 'tag', key: 'dimension_set', value }))
  const [only] = tags
  return only && tags.length === 1 ? only : { kind: 'or', of: tags }
}

describe('countedOnce', () => {
  it.each(cases)('$query reads $sets', ({ query, sets }) => {
    const [metric] = metricQueries(parseQuery(query))
    if (!metric) throw new Error(`${query} asks for no metric`)
    const { filter } = metric
    const narrowed = countedOnce(metric.metric, filter, metric.groupBy)
    if (sets === null) expect(narrowed).toEqual(filter)
    else if (filter.kind === 'everything') expect(narrowed).toEqual(ofSets(sets))
    else
      expect(narrowed).toEqual({ kind: 'and', of: [...(filter.kind === 'and' ? filter.of : [filter]), ofSets(sets)] })
  })
})
