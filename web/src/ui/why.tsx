// Why a row of the coverage is as it is: the call, AWS's answer, what mends it, and the day's gaps.
import Modal from '@cloudscape-design/components/modal'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CoverageWhy } from '../../../src/server/schema/web-reads.ts'
import { Strip } from '../charts/strip.tsx'
import { t } from '../i18n.ts'
import { api, type CoverageKey } from '../lib/api.ts'
import { useNow } from '../lib/clock.ts'
import { clockTime, duration } from '../lib/format.ts'
import { CodeBlock } from './code.tsx'
import { Copyable } from './copy.tsx'
import { Empty, Loaded } from './states.tsx'

const words = t.coverage

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Call({ call }: { call: NonNullable<CoverageWhy['call']> }) {
  const now = useNow(60_000)
  return (
    <dl className="hc-facts">
      <Fact name={words.call}>
        <code>
          {call.service} {call.operation}
        </code>
      </Fact>
      <Fact name={words.at}>{clockTime(call.at, now)}</Fact>
      <Fact name={words.outcome}>
        {call.code === null ? words.answered(call.milliseconds) : words.refused(call.code, call.milliseconds)}
      </Fact>
      {call.message === '' ? null : (
        <Fact name={words.awsSays}>
          <span className="hc-prewrap">{call.message}</span>
        </Fact>
      )}
      {call.request_id === null ? null : (
        <Fact name={words.requestId}>
          <Copyable text={call.request_id} what={words.requestId} />
        </Fact>
      )}
    </dl>
  )
}

function Day({ points, gaps }: Pick<CoverageWhy, 'points' | 'gaps'>) {
  if (points === null) return null
  const some = points.counts.some(count => count > 0)
  return (
    <section className="hc-stack">
      <h3>{words.day}</h3>
      {some ? <Strip times={points.times} counts={points.counts} label={words.day} /> : null}
      <p className="hc-quiet">
        {some ? (gaps ? words.gaps(gaps, duration(points.interval * 1000)) : words.noGaps) : words.nothingToday}
      </p>
    </section>
  )
}

function Because({ why }: { why: CoverageWhy }) {
  return (
    <div className="hc-stack">
      {why.reason === '' ? null : <p className="hc-prewrap">{why.reason}</p>}
      {why.call === null ? <Empty heading={words.noCall} /> : <Call call={why.call} />}
      {why.statement === null ? null : <CodeBlock text={why.statement} what={words.statement} />}
      {why.call === null ? null : <CodeBlock text={why.call.aws_cli} what={words.awsCli} />}
      <Day points={why.points} gaps={why.gaps} />
      <p className="hc-quiet">
        {words.counts(why.calls, why.denials, why.failures, why.throttles)}
        {why.owed > 0 ? `. ${words.owed(why.owed)}` : ''}
      </p>
    </div>
  )
}

export function Why({ row, onClose }: { row: CoverageKey; onClose: () => void }) {
  const why = useQuery({
    queryKey: ['coverage', 'why', row.account_config_id, row.kind, row.region, row.namespace],
    queryFn: () => api.coverageWhy(row),
    select: reply => reply.data.attributes,
  })
  return (
    <Modal
      visible
      size="large"
      onDismiss={onClose}
      closeAriaLabel={words.close}
      header={words.whyOf(row.namespace ?? t.account.kinds[row.kind], row.region)}
    >
      <Loaded of={why}>{found => <Because why={found} />}</Loaded>
    </Modal>
  )
}
