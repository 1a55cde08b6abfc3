// The external ID's rotation: begin it, what to put into the trust policy in each phase, finish it or give it up.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { Link } from 'react-router'
import type { Status } from '../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { lifeApi } from '../../lib/api-life.ts'
import { useAccountChange } from '../../lib/queries-life.ts'
import { paths } from '../../shell/nav.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { Panel } from '../../ui/page.tsx'
import { Failure } from '../../ui/states.tsx'

const words = t.life
type Next = NonNullable<Status['next_external_id']>

/** The two phases, for one account and for an Organization's members alike. */
export function Phases({
  next,
  trustBoth,
  trustNext,
}: {
  next: Next['value']
  trustBoth: string | null
  trustNext: string | null
}) {
  return (
    <>
      <p>
        {words.next}: <Copyable text={next} what={words.next} />
      </p>
      <p>{words.phaseOne}</p>
      {trustBoth === null ? null : <CodeBlock text={trustBoth} what={words.trustBoth} fileName="trust-policy.json" />}
      <p>{words.phaseTwo}</p>
      <p>{words.phaseThree}</p>
      {trustNext === null ? null : <CodeBlock text={trustNext} what={words.trustNext} fileName="trust-policy.json" />}
    </>
  )
}

function UnderWay({ id, next }: { id: string; next: Next }) {
  const finish = useAccountChange(() => lifeApi.finishRotation(id))
  const cancel = useAccountChange(() => lifeApi.cancelRotation(id))
  const error = finish.error ?? cancel.error
  const accepted = next.state === 'accepted'
  return (
    <div className="hc-stack">
      <Alert type={accepted ? 'success' : 'info'} header={words.rotationTitle}>
        <StatusIndicator type={accepted ? 'success' : 'pending'}>{words.nextState[next.state]}</StatusIndicator>
      </Alert>
      <Phases next={next.value} trustBoth={next.trust_policy_both} trustNext={next.trust_policy_next} />
      {error ? <Failure error={error} /> : null}
      <div className="hc-row">
        <Button
          variant="primary"
          disabled={!accepted}
          disabledReason={words.nextState.waiting}
          loading={finish.isPending}
          onClick={() => finish.mutate(undefined)}
        >
          {words.finish}
        </Button>
        <Button loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
          {words.cancel}
        </Button>
      </div>
    </div>
  )
}

function Begin({ id }: { id: string }) {
  const rotate = useAccountChange(() => lifeApi.rotate(id))
  return (
    <div className="hc-stack">
      <p className="hc-quiet">{words.rotationText}</p>
      {rotate.error ? <Failure error={rotate.error} /> : null}
      <div>
        <Button loading={rotate.isPending} onClick={() => rotate.mutate(undefined)}>
          {words.rotate}
        </Button>
      </div>
    </div>
  )
}

export function Rotation({ account, status }: { account: AccountData; status: Status }) {
  const { joined_by, auth_config } = account.attributes
  if (auth_config.role_name === undefined) return null
  return (
    <Panel title={words.rotation}>
      {joined_by !== null ? (
        <p className="hc-quiet">
          {words.rotationShared} <Link to={paths.organization(joined_by)}>{words.organizationPage}</Link>
        </p>
      ) : status.next_external_id === null ? (
        <Begin id={account.id} />
      ) : (
        <UnderWay id={account.id} next={status.next_external_id} />
      )}
    </Panel>
  )
}
