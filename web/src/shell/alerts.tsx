// What somebody has to look at now, on every page: roles that were weakened, refused or whose policies have drifted apart.
import Alert from '@cloudscape-design/components/alert'
import { Link } from 'react-router'
import { t } from '../i18n.ts'
import { useNow } from '../lib/clock.ts'
import { age } from '../lib/format.ts'
import { useAlerts } from '../lib/queries.ts'
import { paths } from './nav.ts'

/** More than these are a list of their own: the page of accounts. */
const shown = 3
/** A weakened role is an open door; the rest is work to do. Drift has its own page and rings no bell. */
const open = new Set(['trust_weakened', 'assumable_without_external_id', 'assumable_with_wrong_external_id'])

const words = t.permissions

type AlertRow = NonNullable<ReturnType<typeof useAlerts>['data']>[number]

/** What a limit has stopped is seen where limits are; the organisation's own limit has no account. */
function Where({ alert: { code, account_config_id: id, account_name: name } }: { alert: AlertRow }) {
  if (code === 'budget_reached') return <Link to={paths.cost}>{name || t.shell.cost}</Link>
  return <Link to={paths.verify(id)}>{name}</Link>
}

export function Alerts() {
  const now = useNow(30_000)
  const alerts = (useAlerts().data ?? []).filter(alert => alert.code !== 'policy_drift')
  if (alerts.length === 0) return null
  const accounts = new Set(alerts.map(alert => alert.account_config_id)).size
  return (
    <div className="hc-alerts">
      <Alert type={alerts.some(alert => open.has(alert.code)) ? 'error' : 'warning'} header={words.alerts(accounts)}>
        <ul>
          {alerts.slice(0, shown).map(alert => (
            <li key={`${alert.account_config_id} ${alert.code}`}>
              <Where alert={alert} />: {alert.title}, {words.since(age(now - alert.since))}
            </li>
          ))}
          {alerts.length > shown ? (
            <li>
              <Link to={paths.accounts}>{words.more(alerts.length - shown)}</Link>
            </li>
          ) : null}
        </ul>
      </Alert>
    </div>
  )
}
