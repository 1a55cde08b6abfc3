// Verifying: each step as it happens, then what was found or what is wrong.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useEffect } from 'react'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import type { Status } from '../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { accountName } from '../../lib/accounts.ts'
import { now, useNow } from '../../lib/clock.ts'
import { dollars, duration, percent } from '../../lib/format.ts'
import { stillMoving, useAccount, useStatus } from '../../lib/queries.ts'
import { paths } from '../../shell/nav.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import type { Followed } from '../add/limit.ts'
import { MissingPermissions } from './missing.tsx'
import { Problems } from './problem.tsx'
import { reportText } from './report.ts'
import { Steps } from './steps.tsx'

const words = t.verify
const settled = (status: Status) =>
  status.steps.filter(step => step.state !== 'waiting' && step.state !== 'running').length

/** When the last step ended, or the present while some still run. */
const endOf = (status: Status, at: number): number =>
  stillMoving(status) ? at : Math.max(...status.steps.map(step => step.finished_at ?? 0), status.started_at ?? 0)

function Success({ status, account }: { status: Status; account: AccountData }) {
  const navigate = useNavigate()
  const took = endOf(status, now()) - (status.started_at ?? now())
  return (
    <Alert type="success" header={words.success(duration(took))}>
      <div className="hc-stack">
        <p>
          {words.successText(
            t.regions(status.regions.length),
            t.resources(status.resources),
            t.metricsCount(status.metrics),
          )}{' '}
          {status.monthly_cost === null ? '' : words.successCost(dollars(status.monthly_cost))}{' '}
          {status.history_progress === null ? '' : words.successHistory(percent(status.history_progress))}
        </p>
        <p className="hc-row">
          <Button
            variant="primary"
            href={paths.overview}
            onFollow={event => {
              event.preventDefault()
              void navigate(paths.overview)
            }}
          >
            {words.openOverview}
          </Button>
          <Link to={paths.add}>{words.addAnother}</Link>
          <Link to={paths.account(account.id)}>{words.openAccount}</Link>
        </p>
      </div>
    </Alert>
  )
}

function Progress({ status, account }: { status: Status; account: AccountData }) {
  const moving = stillMoving(status)
  const at = useNow(moving ? 1_000 : null)
  const took = duration(endOf(status, at) - (status.started_at ?? at))
  return (
    <div className="hc-stack">
      {status.state === 'connected' && !moving ? <Success status={status} account={account} /> : null}
      <Problems account={account} status={status} missing={<MissingPermissions account={account} status={status} />} />
      <Panel
        title={words.live(settled(status), status.steps.length)}
        actions={
          <span className="hc-row">
            <span className="hc-elapsed">{moving ? words.elapsed(took) : words.took(took)}</span>
            <CopyButton text={reportText(account, status, at)} what={words.report} label={words.copyReport} />
          </span>
        }
      >
        <Steps steps={status.steps} moving={moving} />
        <p className="hc-offscreen" aria-live="polite">
          {words.live(settled(status), status.steps.length)}
        </p>
      </Panel>
    </div>
  )
}

export function Verifying() {
  const { id = '' } = useParams()
  const account = useAccount(id)
  const status = useStatus(id)
  const name = account.data === undefined ? '' : accountName(account.data)
  const moving = status.data === undefined || stillMoving(status.data)
  const { refetch } = account
  const { limitFault } = (useLocation().state ?? {}) as Followed
  // The account's alias is found out on the way: when all is found out, its name is asked for again.
  useEffect(() => {
    if (!moving) void refetch()
  }, [moving, refetch])
  return (
    <Page title={moving ? words.heading(name) : words.settled(name)} {...(moving ? { text: words.text } : {})}>
      {limitFault === undefined ? null : (
        <Alert type="warning" header={t.cost.limitNotSaved} action={<Link to={paths.cost}>{t.cost.setLimit}</Link>}>
          {limitFault}
        </Alert>
      )}
      <Loaded of={account} lines={9}>
        {found => <Loaded of={status}>{data => <Progress status={data} account={found} />}</Loaded>}
      </Loaded>
    </Page>
  )
}
