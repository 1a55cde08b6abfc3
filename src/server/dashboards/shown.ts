// What a dashboard shows: the series of its queries, whatever its template variables are set to.
import type { Question } from '../../core/question.ts'
import { metricQueries } from '../../query/ast.ts'
import { parseQueries } from '../../query/parse.ts'
import { seriesAsked } from '../../query/question-of.ts'
import type { Dashboard } from '../schema/dashboard.ts'

const known = new WeakMap<Dashboard, Pick<Question, 'metric' | 'filter'>[]>()

/** A variable stands for everything that it can be set to: `{$region,env:prod}` is `{*,env:prod}`. */
export function shownBy(dashboard: Dashboard): Pick<Question, 'metric' | 'filter'>[] {
  const shown =
    known.get(dashboard) ??
    dashboard.widgets
      .flatMap(({ definition }) => definition.widgets)
      .flatMap(({ definition }) => ('requests' in definition ? definition.requests : []))
      .flatMap(({ queries }) => queries)
      .flatMap(({ query }) => parseQueries(query.replaceAll(/\$[a-z_]+/gi, '*')))
      .flatMap(metricQueries)
      .map(seriesAsked)
  known.set(dashboard, shown)
  return shown
}
