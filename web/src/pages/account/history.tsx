// The long history of an account: its price first, then a confirmation, how far it is, and what came of it.
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { dollars } from '../../lib/format.ts'
import { type LongHistory, progressOf, useAskHistory, useLongHistory } from '../../lib/queries-history.ts'
import { Panel } from '../../ui/page.tsx'
import { Failure, Loaded } from '../../ui/states.tsx'

const words = t.history
const choices = [3, 6, 12, 15].map(months => ({ value: String(months), label: words.month(months) }))
const longest = 15

const day = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

const Failed = ({ history }: { history: LongHistory }) =>
  history.regions
    .filter(({ reason }) => reason !== '')
    .map(({ region, failed, reason }) => (
      <p key={region} className="hc-warn">
        {words.failed(region, failed, reason)}
      </p>
    ))

function Running({ id, history }: { id: string; history: LongHistory }) {
  const stop = useAskHistory(id)
  const { read, metrics, points, percent } = progressOf(history)
  return (
    <div className="hc-stack">
      <ProgressBar
        value={percent}
        label={words.running(history.request?.months ?? history.months)}
        additionalInfo={metrics === 0 ? words.begins : words.progress(read, metrics, points)}
      />
      <Failed history={history} />
      {stop.error ? <Failure error={stop.error} /> : null}
      <div>
        <Button loading={stop.isPending} onClick={() => stop.mutate(null)}>
          {words.stop}
        </Button>
      </div>
    </div>
  )
}

function Confirm(props: { id: string; months: number; price: string; onClose: () => void }) {
  const { id, months, price, onClose } = props
  const ask = useAskHistory(id)
  return (
    <Modal
      visible
      onDismiss={onClose}
      header={words.confirmHeading(months)}
      footer={
        <Box float="right">
          <span className="hc-row">
            <Button onClick={onClose}>{t.cancel}</Button>
            <Button
              variant="primary"
              loading={ask.isPending}
              onClick={() => ask.mutate(months, { onSuccess: onClose })}
            >
              {words.confirm(price)}
            </Button>
          </span>
        </Box>
      }
    >
      <div className="hc-stack">
        <p>{words.confirmText(price)}</p>
        {ask.error ? <Failure error={ask.error} /> : null}
      </div>
    </Modal>
  )
}

/** What the last request came to, above what another would cost. */
function Last({ history }: { history: LongHistory }) {
  const { state, request } = history
  if (request === null || (state !== 'done' && state !== 'stopped')) return null
  const { points } = progressOf(history)
  return (
    <Alert
      type={state === 'done' ? 'success' : 'info'}
      header={state === 'done' ? words.doneHeading : words.stopped(request.months)}
    >
      <div className="hc-stack">
        {state === 'done' ? <p>{words.done(request.months, points, day(request.from))}</p> : null}
        <Failed history={history} />
      </div>
    </Alert>
  )
}

function Ask(props: { id: string; history: LongHistory; months: number; onMonths: (months: number) => void }) {
  const { id, history, months, onMonths } = props
  const [asking, setAsking] = useState(false)
  const price = dollars(history.charge)
  return (
    <div className="hc-stack">
      <Last history={history} />
      <FormField label={words.months}>
        <Select
          options={choices}
          selectedOption={choices.find(({ value }) => value === String(months)) ?? null}
          onChange={({ detail }) => onMonths(Number(detail.selectedOption.value))}
        />
      </FormField>
      {history.metrics === 0 ? (
        <p className="hc-quiet">{words.nothing}</p>
      ) : (
        <>
          <dl className="hc-facts" aria-live="polite">
            <div>
              <dt>{words.price}</dt>
              <dd>{price}</dd>
            </div>
            <div>
              <dt>{words.brings}</dt>
              <dd>{words.bringsText(history.metrics, history.points, day(history.from))}</dd>
            </div>
          </dl>
          {history.already ? <p className="hc-warn">{words.already}</p> : null}
          <div>
            <Button disabled={history.months !== months} onClick={() => setAsking(true)}>
              {words.ask(price)}
            </Button>
          </div>
        </>
      )}
      {asking ? <Confirm id={id} months={history.months} price={price} onClose={() => setAsking(false)} /> : null}
    </div>
  )
}

export function History({ account: { id } }: { account: AccountData }) {
  const [months, setMonths] = useState(longest)
  const history = useLongHistory(id, months)
  return (
    <Panel title={words.heading}>
      <div className="hc-stack">
        <p className="hc-quiet">{words.text}</p>
        <Loaded of={history}>
          {data =>
            data.state === 'running' ? (
              <Running id={id} history={data} />
            ) : (
              <Ask id={id} history={data} months={months} onMonths={setMonths} />
            )
          }
        </Loaded>
      </div>
    </Panel>
  )
}
