// Disconnecting an account: whether its data is kept or erased, what stays in AWS, and the commands that remove it there.
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Removal } from '../../../../src/server/schema/account-change.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { useRemoval, useRemove } from '../../lib/queries-life.ts'
import { paths } from '../../shell/nav.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Panel } from '../../ui/page.tsx'
import { Failure, Loaded } from '../../ui/states.tsx'

const words = t.life
type Data = 'keep' | 'erase'

function Remains({ removal }: { removal: Removal }) {
  return (
    <div className="hc-stack">
      <h3>{words.remains}</h3>
      <p className="hc-quiet">{words.remainsText}</p>
      <ul>
        {removal.remains.map(({ what, arn }) => (
          <li key={`${what} ${arn}`}>
            {what} {arn === null ? null : <code>{arn}</code>}
          </li>
        ))}
      </ul>
      <CodeBlock text={removal.commands} what={words.removeBlock} />
    </div>
  )
}

function Choice({ removal, data, onData }: { removal: Removal; data: Data; onData: (data: Data) => void }) {
  return (
    <FormField label={words.data}>
      <RadioGroup
        value={data}
        onChange={({ detail }) => onData(detail.value === 'erase' ? 'erase' : 'keep')}
        items={[
          { value: 'keep', label: words.keep, description: words.keepText },
          { value: 'erase', label: words.erase, description: words.eraseText(removal.rows) },
        ]}
      />
    </FormField>
  )
}

export function Remove({ account }: { account: AccountData }) {
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const [data, setData] = useState<Data>('keep')
  const removal = useRemoval(account.id, asking)
  const navigate = useNavigate()
  const remove = useRemove(account.id, () => void navigate(paths.accounts))
  const id = account.attributes.aws_account_id
  const close = () => setAsking(false)
  return (
    <Panel title={words.deleteHeading}>
      <div className="hc-stack">
        <p className="hc-quiet">{words.deleteText}</p>
        <div>
          <Button onClick={() => setAsking(true)}>{words.deleteButton}</Button>
        </div>
      </div>
      <Modal
        visible={asking}
        onDismiss={close}
        size="large"
        header={words.deleteHeading}
        footer={
          <Box float="right">
            <span className="hc-row">
              <Button onClick={close}>{t.cancel}</Button>
              <Button
                variant="primary"
                disabled={typed.trim() !== id}
                loading={remove.isPending}
                onClick={() => remove.mutate(data)}
              >
                {data === 'erase' ? words.deleteErase : words.deleteKeep}
              </Button>
            </span>
          </Box>
        }
      >
        <div className="hc-stack">
          <Loaded of={removal}>
            {found => (
              <>
                <Choice removal={found} data={data} onData={setData} />
                {data === 'erase' ? <Alert type="warning">{words.eraseWarning}</Alert> : null}
                <Remains removal={found} />
              </>
            )}
          </Loaded>
          <FormField label={words.confirm(id)}>
            <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
          </FormField>
          {remove.error ? <Failure error={remove.error} /> : null}
        </div>
      </Modal>
    </Panel>
  )
}
