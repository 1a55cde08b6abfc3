// The dialog in which a monthly limit is set, changed or removed.
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import { useState } from 'react'
import { t } from '../../i18n.ts'
import { parseLimit } from '../../lib/cost.ts'
import { dollars } from '../../lib/format.ts'
import { useSession } from '../../lib/queries.ts'
import { useSetLimit } from '../../lib/queries-cost.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Failure } from '../../ui/states.tsx'

const words = t.cost

export interface Limited {
  /** The config id; null for the organisation. */
  account: string | null
  name: string
  limit: number | null
  spent: number
  projection: number | null
}

function LimitDialog({ of, onClose }: { of: Limited; onClose: () => void }) {
  const [text, setText] = useState(of.limit === null ? '' : String(of.limit))
  const [tried, setTried] = useState(false)
  const set = useSetLimit(of.account)
  const { limit, fault } = parseLimit(text)
  const send = (next: number | null) => {
    if (next === of.limit) onClose()
    else set.mutate(next, { onSuccess: onClose })
  }
  const save = () => {
    setTried(true)
    if (fault === null) send(limit)
  }
  return (
    <Modal
      visible
      header={words.limitHeading(of.name)}
      closeAriaLabel={words.cancel}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <div className="hc-row">
            {of.limit === null ? null : (
              <Button disabled={set.isPending} onClick={() => send(null)}>
                {words.remove}
              </Button>
            )}
            <Button variant="link" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button variant="primary" loading={set.isPending} onClick={save}>
              {words.save}
            </Button>
          </div>
        </Box>
      }
    >
      <form
        className="hc-stack"
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <FormField
          label={words.limitField}
          description={words.limitHelp}
          constraintText={of.projection === null ? undefined : words.limitNow(dollars(of.projection))}
          errorText={tried ? fault : undefined}
        >
          <Input
            autoFocus
            value={text}
            inputMode="decimal"
            placeholder={words.limitPlaceholder}
            autoComplete={false}
            onChange={({ detail }) => setText(detail.value)}
          />
        </FormField>
        {limit !== null && limit <= of.spent ? <Alert type="warning">{words.limitBelow}</Alert> : null}
        {set.error ? <Failure error={set.error} /> : null}
      </form>
    </Modal>
  )
}

/** Whoever may not change a limit sees no button. */
export function LimitButton({ of }: { of: Limited }) {
  const [open, setOpen] = useState(false)
  const role = useSession().data?.role
  if (role === 'viewer' || role === undefined || (of.account === null && role !== 'admin')) return null
  return (
    <>
      <LinkButton
        label={(of.limit === null ? words.setLimitOf : words.changeLimitOf)(of.name)}
        onClick={() => setOpen(true)}
      >
        {of.limit === null ? words.setLimit : words.changeLimit}
      </LinkButton>
      {open ? <LimitDialog of={of} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
