// A warning that somebody knows of and leaves as it is: the reason asked for, shown with its author, and withdrawn.
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import type { Status } from '../../../../src/server/schema/status.ts'
import { t } from '../../i18n.ts'
import { lifeApi } from '../../lib/api-life.ts'
import { actorName } from '../../lib/format.ts'
import { useAccountChange } from '../../lib/queries-life.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Failure } from '../../ui/states.tsx'

const words = t.life
type Fault = Status['trust_faults'][number]
type Accepted = Status['accepted_faults'][number]

export function Accept({ accountId, fault }: { accountId: string; fault: Fault }) {
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const accept = useAccountChange(() =>
    lifeApi.acceptFault(accountId, { fault_id: fault.id, path: fault.path, reason: reason.trim() }),
  )
  const close = () => setAsking(false)
  return (
    <>
      <LinkButton label={`${words.accept}: ${fault.title}`} onClick={() => setAsking(true)}>
        {words.accept}
      </LinkButton>
      <Modal
        visible={asking}
        onDismiss={close}
        header={words.acceptHeading}
        footer={
          <Box float="right">
            <span className="hc-row">
              <Button onClick={close}>{t.cancel}</Button>
              <Button
                variant="primary"
                disabled={reason.trim().length < 3}
                loading={accept.isPending}
                onClick={() => accept.mutate(undefined, { onSuccess: close })}
              >
                {words.accept}
              </Button>
            </span>
          </Box>
        }
      >
        <div className="hc-stack">
          <p>
            <strong>{fault.title}</strong>
          </p>
          <p>{words.acceptText}</p>
          <FormField label={words.reason} description={words.reasonHelp}>
            <Textarea rows={3} value={reason} onChange={({ detail }) => setReason(detail.value)} />
          </FormField>
          {accept.error ? <Failure error={accept.error} /> : null}
        </div>
      </Modal>
    </>
  )
}

export function Withdraw({ accountId, accepted }: { accountId: string; accepted: Accepted }) {
  const withdraw = useAccountChange(() =>
    lifeApi.withdrawFault(accountId, { fault_id: accepted.id, path: accepted.path }),
  )
  return (
    <p className="hc-quiet">
      {words.accepted(actorName(accepted.actor), new Date(accepted.at).toISOString().slice(0, 10), accepted.reason)}{' '}
      <LinkButton onClick={() => withdraw.mutate(undefined)}>{words.withdraw}</LinkButton>
    </p>
  )
}
