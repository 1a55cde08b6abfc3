// The metrics explorer: any metric, split by any tag, as a chart and as a table; the address holds the whole question.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { type Line, type Lines, reduceValues } from '../../charts/series.ts'
import { TimeSeries } from '../../charts/time-series.tsx'
import { formatValue, type Unit, unitOf } from '../../charts/units.ts'
import { t } from '../../i18n.ts'
import { now, useNow } from '../../lib/clock.ts'
import { age } from '../../lib/format.ts'
import { ApiError } from '../../lib/http.ts'
import { settleSeconds, useMetricQuery } from '../../lib/metric-query.ts'
import { useAccounts, useMetrics } from '../../lib/queries.ts'
import { bounds, readRange, writeRange } from '../../lib/range.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { RangePicker } from '../../ui/range-picker.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { First } from '../first.tsx'
import { FieldsForm } from './fields.tsx'
import { queryText, readFault, readFields, writeFields } from './query-text.ts'

const words = t.metrics
const columns = ['last', 'min', 'avg', 'max'] as const
const titles = { last: words.latest, min: words.min, avg: words.avg, max: words.max }

function Summary({ lines, unit }: { lines: readonly Line[]; unit: Unit }) {
  return (
    <div className="hc-scroll">
      <table className="hc-table">
        <thead>
          <tr>
            <th scope="col">{words.seriesColumn}</th>
            {columns.map(column => (
              <th key={column} scope="col" className="hc-num">
                {titles[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <tr key={line.key}>
              <th scope="row">{line.label}</th>
              {columns.map(column => {
                const value = reduceValues(line.values, column)
                return (
                  <td key={column} className="hc-num">
                    {value === null ? '–' : formatValue(value, unit)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function QueryLine({
  text,
  byHand,
  onRun,
  onReset,
}: {
  text: string
  byHand: boolean
  onRun: (text: string) => void
  onReset: () => void
}) {
  const [typed, setTyped] = useState(text)
  return (
    <form
      className="hc-query-line"
      onSubmit={event => {
        event.preventDefault()
        onRun(typed.trim())
      }}
    >
      <div className="hc-grow">
        <FormField label={words.query} stretch constraintText={byHand ? words.edited : undefined}>
          <Textarea rows={2} spellcheck={false} value={typed} onChange={({ detail }) => setTyped(detail.value)} />
        </FormField>
      </div>
      <Button formAction="submit">{words.run}</Button>
      <CopyButton text={typed} what={words.query} />
      {byHand ? <LinkButton onClick={onReset}>{words.useFields}</LinkButton> : null}
    </form>
  )
}

interface AnswerProps {
  title: string
  lines: Lines | undefined
  error: Error | null
  retry: () => void
  /** Metrics that are being fetched for the answer. */
  filling: number
  from: number
  to: number
  onZoom: (from: number, to: number) => void
}

/** The server's words, then the query with the place marked: asking again would not help. */
function QueryFault({ error }: { error: ApiError }) {
  const fault = readFault(error.detail)
  return (
    <Alert type="error" header={error.title}>
      <div className="hc-stack">
        <p className="hc-prewrap">{fault.message}</p>
        {fault.query === '' ? null : (
          <pre className="hc-fault">
            {fault.query.slice(0, fault.at)}
            <mark>{fault.query.slice(fault.at, fault.at + 1) || ' '}</mark>
            {`${fault.query.slice(fault.at + 1)}\n${' '.repeat(fault.at)}^`}
          </pre>
        )}
      </div>
    </Alert>
  )
}

function Answer({ title, lines, error, retry, filling, from, to, onZoom }: AnswerProps) {
  if (error instanceof ApiError && error.status === 400) return <QueryFault error={error} />
  if (error) return <Failure error={error} onRetry={retry} />
  if (lines === undefined) return <Skeleton lines={6} />
  if (lines.lines.every(line => line.last === null))
    return filling > 0 ? <Skeleton lines={6} /> : <Empty heading={t.dashboard.noData} />
  const unit = unitOf(lines.unit)
  return (
    <div className="hc-stack">
      <Panel
        title={t.series(lines.lines.length)}
        actions={
          <span className="hc-quiet">
            {lines.newest === null ? t.dashboard.noNewest : t.dashboard.newest(age(now() - lines.newest * 1000))}
          </span>
        }
      >
        <div className="hc-explorer-chart">
          <TimeSeries {...{ title, lines, unit, from, to, onZoom }} unsettledFrom={now() / 1000 - settleSeconds} />
        </div>
        <p className="hc-quiet hc-small">{t.dashboard.unsettled}</p>
      </Panel>
      <Panel title={words.seriesColumn}>
        <Summary lines={lines.lines} unit={unit} />
      </Panel>
    </div>
  )
}

export function Metrics() {
  const [params, setParams] = useSearchParams()
  const metrics = useMetrics()
  const accounts = useAccounts()
  const fields = readFields(params)
  const range = readRange(params)
  const at = useNow(range.kind === 'running' ? 60_000 : null)
  const { from, to } = bounds(range, at)
  const written = params.get('q')
  const text = written ?? queryText(fields)
  const { lines, error, refetch, filling, notFilled } = useMetricQuery(text, [], from, to)
  const run = (typed: string) => {
    const next = new URLSearchParams(params)
    next.set('q', typed)
    setParams(next)
  }
  // Stored metrics of an account that was disconnected can still be asked for.
  if (accounts.data?.length === 0 && metrics.data?.length === 0)
    return (
      <Page title={words.heading}>
        <First />
      </Page>
    )
  return (
    <Page
      title={words.heading}
      actions={<RangePicker range={range} onChange={next => setParams(writeRange(params, next))} />}
    >
      {metrics.data?.length === 0 ? (
        <div className="hc-space-below">
          <Alert header={words.noMetrics}>{words.noMetricsText}</Alert>
        </div>
      ) : null}
      <FieldsForm fields={fields} onChange={next => setParams(writeFields(params, next))} />
      <QueryLine
        key={text}
        text={text}
        byHand={written !== null}
        onRun={run}
        onReset={() => setParams(writeFields(params, fields))}
      />
      {text === '' ? (
        <Empty heading={words.start} />
      ) : (
        <>
          <p className="hc-quiet hc-small hc-filling" role="status" title={t.dashboard.fillingHow}>
            {filling > 0 ? t.dashboard.filling(filling) : null}
          </p>
          <Answer
            title={fields.metric || text}
            {...{ lines, error, filling, from, to }}
            retry={() => void refetch()}
            onZoom={(start, end) => setParams(writeRange(params, { kind: 'fixed', from: start, to: end }))}
          />
          {notFilled.map(({ account_id, reason }) => (
            <p key={account_id} className="hc-quiet hc-small">
              {t.dashboard.notFilled(account_id, reason)}
            </p>
          ))}
        </>
      )}
    </Page>
  )
}
