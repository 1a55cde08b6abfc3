// How an account stands, in a word: paused beside what is wrong, since one does not hide the other.
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { Status } from '../../../src/server/schema/status.ts'
import { t } from '../i18n.ts'

type State = Status['state']

const indicators = {
  pending: 'in-progress',
  connected: 'success',
  degraded: 'warning',
  blocked: 'error',
  not_assumable: 'error',
} as const satisfies Record<State, string>

export function AccountState({ state, paused }: { state: State; paused: boolean }) {
  const indicator = indicators[state]
  return (
    <>
      {paused ? <StatusIndicator type="stopped">{t.states.paused}</StatusIndicator> : null}{' '}
      {paused && indicator !== 'error' ? null : <StatusIndicator type={indicator}>{t.states[state]}</StatusIndicator>}
    </>
  )
}
