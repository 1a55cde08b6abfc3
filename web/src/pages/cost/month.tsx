// The month so far: spent, projected, against the limit, and beside it what AWS itself says.
import Alert from '@cloudscape-design/components/alert'
import { Link } from 'react-router'
import type { Cost } from '../../../../src/server/schema/cost.ts'
import { t } from '../../i18n.ts'
import { dollars } from '../../lib/format.ts'
import { useBilled } from '../../lib/queries-cost.ts'
import { paths } from '../../shell/nav.ts'
import { Loaded } from '../../ui/states.tsx'
import { LimitButton } from './limit.tsx'

const words = t.cost

const longDay = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** Spent and projected within the limit; text says the same. */
export function LimitBar({ spent, projection, limit }: { spent: number; projection: number | null; limit: number }) {
  const share = (amount: number) => Math.min(100, (100 * amount) / limit)
  const level = spent >= limit ? 'over' : (projection ?? spent) > limit ? 'near' : 'within'
  return (
    <svg
      className="hc-limit-bar"
      role="img"
      aria-label={words.spentOf(dollars(spent), dollars(limit), projection === null ? '–' : dollars(projection))}
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      data-level={level}
    >
      <rect className="hc-limit-all" width="100" height="8" />
      <rect className="hc-limit-projected" width={share(projection ?? spent)} height="8" />
      <rect className="hc-limit-spent" width={share(spent)} height="8" />
    </svg>
  )
}

function AwsSays() {
  const billed = useBilled()
  return (
    <Loaded of={billed} lines={2}>
      {rows => {
        const on = rows.filter(({ state }) => state !== 'off')
        const seen = on.filter(({ through }) => through !== null)
        const denied = on.find(({ state }) => state === 'denied')
        if (on.length === 0)
          return (
            <>
              <dd className="hc-big hc-quiet">{words.awsNone}</dd>
              <dd className="hc-quiet hc-small">{words.awsOn}</dd>
            </>
          )
        const sum = (of: 'charge' | 'calculated') => dollars(seen.reduce((total, row) => total + row[of], 0))
        const through = seen.map(row => row.through ?? '').sort()[0]
        return (
          <>
            <dd className="hc-big">{through === undefined ? '–' : sum('charge')}</dd>
            <dd className="hc-quiet hc-small">
              {through === undefined ? words.awsStates.pending : words.awsThrough(longDay(through), sum('calculated'))}
              {seen.length < rows.length && seen.length > 0 ? ` (${words.awsSome(seen.length, rows.length)})` : ''}.{' '}
              {denied?.action ? <span className="hc-warn">{words.awsDenied(denied.action)}</span> : words.awsLag}
            </dd>
          </>
        )
      }}
    </Loaded>
  )
}

/** What a limit does at this moment; nothing where none does anything. */
function Pace({ cost }: { cost: Cost }) {
  const { budget } = cost
  const stopped = [budget?.stopped, ...cost.accounts.map(account => account.budget?.stopped)].filter(one => one != null)
  const names = cost.accounts.filter(({ budget: own }) => own?.stopped != null)
  const stretched = cost.accounts.filter(({ stretch }) => stretch > 1)
  if (stopped.length > 0)
    return (
      <Alert type="error">
        {budget?.stopped != null
          ? budget.stopped
          : names.map(account => (
              <p key={account.account_config_id}>
                <Link to={paths.account(account.account_config_id)}>{account.account_name}</Link>:{' '}
                {account.budget?.stopped}
              </p>
            ))}
      </Alert>
    )
  if (stretched.length === 0) return null
  return (
    <Alert type="warning">
      {stretched.map(account => (
        <p key={account.account_config_id}>
          {account.account_name}: {words.stretched(account.stretch)}
        </p>
      ))}
    </Alert>
  )
}

export function Month({ cost }: { cost: Cost }) {
  const { month_to_date: spent, projection, budget } = cost
  const limit = budget?.monthly_limit ?? null
  const of = { account: null, name: words.organisation, limit, spent, projection }
  return (
    <div className="hc-stack">
      <Pace cost={cost} />
      <dl className="hc-facts hc-month">
        <div>
          <dt>{words.monthToDate}</dt>
          <dd className="hc-big">{dollars(spent)}</dd>
        </div>
        <div>
          <dt>{words.projection}</dt>
          <dd className="hc-big">{projection === null ? '–' : dollars(projection)}</dd>
          <dd className="hc-quiet hc-small">{projection === null ? words.unknownText : words.projectionNote}</dd>
        </div>
        <div>
          <dt>
            {words.limit} <LimitButton of={of} />
          </dt>
          <dd className={limit === null ? 'hc-big hc-quiet' : 'hc-big'}>
            {limit === null ? words.noLimit : dollars(limit)}
          </dd>
          <dd className="hc-quiet hc-small">
            {limit === null ? words.noLimitText : <LimitBar spent={spent} projection={projection} limit={limit} />}
          </dd>
        </div>
        <div>
          <dt>{words.awsSays}</dt>
          <AwsSays />
        </div>
      </dl>
    </div>
  )
}
