// Accounts whose data is being erased, or was: with progress, and the count that proves it.
import ProgressBar from '@cloudscape-design/components/progress-bar'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { t } from '../i18n.ts'
import { useErasures } from '../lib/queries-life.ts'
import { Panel } from '../ui/page.tsx'

const words = t.life
const indicators: Record<keyof typeof words.erasureState, StatusIndicatorProps.Type> = {
  waiting: 'pending',
  erasing: 'in-progress',
  verified: 'success',
  failed: 'error',
}

export function Erasures() {
  const erasures = useErasures().data ?? []
  if (erasures.length === 0) return null
  return (
    <Panel title={words.erasures}>
      <ul className="hc-plain hc-stack" aria-live="polite">
        {erasures.map(({ id, attributes }) => (
          <li key={id}>
            <strong>{attributes.account_name}</strong> <span className="hc-mono">{attributes.account_id}</span>{' '}
            <StatusIndicator type={indicators[attributes.state]}>
              {attributes.state === 'verified' && attributes.finished_at !== null
                ? words.erased(attributes.rows_before, attributes.finished_at.slice(0, 10))
                : words.erasureState[attributes.state]}
            </StatusIndicator>
            {attributes.reason === '' ? null : <p className="hc-quiet">{attributes.reason}</p>}
            {attributes.state === 'erasing' ? (
              <ProgressBar value={Math.floor(attributes.progress * 100)} ariaLabel={words.erasureState.erasing} />
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
