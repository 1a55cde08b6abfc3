// What is wrong with a connection and what to do, one panel for each kind of failure.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { guideLink } from '../../../../src/server/schema/guide.ts'
import type { Status } from '../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { now, useNow } from '../../lib/clock.ts'
import { kindSeen } from '../../lib/coverage.ts'
import { clockTime } from '../../lib/format.ts'
import { useSetup, useVerifyAgain } from '../../lib/queries.ts'
import { paths } from '../../shell/nav.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { Panel } from '../../ui/page.tsx'
import { Failure } from '../../ui/states.tsx'
import { Sources } from '../add/identity.tsx'
import { Faults } from './faults.tsx'
import { useMend } from './mend.ts'
import { PasteBox } from './paste.tsx'
import { retryText } from './steps.tsx'

const words = t.verify
interface Props {
  account: AccountData
  status: Status
}

export function VerifyAgain({ id, label = words.verifyAgain }: { id: string; label?: string }) {
  const verify = useVerifyAgain(id)
  return (
    <Button loading={verify.isPending} onClick={() => verify.mutate()}>
      {label}
    </Button>
  )
}

function Causes({ causes }: { causes: Status['causes'] }) {
  return (
    <ol className="hc-causes">
      {causes.map(cause => (
        <li key={cause.id} data-cause={cause.id}>
          <div>
            <strong>{cause.title}</strong>
            {cause.certain ? <StatusIndicator type="error">{words.certain}</StatusIndicator> : null}
            {cause.present_value === '' ? null : (
              <span>
                {cause.id === 'mfa' ? '' : words.present} <code className="hc-present">{cause.present_value}</code>
              </span>
            )}
            <span className="hc-quiet">{cause.explanation}</span>
            {cause.check_command === null ? null : <Copyable text={cause.check_command} what={words.checkCommand} />}
            <a href={guideLink('cause', cause.id)}>{t.life.guide}</a>
          </div>
        </li>
      ))}
    </ol>
  )
}

function Refused({ account, status }: Props) {
  const certain = status.causes.some(cause => cause.certain)
  return (
    <div className="hc-refused">
      <Panel title={certain ? words.causeHeading : words.causesHeading}>
        <Causes causes={status.causes} />
      </Panel>
      <PastePanel account={account} />
    </div>
  )
}

const PastePanel = ({ account }: Pick<Props, 'account'>) => (
  <Panel title={words.pasteHeading}>
    <PasteBox account={account} />
  </Panel>
)

/** The CLI's way of putting a trust policy on the role; the document goes through a quoted heredoc, so nothing in it is run. */
const cliFix = (account: AccountData, document: string) =>
  [
    "cat > trust-policy.json <<'JSON'",
    document,
    'JSON',
    `aws iam update-assume-role-policy --role-name '${account.attributes.auth_config.role_name?.split('/').at(-1) ?? ''}' --policy-document file://trust-policy.json`,
  ].join('\n')

function Corrected({ account, status }: Props) {
  const document = status.corrected_trust_policy
  if (document === null) return null
  return (
    <Panel title={words.mend}>
      <div className="hc-stack">
        <p className="hc-quiet">{words.blockedDo}</p>
        <CodeBlock text={document} what={words.corrected} fileName="trust-policy.json" size="tall" />
        <CodeBlock text={cliFix(account, document)} what={words.cliFix} size="tall" />
      </div>
    </Panel>
  )
}

function NoCredentials() {
  const setup = useSetup()
  const sources = setup.data?.identity.sources ?? []
  return (
    <Panel title={t.add.identityTitle}>
      <div className="hc-stack">
        <p>{t.add.noIdentityText}</p>
        {sources.length === 0 ? null : <Sources sources={sources} />}
        <p>{t.add.containerHint}</p>
      </div>
    </Panel>
  )
}

function WrongAccount({ account, status }: Props) {
  const mend = useMend(account)
  const real = /[0-9]{12}/.exec((status.problem?.detail ?? '').replaceAll(account.attributes.aws_account_id, ''))?.[0]
  if (real === undefined) return null
  return (
    <div>
      <Button loading={mend.isPending} onClick={() => mend.mutate({ aws_account_id: real })}>
        {words.take(real)}
      </Button>
    </div>
  )
}

/** One more sentence within the alert. */
function Said({ status }: Pick<Props, 'status'>) {
  const code = status.problem?.code ?? ''
  if (code === 'trust_weakened') return <p>{words.weakenedText}</p>
  if (code.startsWith('assumable_')) return <p>{words.blockedText}</p>
  if (code === 'not_authorized_to_assume') return <Retrying status={status} />
  if (code !== 'throttled') return null
  const next = status.steps.map(step => step.next_attempt_at).find(at => at !== null)
  return typeof next === 'number' ? <p>{words.throttled(clockTime(next, now()))}</p> : null
}

