// The nine steps as they happen.
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Status } from '../../../../src/server/schema/status.ts'
import { t } from '../../i18n.ts'
import { useNow } from '../../lib/clock.ts'
import { clockTime, duration } from '../../lib/format.ts'

type Step = Status['steps'][number]
const words = t.verify

const indicators: Record<Step['state'], StatusIndicatorProps.Type> = {
  waiting: 'pending',
  running: 'in-progress',
  passed: 'success',
  failed: 'error',
  unknown: 'warning',
  skipped: 'stopped',
}

/** What is missing there reduces; it does not stop. */
const reduces: ReadonlySet<Step['name']> = new Set(['permissions', 'trust_policy', 'regions', 'first_data'])
const indicatorOf = (step: Step): StatusIndicatorProps.Type =>
  step.state === 'failed' && reduces.has(step.name) ? 'warning' : indicators[step.state]

/** "Attempt 4, next in 8 s": while it is being tried again. */
export function retryText(step: Step, at: number): string {
  const next = step.next_attempt_at
  if (next === null || step.attempts === 0 || step.state === 'passed') return ''
  const soon = next - at
  if (soon > 90_000) return words.attemptLater(step.attempts, clockTime(next, at))
  return words.attempt(step.attempts, duration(Math.max(0, soon)))
}

function elapsed(step: Step, at: number): string {
  if (step.started_at === null) return ''
  return duration((step.finished_at ?? (step.state === 'waiting' ? step.started_at : at)) - step.started_at)
}

export function Steps({ steps, moving }: { steps: readonly Step[]; moving: boolean }) {
  const at = useNow(moving ? 1_000 : null)
  return (
    <ol className="hc-verify">
      {steps.map(step => (
        <li key={step.name} data-step={step.name} data-state={step.state}>
          <StatusIndicator type={indicatorOf(step)} iconAriaLabel={words.stepStates[step.state]} />
          <span className="hc-verify-title">{words.steps[step.name]}</span>
          <span className="hc-elapsed">{elapsed(step, at)}</span>
          <span className="hc-verify-message">
            {step.message} {retryText(step, at)}
          </span>
        </li>
      ))}
    </ol>
  )
}
