// How a role's policies differ from what HeyCloud calls: in a few words, and in full.
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Drift } from '../../../src/server/schema/status.ts'
import { t } from '../i18n.ts'
import { CodeBlock } from './code.tsx'

const words = t.permissions

const indicators: Record<Drift['policies'][number]['verdict'], StatusIndicatorProps.Type> = {
  needed: 'success',
  audit: 'info',
  unused: 'warning',
  too_wide: 'error',
  unread: 'stopped',
}

/** What differs, shortest first; empty when nothing does. */
export function driftSummary(drift: Drift): string[] {
  const having = (verdict: string) => drift.policies.filter(policy => policy.verdict === verdict).length
  const unused = having('unused')
  return [
    ...(having('too_wide') > 0 ? [words.tooWide] : []),
    ...(drift.missing.length > 0 ? [words.missing(drift.missing.length)] : []),
    ...(unused > 0 ? [words.unused(unused)] : []),
    ...(drift.superfluous.length > 0 ? [words.superfluous(drift.superfluous.length)] : []),
    ...(having('unread') > 0 ? [words.unread] : []),
  ]
}

export function DriftState({ drift }: { drift: Drift }) {
  const said = driftSummary(drift)
  const bad = drift.policies.some(policy => policy.verdict === 'too_wide')
  if (said.length === 0) return <StatusIndicator type="success">{words.same}</StatusIndicator>
  return <StatusIndicator type={bad ? 'error' : 'warning'}>{said.join(', ')}</StatusIndicator>
}

const Names = ({ heading, names }: { heading: string; names: readonly string[] }) =>
  names.length === 0 ? null : (
    <div>
      <h3>{heading}</h3>
      <p className="hc-names">{names.join(' · ')}</p>
    </div>
  )

const kinds: Record<string, string> = { '+': 'hc-diff-added', '-': 'hc-diff-removed' }

function Diff({ lines }: { lines: readonly string[] }) {
  return (
    <figure className="hc-code">
      <figcaption>{words.diff}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="hc-code-tall">
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line's place is what it is
          <span key={at} className={`hc-line ${kinds[line[0] ?? ''] ?? ''}`}>{`${line}\n`}</span>
        ))}
      </pre>
    </figure>
  )
}

export function DriftDetails({ drift, missingPolicy }: { drift: Drift; missingPolicy?: string | null }) {
  return (
    <div className="hc-stack">
      <div className="hc-scroll">
        <table className="hc-table">
          <caption className="hc-offscreen">{words.attached}</caption>
          <thead>
            <tr>
              <th scope="col">{words.policy}</th>
              <th scope="col">{words.verdict}</th>
              <th scope="col">{words.note}</th>
            </tr>
          </thead>
          <tbody>
            {drift.policies.map(policy => (
              <tr key={policy.arn ?? policy.name}>
                <th scope="row">
                  {policy.name} {policy.arn === null ? <span className="hc-quiet">({words.inline})</span> : null}
                </th>
                <td>
                  <StatusIndicator type={indicators[policy.verdict]}>{words.verdicts[policy.verdict]}</StatusIndicator>
                </td>
                <td>{policy.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Names heading={words.missingHeading} names={drift.missing} />
      <Names heading={words.superfluousHeading} names={drift.superfluous} />
      {missingPolicy == null ? null : (
        <CodeBlock text={missingPolicy} what={t.account.missingPolicy} fileName="heycloud-missing.json" size="tall" />
      )}
      {drift.diff.length === 0 ? null : <Diff lines={drift.diff} />}
    </div>
  )
}
