// One connected account: is it healthy, what may HeyCloud do there, what does it see, and what can be changed.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Tabs from '@cloudscape-design/components/tabs'
import type { ReactNode } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { Status } from '../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { accountName, regionsText, stateIndicator } from '../../lib/accounts.ts'
import { useNow } from '../../lib/clock.ts'
import { age, dollars } from '../../lib/format.ts'
import { stillMoving, useAccount, useStatus, useVerifyAgain } from '../../lib/queries.ts'
import { paths } from '../../shell/nav.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { CoverageTable } from '../../ui/coverage-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { MissingTable } from '../verify/missing.tsx'
import { Problems } from '../verify/problem.tsx'
import { Steps } from '../verify/steps.tsx'
import { Settings } from './settings.tsx'

const words = t.account
interface Props {
  account: AccountData
  status: Status
}

function Facts({ facts }: { facts: [string, ReactNode][] }) {
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
  const arn = attributes.role_arn ?? `${attributes.auth_config.role_name}`
  const moving = stillMoving(status)
  return (
    <div className="hc-stack">
      <Problems account={account} status={status} />
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
            [words.roleArn, <Copyable key="arn" text={arn} what={words.roleArn} />],
            [
              words.externalId,
              <Copyable key="external" text={attributes.auth_config.external_id ?? '–'} what={words.externalId} />,
            ],
            [words.regions, regionsText(attributes.aws_regions)],
            [words.tags, (attributes.account_tags ?? []).join(', ') || '–'],
          ]}
        />
      </Panel>
      <Panel title={words.state}>
        <Steps steps={status.steps} moving={moving} />
      </Panel>
    </div>
  )
}

function Permissions({ status }: { status: Status }) {
  const step = status.steps.find(s => s.name === 'permissions')
  if (status.missing_actions.length === 0)
    return step?.state === 'passed' ? (
      <Alert type="success">{words.permissionsOk}</Alert>
    ) : (
      <Alert type="info">{step?.message || words.permissionsUnknown}</Alert>
    )
  return (
    <div className="hc-stack">
      <Panel
        title={t.verify.missingHeading(
          t.actions(status.missing_actions.length),
          t.verify.features(new Set(status.missing_actions.map(m => m.feature)).size),
        )}
      >
        <MissingTable status={status} />
      </Panel>
      {status.missing_policy === null ? null : (
        <CodeBlock text={status.missing_policy} what={words.missingPolicy} size="tall" />
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
        { id: 'permissions', label: words.tabs.permissions, content: <Permissions status={status} /> },
        { id: 'coverage', label: words.tabs.coverage, content: <CoverageTable rows={rows} hideAccount /> },
        { id: 'settings', label: words.tabs.settings, content: <Settings account={account} /> },
      ]}
    />
  )
}

function Head({ account, status }: { account: AccountData; status: Status | undefined }) {
  const at = useNow(10_000)
  if (status === undefined) return <span className="hc-mono">{account.attributes.aws_account_id}</span>
  return (
    <span className="hc-row">
      <StatusIndicator type={stateIndicator[status.state]}>{t.states[status.state]}</StatusIndicator>
      <span className="hc-mono">{account.attributes.aws_account_id}</span>
      {status.updated_at === null ? null : <span>{words.checked(t.ago(age(at - status.updated_at)))}</span>}
      <Link to={paths.verify(account.id)}>{t.verify.link}</Link>
    </span>
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
            <Button loading={verify.isPending} onClick={() => verify.mutate()}>
              {words.verifyAgain}
            </Button>
          }
        >
          <Loaded of={status}>{data => <Tabbed account={found} status={data} />}</Loaded>
        </Page>
      )}
    </Loaded>
  )
}
