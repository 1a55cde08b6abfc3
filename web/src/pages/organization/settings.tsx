// An Organization's settings: whether accounts join by themselves, its external ID and its rotation, disconnecting it.
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import Toggle from '@cloudscape-design/components/toggle'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { OrganizationTree } from '../../../../src/server/schema/organizations.ts'
import { t } from '../../i18n.ts'
import { organizationsApi } from '../../lib/api-organizations.ts'
import { useOrganizationChange } from '../../lib/queries-organizations.ts'
import { paths } from '../../shell/nav.ts'
import { Copyable } from '../../ui/copy.tsx'
import { Panel } from '../../ui/page.tsx'
import { Failure } from '../../ui/states.tsx'

const words = t.organization
interface Props {
  id: string
  tree: OrganizationTree
}

function Rotating({ id, rotation }: { id: string; rotation: NonNullable<OrganizationTree['rotation']> }) {
  const finish = useOrganizationChange((force: boolean) => organizationsApi.finish(id, force))
  const cancel = useOrganizationChange(() => organizationsApi.cancel(id))
  const { accepted, waiting, value } = rotation
  const all = accepted + waiting.length
  const error = finish.error ?? cancel.error
  const complete = waiting.length === 0
  return (
    <div className="hc-stack">
      <p>
        {t.life.next}: <Copyable text={value} what={t.life.next} />
      </p>
      <p className="hc-quiet">{words.rotateText}</p>
      <ProgressBar
        value={all === 0 ? 100 : Math.floor((accepted / all) * 100)}
        label={words.rotating(accepted, all)}
        description={complete ? undefined : words.waitingFor(waiting.slice(0, 10).join(', '))}
      />
      {error ? <Failure error={error} /> : null}
      <div className="hc-row">
        <Button
          variant={complete ? 'primary' : 'normal'}
          loading={finish.isPending}
          onClick={() => finish.mutate(!complete)}
        >
          {complete ? words.finish : words.finishAnyway}
        </Button>
        <Button loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
          {words.cancel}
        </Button>
      </div>
    </div>
  )
}

function ExternalId({ id, tree }: Props) {
  const rotate = useOrganizationChange(() => organizationsApi.rotate(id))
  return (
    <Panel title={words.externalId}>
      <div className="hc-stack">
        <p>
          <Copyable text={tree.external_id} what={words.externalId} />
        </p>
        <p className="hc-quiet">{words.externalIdText}</p>
        {rotate.error ? <Failure error={rotate.error} /> : null}
        {tree.rotation === null ? (
          <div>
            <Button loading={rotate.isPending} onClick={() => rotate.mutate(undefined)}>
              {words.rotate}
            </Button>
          </div>
        ) : (
          <Rotating id={id} rotation={tree.rotation} />
        )}
      </div>
    </Panel>
  )
}

function Disconnect({ id }: { id: string }) {
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const disconnect = useOrganizationChange(() => organizationsApi.disconnect(id))
  const close = () => setAsking(false)
  return (
    <Panel title={words.disconnect}>
      <div className="hc-stack">
        <p className="hc-quiet">{words.disconnectText}</p>
        <div>
          <Button onClick={() => setAsking(true)}>{words.disconnect}</Button>
        </div>
      </div>
      <Modal
        visible={asking}
        onDismiss={close}
        header={words.disconnectHeading}
        footer={
          <Box float="right">
            <span className="hc-row">
              <Button onClick={close}>{t.cancel}</Button>
              <Button
                variant="primary"
                loading={disconnect.isPending}
                onClick={() => disconnect.mutate(undefined, { onSuccess: () => navigate(paths.accounts) })}
              >
                {words.disconnect}
              </Button>
            </span>
          </Box>
        }
      >
        <div className="hc-stack">
          <p>{words.disconnectText}</p>
          {disconnect.error ? <Failure error={disconnect.error} /> : null}
        </div>
      </Modal>
    </Panel>
  )
}

export function OrganizationSettings({ id, tree }: Props) {
  const update = useOrganizationChange((auto_join: boolean) => organizationsApi.update(id, { auto_join }))
  return (
    <div className="hc-stack">
      <Panel title={words.tabs.settings}>
        <Toggle
          checked={tree.auto_join}
          disabled={update.isPending}
          description={words.autoJoinText}
          onChange={({ detail }) => update.mutate(detail.checked)}
        >
          {words.autoJoin}
        </Toggle>
        {update.error ? <Failure error={update.error} /> : null}
      </Panel>
      <ExternalId id={id} tree={tree} />
      <Disconnect id={id} />
    </div>
  )
}
