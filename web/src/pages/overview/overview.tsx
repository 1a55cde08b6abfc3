// A dashboard, AWS Overview first of all, drawn from its definition, over the chosen accounts, regions, scope and time.
import Alert from '@cloudscape-design/components/alert'
import { useMemo } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { Dashboard, GroupWidget, LeafWidget } from '../../../../src/server/schema/dashboard.ts'
import type { CoverageRow } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { useNow } from '../../lib/clock.ts'
import { leftOut, namespacesUse } from '../../lib/coverage.ts'
import { useAccounts, useCoverage, useDashboard } from '../../lib/queries.ts'
import { bounds, readRange, writeRange } from '../../lib/range.ts'
import type { Chosen } from '../../lib/template.ts'
import { Page } from '../../ui/page.tsx'
import { RangePicker } from '../../ui/range-picker.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { First } from '../first.tsx'
import { type Board, BoardContext, useBoard } from './board.ts'
import { OwnWidget } from './own-widgets.tsx'
import { Variables } from './variables.tsx'
import { MetricWidget } from './widget.tsx'

const words = t.dashboard

function Leaf({ widget }: { widget: LeafWidget }) {
  const { definition } = widget
  if ('requests' in definition) return <MetricWidget definition={definition} />
  if (definition.type === 'note') return <p className="hc-prewrap">{definition.content}</p>
  return <OwnWidget definition={definition} />
}

const titleOf = (widget: LeafWidget): string => ('title' in widget.definition ? widget.definition.title : '')

const isLine = (widget: LeafWidget): boolean => widget.definition.type === 'heycloud_coverage'

/** A widget whose service is looked for and not there takes no room; its title stands in a line below. */
function Group({ group }: { group: GroupWidget }) {
  const { coverage, chosen } = useBoard()
  const accounts = (useAccounts().data ?? []).filter(
    account => chosen.account === '*' || account.attributes.aws_account_id === chosen.account,
  )
  const { title, widgets } = group.definition
  const hidden = widgets.filter(
    ({ definition }) =>
      'requests' in definition && namespacesUse(coverage, definition.namespaces ?? []).use === 'not_in_use',
  )
  const shown = widgets.filter(widget => !hidden.includes(widget))
  const isLeftOut = ({ definition }: LeafWidget) =>
    'namespaces' in definition && leftOut(accounts, definition.namespaces ?? [])
  const lines: [string, LeafWidget[]][] = [
    [words.notInUse, hidden.filter(widget => !isLeftOut(widget))],
    [words.leftOut, hidden.filter(isLeftOut)],
  ]
  return (
    <section className="hc-group" aria-label={title}>
      <h2>{title}</h2>
      {/* One line of text needs no cell of the grid. */}
      {shown.filter(isLine).map(widget => (
        <Leaf key={widget.id} widget={widget} />
      ))}
      <div className="hc-grid">
        {shown
          .filter(widget => !isLine(widget))
          .map(widget => (
            <div
              key={widget.id}
              className="hc-cell"
              data-width={widget.layout.width}
              data-type={widget.definition.type}
              style={{ '--hc-width': widget.layout.width, '--hc-height': widget.layout.height } as React.CSSProperties}
            >
              <Leaf widget={widget} />
            </div>
          ))}
      </div>
      {lines.map(([why, list]) =>
        list.length === 0 ? null : (
          <p key={why} className="hc-unused hc-quiet">
            {why}: {list.map(titleOf).join(' · ')}
          </p>
        ),
      )}
    </section>
  )
}

const variableNames = ['account', 'region', 'scope']

function Drawn({ dashboard, coverage }: { dashboard: Dashboard; coverage: readonly CoverageRow[] }) {
  const [params, setParams] = useSearchParams()
  const range = readRange(params)
  const at = useNow(range.kind === 'running' ? 60_000 : null)
  const { from, to } = bounds(range, at)
  const accounts = useAccounts().data ?? []
  const chosen: Chosen = Object.fromEntries(variableNames.map(name => [name, params.get(name) ?? '*']))
  const { account, region } = chosen
  const rows = useMemo(
    () =>
      coverage.filter(
        row => (account === '*' || row.account_id === account) && (region === '*' || row.region === region),
      ),
    [coverage, account, region],
  )
  const choose = (next: Chosen) => {
    const changed = new URLSearchParams(params)
    for (const [name, value] of Object.entries(next)) {
      if (value === '*' || value === '') changed.delete(name)
      else changed.set(name, value)
    }
    setParams(changed, { replace: true })
  }
  const board: Board = {
    variables: dashboard.template_variables,
    chosen,
    from,
    to,
    coverage: rows,
    onZoom: (start, end) => setParams(writeRange(params, { kind: 'fixed', from: start, to: end })),
  }
  return (
    <Page
      title={dashboard.title}
      actions={
        <div className="hc-toolbar">
          <Variables chosen={chosen} onChange={choose} accounts={accounts} coverage={coverage} />
          <RangePicker range={range} onChange={next => setParams(writeRange(params, next))} />
        </div>
      }
    >
      <BoardContext value={board}>
        {dashboard.widgets.map(group => (
          <Group key={group.id} group={group} />
        ))}
      </BoardContext>
      <p className="hc-quiet hc-small">{words.unsettled}</p>
    </Page>
  )
}

export const Overview = () => <OfDashboard id="aws-overview" />

export function DashboardPage() {
  const { id = '' } = useParams()
  return <OfDashboard key={id} id={id} />
}

function OfDashboard({ id }: { id: string }) {
  const dashboard = useDashboard(id)
  const coverage = useCoverage()
  const accounts = useAccounts()
  if (accounts.data?.length === 0)
    return (
      <Page title={t.shell.overview}>
        <First />
      </Page>
    )
  if (dashboard.data === undefined || coverage.isPending)
    return (
      <Page title={dashboard.data?.title ?? t.loading}>
        {dashboard.error ? (
          <Failure error={dashboard.error} onRetry={() => void dashboard.refetch()} />
        ) : (
          <Skeleton lines={10} />
        )}
      </Page>
    )
  return (
    <>
      {coverage.error && coverage.data === undefined ? <Alert type="warning">{coverage.error.message}</Alert> : null}
      <Drawn dashboard={dashboard.data} coverage={coverage.data ?? []} />
    </>
  )
}
