// Settings > Audit, for administrators: who did what and when, and what was refused to whom.
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { t } from '../i18n.ts'
import { accountName } from '../lib/accounts.ts'
import { type AuditRow, auditMatches } from '../lib/audit.ts'
import { useAccounts, useSession } from '../lib/queries.ts'
import { useAudit } from '../lib/queries-audit.ts'
import { paths } from '../shell/nav.ts'
import { Page } from '../ui/page.tsx'
import { Empty, Failure, Loaded } from '../ui/states.tsx'

const words = t.audit

/** The names of the accounts that are there still, by their id. */
function useNames(): ReadonlyMap<string, string> {
  const accounts = useAccounts().data
  return useMemo(() => new Map(accounts?.map(account => [account.id, accountName(account)])), [accounts])
}

const columnsWith = (names: ReadonlyMap<string, string>): TableProps.ColumnDefinition<AuditRow>[] => [
  {
    id: 'when',
    header: words.when,
    cell: ({ at }) => (
      <time className="hc-nowrap" dateTime={new Date(at).toISOString()}>
        {new Date(at).toLocaleString('en-GB')}
      </time>
    ),
  },
  { id: 'who', header: words.who, cell: ({ actor }) => <span className="hc-anywhere">{actor}</span> },
  {
    id: 'what',
    header: words.what,
    isRowHeader: true,
    cell: ({ what, refused }) => (
      <>
        {what} {refused ? <StatusIndicator type="error">{words.refused}</StatusIndicator> : null}
      </>
    ),
  },
  {
    id: 'target',
    header: words.target,
    cell: ({ target, accountId }) => (
      <>
        {names.has(target) ? <Link to={paths.account(target)}>{names.get(target)}</Link> : null}{' '}
        <span className="hc-mono hc-anywhere">{accountId ?? (names.has(target) ? '' : target)}</span>
      </>
    ),
  },
  {
    id: 'detail',
    header: words.detail,
    cell: ({ details }) => (
      <ul className="hc-plain hc-audit-details">
        {details.map(([name, value]) => (
          <li key={name}>
            <span className="hc-quiet">{name}</span> {value}
          </li>
        ))}
      </ul>
    ),
  },
]

interface Props {
  rows: readonly AuditRow[]
  more: boolean
  loading: boolean
  onMore: () => void
}

function Log({ rows, more, loading, onMore }: Props) {
  const [text, setText] = useState('')
  const [onlyRefused, setOnlyRefused] = useState(false)
  const names = useNames()
  const columns = useMemo(() => columnsWith(names), [names])
  const shown = rows.filter(row => (row.refused || !onlyRefused) && auditMatches(row, text, names.get(row.target)))
  const clear = () => {
    setText('')
    setOnlyRefused(false)
  }
  return (
    <Table
      items={shown}
      columnDefinitions={columns}
      trackBy="id"
      wrapLines
      variant="container"
      ariaLabels={{ tableLabel: words.heading }}
      filter={
        <div className="hc-row">
          <span className="hc-grow">
            <TextFilter
              filteringText={text}
              filteringAriaLabel={words.filter}
              filteringPlaceholder={words.filter}
              onChange={({ detail }) => setText(detail.filteringText)}
              countText={words.count(shown.length, rows.length, !more)}
            />
          </span>
          <Checkbox checked={onlyRefused} onChange={({ detail }) => setOnlyRefused(detail.checked)}>
            {words.onlyRefused}
          </Checkbox>
        </div>
      }
      empty={
        <Empty heading={words.noMatch}>
          {more ? <p>{words.noMatchText}</p> : null}
          <Button onClick={clear}>{words.clear}</Button>
        </Empty>
      }
      footer={
        <div className="hc-row">
          <span className="hc-quiet" aria-live="polite">
            {words.count(shown.length, rows.length, !more)}
          </span>
          {more ? (
            <Button loading={loading} onClick={onMore}>
              {words.more}
            </Button>
          ) : null}
        </div>
      }
    />
  )
}

function Entries() {
  const log = useAudit()
  return (
    <Loaded of={log} lines={8}>
      {rows =>
        rows.length === 0 ? (
          <Empty heading={words.empty}>
            <p>{words.emptyText}</p>
          </Empty>
        ) : (
          <div className="hc-stack">
            {log.error ? <Failure error={log.error} onRetry={() => void log.fetchNextPage()} /> : null}
            <Log
              rows={rows}
              more={log.hasNextPage}
              loading={log.isFetchingNextPage}
              onMore={() => void log.fetchNextPage()}
            />
          </div>
        )
      }
    </Loaded>
  )
}

export function Audit() {
  const role = useSession().data?.role
  return (
    <Page title={words.heading} text={words.text}>
      {role === 'admin' ? (
        <Entries />
      ) : (
        <Empty heading={words.forbidden}>
          <p>{words.forbiddenText}</p>
        </Empty>
      )}
    </Page>
  )
}
