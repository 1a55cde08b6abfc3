// The external ID's rotation: begin it, what to put into the trust policy in each phase, finish it or give it up.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
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

interface UnderWayProps {
  id: string
  next: Next
  /** With the trust policy that the role is to have from then on, where HeyCloud knows it. */
  onFinish: (trust: string | null) => void
}

function UnderWay({ id, next, onFinish }: UnderWayProps) {
  const finish = useAccountChange(async () => {
    await lifeApi.finishRotation(id)
    // Said at once: with the next status this has given way to what follows.
    onFinish(next.trust_policy_next)
  })
  const cancel = useAccountChange(() => lifeApi.cancelRotation(id))
  const error = finish.error ?? cancel.error
  const accepted = next.state === 'accepted'
  return (
    <div className="hc-stack">
      <h3>{words.rotationTitle}</h3>
      <p>
        {words.next}: <Copyable text={next.value} what={words.next} />
      </p>
      <ol className="hc-steps-ahead">
        <li>
          <p>{words.phaseOne}</p>
          {next.trust_policy_both === null ? null : (
            <CodeBlock text={next.trust_policy_both} what={words.trustBoth} fileName="trust-policy.json" size="tall" />
          )}
        </li>
        <li>
          <p>{words.phaseTwo}</p>
          <p aria-live="polite">
            <StatusIndicator type={accepted ? 'success' : 'pending'}>{words.nextState[next.state]}</StatusIndicator>
          </p>
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
          {error ? <Failure error={error} /> : null}
        </li>
        <li>{words.phaseThree}</li>
      </ol>
    </div>
  )
}

/** What is left to do in AWS, as long as the page is open: the new value is in use by now. */
const Finished = ({ trust }: { trust: string | null }) => (
  <Alert type="success" header={words.finished}>
    <div className="hc-stack">
      <p>{words.finishedText}</p>
      {trust === null ? null : (
        <CodeBlock text={trust} what={words.trustNext} fileName="trust-policy.json" size="tall" />
      )}
    </div>
  </Alert>
)

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
  const [finished, setFinished] = useState<{ trust: string | null } | null>(null)
  const next = status.next_external_id
  if (auth_config.role_name === undefined) return null
  return (
    <Panel title={words.rotation}>
      <div className="hc-stack">
        {finished !== null && next === null ? <Finished trust={finished.trust} /> : null}
        {joined_by !== null ? (
          <p className="hc-quiet">
            {words.rotationShared} <Link to={paths.organization(joined_by)}>{words.organizationPage}</Link>
          </p>
        ) : next === null ? (
          <Begin id={account.id} />
        ) : (
          <UnderWay id={account.id} next={next} onFinish={trust => setFinished({ trust })} />
        )}
      </div>
    </Panel>
  )
}
