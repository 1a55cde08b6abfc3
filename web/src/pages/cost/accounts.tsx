// Each account: spent, projected, its limit and what the limit does, and what AWS itself says.
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { Link } from 'react-router'
import type { AccountCost, Billed, Cost } from '../../../../src/server/schema/cost.ts'
import { t } from '../../i18n.ts'
import { dollars } from '../../lib/format.ts'
import { useBilled } from '../../lib/queries-cost.ts'
import { paths } from '../../shell/nav.ts'
import { LimitButton } from './limit.tsx'
import { LimitBar } from './month.tsx'

const words = t.cost

function PaceOf({ account }: { account: AccountCost }) {
  if (account.stopped !== null) return <StatusIndicator type="error">{words.stoppedShort}</StatusIndicator>
  return account.stretch > 1 ? (
    <StatusIndicator type="warning">{words.stretchedShort(account.stretch)}</StatusIndicator>
  ) : (
    <StatusIndicator type="success">{words.ownPace}</StatusIndicator>
  )
}

const indicators = { denied: 'error', failed: 'warning', pending: 'pending', off: 'stopped' } as const

function AwsFigure({ billed }: { billed: Billed | undefined }) {
  if (billed === undefined) return '–'
  const { state, through, charge, action, reason } = billed
  return (
    <>
      {through === null ? null : (
        <span className="hc-nowrap">
          {dollars(charge)} <span className="hc-quiet hc-small">{through}</span>
        </span>
      )}{' '}
      {state === 'seen' ? null : (
        <span className="hc-nowrap" title={reason}>
          <StatusIndicator type={indicators[state]}>{words.awsStates[state]}</StatusIndicator>
        </span>
      )}
      {state === 'denied' && action !== null ? <p className="hc-small">{words.awsDenied(action)}</p> : null}
      {state === 'failed' ? <p className="hc-small hc-quiet">{reason}</p> : null}
    </>
  )
}

function Row({ account, billed }: { account: AccountCost; billed: Billed | undefined }) {
  const { month_to_date: spent, projection, budget, account_config_id: id, account_name: name } = account
  const limit = budget?.monthly_limit ?? null
  return (
    <tr>
      <th scope="row" data-label={words.account}>
        <Link to={paths.account(id)}>{name}</Link>
      </th>
      <td className="hc-num" data-label={words.monthToDate}>
        {dollars(spent)}
      </td>
      <td className="hc-num" data-label={words.projection}>
        {projection === null ? words.unknown : dollars(projection)}
      </td>
      <td data-label={words.limit}>
        <div className="hc-account-limit">
          <span>{limit === null ? words.noLimit : dollars(limit)}</span>
          <LimitButton of={{ account: id, name, limit, spent, projection }} />
          {limit === null ? null : <LimitBar spent={spent} projection={projection} limit={limit} />}
        </div>
      </td>
      <td data-label={words.pace}>
        <PaceOf account={account} />
      </td>
      <td data-label={words.awsSays}>
        <AwsFigure billed={billed} />
      </td>
    </tr>
  )
}

export function AccountCosts({ cost }: { cost: Cost }) {
  const billed = useBilled().data
  const headings = [words.account, words.monthToDate, words.projection, words.limit, words.pace, words.awsSays]
  return (
    <table className="hc-table hc-stacks hc-costs">
      <caption className="hc-offscreen">{words.accounts}</caption>
      <thead>
        <tr>
          {headings.map((heading, at) => (
            <th key={heading} scope="col" className={at === 1 || at === 2 ? 'hc-num' : undefined}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cost.accounts.map(account => (
          <Row
            key={account.account_config_id}
            account={account}
            billed={billed?.find(one => one.account_config_id === account.account_config_id)}
          />
        ))}
      </tbody>
    </table>
  )
}