/** That HeyCloud goes on trying, where it is seen at once. */
function Retrying({ status }: Pick<Props, 'status'>) {
  const step = status.steps.find(step => step.next_attempt_at !== null && step.state !== 'passed')
  const at = useNow(step === undefined ? null : 1_000)
  return step === undefined ? null : <p>{[step.message, retryText(step, at)].filter(Boolean).join(' ')}</p>
}

/** What to look at and do, below the alert. */
function Help(props: Props) {
  switch (props.status.problem?.code) {
    case 'no_credentials':
      return <NoCredentials />
    case 'not_authorized_to_assume':
      return <Refused {...props} />
    case 'wrong_account':
      return (
        <>
          <WrongAccount {...props} />
          <PastePanel account={props.account} />
        </>
      )
    case 'trust_weakened':
    case 'assumable_without_external_id':
    case 'assumable_with_wrong_external_id':
      return <Corrected {...props} />
    default:
      return null
  }
}

/** Each region that is denied as a whole can be left out by a click. */
export function DeniedRegions({ account, status }: Props) {
  const mend = useMend(account)
  const denied = status.denied_regions
  if (denied.length === 0) return null
  const { aws_regions: chosen } = account.attributes
  // Of those that are read: leaving one out is not to bring others in.
  const read = 'include_only' in chosen ? chosen.include_only : status.regions
  const without = (region: string) => ({ include_only: read.filter(other => other !== region) })
  return (
    <Alert type="warning" header={words.regionsHeading(denied.join(', '))}>
      <div className="hc-stack">
        <p>{words.regionsText}</p>
        <div className="hc-row">
          {denied.map(region => (
            <Button key={region} loading={mend.isPending} onClick={() => mend.mutate({ aws_regions: without(region) })}>
              {words.exclude(region)}
            </Button>
          ))}
          <VerifyAgain id={account.id} label={words.retry} />
          <a href={guideLink('permission', 'region')}>{t.life.guide}</a>
        </div>
        {mend.error ? <Failure error={mend.error} /> : null}
      </div>
    </Alert>
  )
}

export function TrustWarnings({ account, status }: Props) {
  const { trust_faults: faults, accepted_faults: accepted } = status
  if (faults.length === 0) return null
  const isOpen = (fault: (typeof faults)[number]) =>
    !accepted.some(one => one.id === fault.id && one.path === fault.path)
  const type = faults.some(fault => fault.severity === 'error') ? 'error' : faults.some(isOpen) ? 'warning' : 'info'
  return (
    <Alert type={type} header={words.trustFaults}>
      <Faults faults={faults} account={{ id: account.id, accepted }} />
    </Alert>
  )
}

const ownFaults = new Set(['no_credentials', 'credentials_refused', 'unreachable'])

function Headline({ account, status }: Props) {
  const { problem } = status
  if (problem === null || problem.code === 'missing_permissions') return null
  const waits = problem.code === 'throttled'
  const label = ownFaults.has(problem.code) ? words.checkAgain : words.verifyAgain
  return (
    <>
      <Alert
        type={waits ? 'warning' : 'error'}
        header={problem.title}
        action={waits ? undefined : <VerifyAgain id={account.id} label={label} />}
      >
        <p className="hc-prewrap">
          {problem.detail} <a href={guideLink('problem', problem.code)}>{t.life.guide}</a>
        </p>
        <Said status={status} />
      </Alert>
      <Help account={account} status={status} />
    </>
  )
}

/** The first points are waited for, and what was asked for them has failed so far: said before the wait is over. */
function StillFailing({ status }: Pick<Props, 'status'>) {
  const waits = status.steps.some(step => step.name === 'first_data' && ['running', 'waiting'].includes(step.state))
  const { gap } = kindSeen(status.coverage, 'metrics')
  if (!waits || gap === null || gap.action !== null || status.metrics > 0) return null
  return (
    <Alert type="info" header={words.stillFailing}>
      {gap.reason}. {words.stillFailingText}
    </Alert>
  )
}

/** Everything that is wrong, worst first; nothing when nothing is. `missing` stands for what the role may not do. */
export function Problems({ account, status, missing }: Props & { missing: ReactNode }) {
  const noData = status.steps.some(step => step.name === 'first_data' && step.state === 'failed')
  return (
    <>
      <Headline account={account} status={status} />
      <TrustWarnings account={account} status={status} />
      {missing}
      <DeniedRegions account={account} status={status} />
      <StillFailing status={status} />
      {noData ? (
        <Alert type="warning" header={words.noDataHeading}>
          {words.noDataText} <Link to={paths.coverage}>{words.openCoverage}</Link>
        </Alert>
      ) : null}
    </>
  )
}
