// One connected account: is it healthy, what may HeyCloud do there, what does it see, and what can be changed.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import Tabs from '@cloudscape-design/components/tabs'
import type { ReactNode } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { Status } from '../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { accountName, regionsText } from '../../lib/accounts.ts'
import { lifeApi } from '../../lib/api-life.ts'
import { useNow } from '../../lib/clock.ts'
import { age, dollars } from '../../lib/format.ts'
import { stillMoving, useAccount, useStatus, useVerifyAgain } from '../../lib/queries.ts'
import { useAccountChange } from '../../lib/queries-life.ts'
import { paths } from '../../shell/nav.ts'
import { AccountState } from '../../ui/account-state.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { CoverageTable } from '../../ui/coverage-table.tsx'
import { DriftDetails, DriftState } from '../../ui/drift.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { MissingAlert, MissingPermissions } from '../verify/missing.tsx'
import { Problems } from '../verify/problem.tsx'
import { Steps } from '../verify/steps.tsx'
import { History } from './history.tsx'
import { Remove } from './remove.tsx'
import { ReplaceKey } from './replace-key.tsx'
import { Rotation } from './rotation.tsx'
import { Settings } from './settings/settings.tsx'

const words = t.account
interface Props {
  account: AccountData
  status: Status
}

type Fact = [string, ReactNode]

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="hc-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Overview({ account, status }: Props) {
  const { attributes } = account
  const { role_arn: arn, auth_config: auth, secret_access_key_last_four: ends } = attributes
  const moving = stillMoving(status)
  return (
    <div className="hc-stack">
      {status.paused_at === null ? null : (
        <Alert type="info" header={t.life.pausedHeading(new Date(status.paused_at).toLocaleString('en-GB'))}>
          {t.life.pausedText}
        </Alert>
      )}
      <Problems
        account={account}
        status={status}
        missing={
          <MissingAlert account={account} status={status}>
            <Link to="?tab=permissions">{words.whatIsMissing}</Link>
          </MissingAlert>
        }
      />
      {status.pace.stopped === null && status.pace.stretch === 1 ? null : (
        <Alert
          type={status.pace.stopped === null ? 'warning' : 'error'}
          action={<Link to={paths.cost}>{t.shell.cost}</Link>}
        >
          {status.pace.stopped ?? t.cost.stretched(status.pace.stretch)}
        </Alert>
      )}
      <Panel title={words.collected}>
        <Facts
          facts={[
            [words.regions, status.regions.join(', ') || '–'],
            [words.metrics, status.metrics.toLocaleString('en')],
            [words.resources, status.resources.toLocaleString('en')],
            [words.cost, status.monthly_cost === null ? '–' : words.costValue(dollars(status.monthly_cost))],
            [
              words.history,
              status.history_progress === null ? (
                '–'
              ) : status.history_progress >= 1 ? (
                words.historyDone
              ) : (
                <ProgressBar
                  key="history"
                  value={Math.floor(status.history_progress * 100)}
                  ariaLabel={words.history}
                />
              ),
            ],
          ]}
        />
      </Panel>
      <Panel title={words.details}>
        <Facts
          facts={[
            [words.id, <Copyable key="id" text={attributes.aws_account_id} what={words.id} />],
            ...(arn === null ? [] : [[words.roleArn, <Copyable key="arn" text={arn} what={words.roleArn} />] as Fact]),
            ...(auth.external_id === undefined
              ? []
              : [
                  [
                    words.externalId,
                    <Copyable key="external" text={auth.external_id} what={words.externalId} />,
                  ] as Fact,
                ]),
            ...(auth.access_key_id === undefined
              ? []
              : [
                  [
                    t.life.keyId,
                    <span key="key">
                      <Copyable text={auth.access_key_id} what={t.life.keyId} />{' '}
                      {ends === null ? '' : t.life.secretEnds(ends)}
                    </span>,
                  ] as Fact,
                ]),
            [words.regions, regionsText(attributes.aws_regions)],
            [words.tags, (attributes.account_tags ?? []).join(', ') || '–'],
          ]}
        />
      </Panel>
      <Panel title={t.verify.link}>
        <Steps steps={status.steps} moving={moving} />
      </Panel>
    </div>
  )
}

function Permissions({ account, status }: Props) {
  const step = status.steps.find(s => s.name === 'permissions')
  return (
    <div className="hc-stack">
      {status.missing_actions.length > 0 ? (
        <MissingPermissions account={account} status={status} />
      ) : step?.state === 'passed' ? (
        <Alert type="success">{words.permissionsOk}</Alert>
      ) : (
        <Alert type="info">{step?.message || words.permissionsUnknown}</Alert>
      )}
      {status.drift === null ? null : (
        <Panel title={<DriftState drift={status.drift} />}>
          <DriftDetails drift={status.drift} />
        </Panel>
      )}
    </div>
  )
}

function Tabbed({ account, status }: Props) {
  const [params, setParams] = useSearchParams()
  const rows = status.coverage.map(row => ({
    ...row,
    account_config_id: account.id,
    account_id: account.attributes.aws_account_id,
    account_name: accountName(account),
  }))
  return (
    <Tabs
      activeTabId={params.get('tab') ?? 'overview'}
      onChange={({ detail }) => setParams({ tab: detail.activeTabId }, { replace: true })}
      tabs={[
        { id: 'overview', label: words.tabs.overview, content: <Overview account={account} status={status} /> },
        {
          id: 'permissions',
          label: words.tabs.permissions,
          content: <Permissions account={account} status={status} />,
        },
        { id: 'coverage', label: words.tabs.coverage, content: <CoverageTable rows={rows} hideAccount /> },
        {
          id: 'settings',
          label: words.tabs.settings,
          content: (
            <div className="hc-stack">
              <Settings account={account} status={status} />
              <History account={account} />
              <Rotation account={account} status={status} />
              <ReplaceKey account={account} />
              <Remove account={account} />
            </div>
          ),
        },
      ]}
    />
  )
}

function Head({ account, status }: { account: AccountData; status: Status | undefined }) {
  const at = useNow(10_000)
  if (status === undefined) return <span className="hc-mono">{account.attributes.aws_account_id}</span>
  return (
    <span className="hc-row">
      <AccountState state={status.state} paused={status.paused_at !== null} />
      <span className="hc-mono">{account.attributes.aws_account_id}</span>
      {status.updated_at === null ? null : <span>{words.checked(t.ago(age(at - status.updated_at)))}</span>}
      <Link to={paths.verify(account.id)}>{t.verify.link}</Link>
    </span>
  )
}

function PauseButton({ account }: { account: AccountData }) {
  const paused = account.attributes.paused_at !== null
  const change = useAccountChange(() => (paused ? lifeApi.resume(account.id) : lifeApi.pause(account.id)))
  return (
    <Button iconName={paused ? 'play' : 'pause'} loading={change.isPending} onClick={() => change.mutate(undefined)}>
      {paused ? t.life.resume : t.life.pause}
    </Button>
  )
}

export function Account() {
  const { id = '' } = useParams()
  const account = useAccount(id)
  const status = useStatus(id)
  const verify = useVerifyAgain(id)
  return (
    <Loaded of={account} lines={8}>
      {found => (
        <Page
          title={accountName(found)}
          text={<Head account={found} status={status.data} />}
          actions={
            <span className="hc-row">
              <PauseButton account={found} />
              <Button loading={verify.isPending} onClick={() => verify.mutate()}>
                {words.verifyAgain}
              </Button>
            </span>
          }
        >
          <Loaded of={status}>{data => <Tabbed account={found} status={data} />}</Loaded>
        </Page>
      )}
    </Loaded>
  )
}
