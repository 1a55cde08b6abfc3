// The coverage ledger as a table, gaps first.

import { useCollection } from '@cloudscape-design/collection-hooks'
import Pagination from '@cloudscape-design/components/pagination'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useState } from 'react'
import { Link } from 'react-router'
import type { CoverageRow } from '../../../src/server/schema/web-reads.ts'
import { t } from '../i18n.ts'
import { useNow } from '../lib/clock.ts'
import { countStates } from '../lib/coverage.ts'
import { age } from '../lib/format.ts'
import { paths } from '../shell/nav.ts'
import { LinkButton } from './link-button.tsx'
import { Empty } from './states.tsx'
import { Why } from './why.tsx'

const words = t.account
const indicators = { seen: 'success', denied: 'error', failed: 'warning', pending: 'pending', off: 'stopped' } as const
/** What only says something of rows that were seen. */
const ofSeen = new Set(['items', 'points', 'throttled'])
const order = { denied: 0, failed: 1, pending: 2, seen: 3, off: 4 }

/** The action in HeyCloud's words; AWS's own below, in full; and the way to the call behind it. */
function Reason({ row, ask }: { row: CoverageRow; ask: (row: CoverageRow) => void }) {
  const said = row.action === null ? row.reason : words.deniedAction(row.action)
  return (
    <>
      {said === '' ? null : <span className="hc-prewrap">{said} </span>}
      {row.action === null || row.reason === '' ? null : <span className="hc-reason">{row.reason}</span>}
      <LinkButton label={t.coverage.whyOf(row.namespace ?? words.kinds[row.kind], row.region)} onClick={() => ask(row)}>
        {t.coverage.why}
      </LinkButton>
    </>
  )
}

const columns = (
  at: number,
  gaps: boolean,
  ask: (row: CoverageRow) => void,
): TableProps.ColumnDefinition<CoverageRow>[] => [
  {
    id: 'account',
    header: words.name,
    isRowHeader: true,
    sortingField: 'account_name',
    cell: row => <Link to={paths.account(row.account_config_id)}>{row.account_name || row.account_id}</Link>,
  },
  { id: 'kind', header: words.kind, sortingField: 'kind', cell: row => words.kinds[row.kind] },
  {
    id: 'region',
    header: words.region,
    sortingField: 'region',
    cell: row => <span className="hc-nowrap">{row.region}</span>,
  },
  { id: 'namespace', header: words.namespace, sortingField: 'namespace', cell: row => row.namespace ?? '–' },
  {
    id: 'state',
    header: words.seenState,
    sortingComparator: (a, b) => order[a.state] - order[b.state],
    cell: row => (
      <span className="hc-nowrap">
        <StatusIndicator type={indicators[row.state]}>{words.seenStates[row.state]}</StatusIndicator>
      </span>
    ),
  },
  { id: 'reason', header: words.reason, minWidth: gaps ? 300 : 90, cell: row => <Reason row={row} ask={ask} /> },
  {
    id: 'last',
    header: words.lastSuccess,
    sortingComparator: (a, b) => (a.last_success ?? 0) - (b.last_success ?? 0),
    cell: row => (
      <span className="hc-nowrap">{row.last_success === null ? t.never : t.ago(age(at - row.last_success))}</span>
    ),
  },
  {
    id: 'lag',
    header: words.lag,
    sortingComparator: (a, b) => (a.lag_seconds ?? -1) - (b.lag_seconds ?? -1),
    cell: row => (
      <span className="hc-nowrap">{row.lag_seconds === null ? '–' : t.ago(age(row.lag_seconds * 1000))}</span>
    ),
  },
  { id: 'items', header: words.items, sortingField: 'items', cell: row => row.items.toLocaleString('en') },
  {
    id: 'points',
    header: words.points,
    sortingField: 'points',
    cell: row => (row.kind === 'metrics' ? row.points.toLocaleString('en') : '–'),
  },
  {
    id: 'owed',
    header: t.coverage.owedColumn,
    sortingField: 'owed',
    cell: row => (row.kind === 'metrics' ? row.owed.toLocaleString('en') : '–'),
  },
  {
    id: 'throttled',
    header: t.coverage.throttled,
    sortingField: 'throttles',
    cell: row => row.throttles.toLocaleString('en'),
  },
]

export function CoverageTable({ rows, hideAccount = false }: { rows: readonly CoverageRow[]; hideAccount?: boolean }) {
  const at = useNow(15_000)
  const counts = countStates(rows)
  const gaps = rows.length - counts.seen - counts.off
  const [only, setOnly] = useState(gaps > 0)
  const [asked, setAsked] = useState<CoverageRow | null>(null)
  const shown = [...(only ? rows.filter(row => row.state !== 'seen' && row.state !== 'off') : rows)].sort(
    (a, b) => order[a.state] - order[b.state],
  )
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(shown, {
    filtering: {
      empty: <Empty heading={rows.length === 0 ? words.coverageEmpty : words.coverageGood} />,
      noMatch: <Empty heading={words.noMatch} />,
    },
    sorting: {},
    pagination: { pageSize: 50 },
  })
  const definitions = columns(at, gaps > 0, setAsked).filter(
    column => !(hideAccount && column.id === 'account') && !(only && ofSeen.has(column.id ?? '')),
  )
  return (
    <>
      <Table
        {...collectionProps}
        items={items}
        columnDefinitions={definitions}
        wrapLines
        ariaLabels={{ tableLabel: words.coverageHeading }}
        pagination={shown.length > 50 ? <Pagination {...paginationProps} /> : undefined}
        filter={
          <div className="hc-row">
            <div className="hc-grow">
              <TextFilter
                {...filterProps}
                filteringAriaLabel={words.coverageFilter}
                filteringPlaceholder={words.coverageFilter}
                countText={words.count(filteredItemsCount ?? shown.length, rows.length)}
              />
            </div>
            <SegmentedControl
              label={words.show}
              selectedId={only ? 'gaps' : 'all'}
              onChange={({ detail }) => setOnly(detail.selectedId === 'gaps')}
              options={[
                { id: 'gaps', text: words.showGaps },
                { id: 'all', text: words.showAll },
              ]}
            />
            <span className="hc-quiet">{words.summary(counts)}</span>
          </div>
        }
      />
      {asked === null ? null : <Why row={asked} onClose={() => setAsked(null)} />}
    </>
  )
}
