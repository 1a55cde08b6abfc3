// One widget over metrics: asked for when it comes into view, drawn by its type, with a table behind it.
import Button from '@cloudscape-design/components/button'
import Icon from '@cloudscape-design/components/icon'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { LeafDefinition } from '../../../../src/server/schema/dashboard.ts'
import { Bars, barsOf } from '../../charts/bars.tsx'
import { HeatMap } from '../../charts/heat-map.tsx'
import { type Lines, reduceValues } from '../../charts/series.ts'
import { TimeSeries } from '../../charts/time-series.tsx'
import { formatValue, type Unit, unitOf } from '../../charts/units.ts'
import { ValueTable } from '../../charts/value-table.tsx'
import { t } from '../../i18n.ts'
import { now } from '../../lib/clock.ts'
import { namespacesUse, type Use } from '../../lib/coverage.ts'
import { age } from '../../lib/format.ts'
import { settleSeconds, useMetricQuery } from '../../lib/metric-query.ts'
import { queryOf } from '../../lib/template.ts'
import { paths } from '../../shell/nav.ts'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { type Board, useBoard } from './board.ts'

const words = t.dashboard
export type MetricDefinition = Extract<LeafDefinition, { requests: unknown }>

export function Frame(props: { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="hc-widget" aria-label={props.title}>
      <header>
        <h3>{props.title}</h3>
        {props.note === undefined ? null : <span className="hc-quiet">{props.note}</span>}
        <span className="hc-widget-actions">{props.actions}</span>
      </header>
      <div className="hc-widget-body">{props.children}</div>
    </section>
  )
}

/** How old the newest point is; the whole sentence for those who hover or listen. */
const Age = ({ of }: { of: number }) => (
  <span title={words.newest(age(of))}>
    <span aria-hidden="true">{words.newestShort(age(of))}</span>
    <span className="hc-offscreen">{words.newest(age(of))}</span>
  </span>
)

/** Metrics that are being fetched for the chart; the whole sentence for those who hover. */
const Filling = ({ of }: { of: number }) => (
  <span className="hc-filling" title={words.fillingHow}>
    {words.filling(of)}
  </span>
)

/** True from when the element first comes near the screen. */
function useSeen() {
  const place = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (place.current === null) return
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) setSeen(true)
      },
      { rootMargin: '300px' },
    )
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  return { place, seen }
}

export function NotSeen({ use, what }: { use: Exclude<Use, { use: 'in_use' }>; what: string }) {
  if (use.use === 'denied')
    return (
      <div className="hc-not-seen">
        <p className="hc-bad">{words.denied(use.action)}</p>
        <Link to={paths.coverage}>{words.deniedHow}</Link>
      </div>
    )
  if (use.use === 'failed') return <p className="hc-not-seen hc-warn">{words.failed(use.reason)}</p>
  return <p className="hc-not-seen hc-quiet">{use.use === 'pending' ? words.notReadYet(what) : words.notInUse}</p>
}

type Palette = 'alert' | 'warning' | 'good' | null
const compare = {
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
}

function BigNumber({ lines, unit, definition }: { lines: Lines; unit: Unit; definition: MetricDefinition }) {
  if (definition.type !== 'query_value') return null
  const value = reduceValues(lines.lines[0]?.values ?? [], definition.aggregator)
  if (value === null) return <p className="hc-not-seen hc-quiet">{words.noData}</p>
  const rule = definition.conditional_formats?.find(format => compare[format.comparator](value, format.value))
  const palette: Palette = rule?.palette ?? null
  return (
    <p className="hc-big" data-palette={palette ?? 'plain'}>
      {formatValue(value, unit)}
    </p>
  )
}

function Drawing({ definition, lines, board }: { definition: MetricDefinition; lines: Lines; board: Board }) {
  const unit = unitOf(definition.unit ?? lines.unit)
  const { title } = definition
  const unsettledFrom = now() / 1000 - settleSeconds
  switch (definition.type) {
    case 'timeseries':
      return (
        <TimeSeries
          {...{ title, lines, unit, unsettledFrom }}
          from={board.from}
          to={board.to}
          onZoom={board.onZoom}
          display={definition.requests[0]?.display_type ?? 'line'}
        />
      )
    case 'toplist':
      return <Bars bars={barsOf(lines.lines, line => line.mean)} unit={unit} title={title} />
    case 'heatmap':
      return <HeatMap lines={lines} unit={unit} title={title} />
    case 'query_value':
      return <BigNumber lines={lines} unit={unit} definition={definition} />
  }
}

function Body(props: {
  definition: MetricDefinition
  lines: Lines | undefined
  error: Error | null
  retry: () => void
  table: boolean
  filling: number
}) {
  const { definition, lines, error, retry, table, filling } = props
  const board = useBoard()
  if (lines === undefined) return error ? <Failure error={error} onRetry={retry} /> : <Skeleton lines={3} tall />
  if (lines.lines.every(line => line.last === null)) {
    if (filling > 0) return <Skeleton lines={3} tall />
    const use = namespacesUse(board.coverage, definition.namespaces ?? [])
    const compares = definition.requests.some(({ queries }) =>
      queries.some(({ query }) => query.includes('week_before(')),
    )
    return use.use === 'in_use' ? (
      <p className="hc-not-seen hc-quiet">{compares ? words.noWeekBefore : words.noData}</p>
    ) : (
      <NotSeen use={use} what={definition.title} />
    )
  }
  if (table) return <ValueTable lines={lines} unit={unitOf(definition.unit ?? lines.unit)} title={definition.title} />
  return <Drawing definition={definition} lines={lines} board={board} />
}

/** The present value is the same in every range: a range of weeks has buckets of hours, and their last is not the present. */
const isPresent = (definition: MetricDefinition): boolean =>
  definition.type === 'query_value' && definition.aggregator === 'last'
const presentSeconds = 3 * 3600

export function MetricWidget({ definition }: { definition: MetricDefinition }) {
  const board = useBoard()
  const { place, seen } = useSeen()
  const [table, setTable] = useState(false)
  const query = queryOf(definition.requests, board.variables, board.chosen)
  const from = isPresent(definition) ? Math.max(board.from, board.to - presentSeconds) : board.from
  const { lines, error, refetch, filling } = useMetricQuery(query.text, query.aliases, from, board.to, seen)
  const newest = lines?.newest ?? null
  return (
    <div ref={place} className="hc-fill">
      <Frame
        title={definition.title}
        note={filling > 0 ? <Filling of={filling} /> : newest === null ? undefined : <Age of={now() - newest * 1000} />}
        actions={
          <>
            <Button
              variant="inline-icon"
              iconName={table ? 'view-full' : 'view-horizontal'}
              ariaLabel={`${table ? words.asChart : words.asTable}: ${definition.title}`}
              onClick={() => setTable(!table)}
            />
            <Link
              className="hc-explore"
              to={`${paths.metrics}?${new URLSearchParams({ q: query.text })}`}
              aria-label={`${words.explore}: ${definition.title}`}
              title={words.explore}
            >
              <Icon name="external" size="small" />
            </Link>
          </>
        }
      >
        <Body {...{ definition, lines, error, table, filling }} retry={() => void refetch()} />
      </Frame>
    </div>
  )
}
