// Settings > Audit, for administrators: who did what and when, and what was refused to whom.
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
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

function Row({ row, names }: { row: AuditRow; names: ReadonlyMap<string, string> }) {
  const { at, actor, what, refused, target, accountId, details } = row
  const name = names.get(target)
  return (
    <tr>
      <td data-label={words.when}>
        <time className="hc-nowrap" dateTime={new Date(at).toISOString()}>
          {new Date(at).toLocaleString('en-GB')}
        </time>
      </td>
      <td data-label={words.who}>{actor}</td>
      <th scope="row" data-label={words.what}>
        {what}{' '}
        {refused ? (
          <span className="hc-nowrap">
            <StatusIndicator type="error">{words.refused}</StatusIndicator>
          </span>
        ) : null}
      </th>
      <td data-label={words.target}>
        {name === undefined ? null : <Link to={paths.account(target)}>{name}</Link>}{' '}
        <span className="hc-mono">{accountId ?? (name === undefined ? target : '')}</span>
      </td>
      <td data-label={words.detail}>
        <ul className="hc-plain">
          {details.map(([detail, value]) => (
            <li key={detail}>
              <span className="hc-quiet">{detail}</span> {value}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
}

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
  const shown = rows.filter(row => (row.refused || !onlyRefused) && auditMatches(row, text, names.get(row.target)))
  const clear = () => {
    setText('')
    setOnlyRefused(false)
  }
  const count = words.count(shown.length, rows.length, !more)
  return (
    <div className="hc-panel hc-panel-body hc-stack">
      <div className="hc-row">
        <span className="hc-grow">
          <TextFilter
            filteringText={text}
            filteringAriaLabel={words.filter}
            filteringPlaceholder={words.filter}
            onChange={({ detail }) => setText(detail.filteringText)}
            countText={count}
          />
        </span>
        <Checkbox checked={onlyRefused} onChange={({ detail }) => setOnlyRefused(detail.checked)}>
          {words.onlyRefused}
        </Checkbox>
      </div>
      {shown.length === 0 ? (
        <Empty heading={words.noMatch}>
          {more ? <p>{words.noMatchText}</p> : null}
          <Button onClick={clear}>{words.clear}</Button>
        </Empty>
      ) : (
        <table className="hc-table hc-stacks hc-audit">
          <caption className="hc-offscreen">{words.heading}</caption>
          <thead>
            <tr>
              {[words.when, words.who, words.what, words.target, words.detail].map(heading => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(row => (
              <Row key={row.id} row={row} names={names} />
            ))}
          </tbody>
        </table>
      )}
      <div className="hc-row">
        <span className="hc-quiet" aria-live="polite">
          {count}
        </span>
        {more ? (
          <Button loading={loading} onClick={onMore}>
            {words.more}
          </Button>
        ) : null}
      </div>
    </div>
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
