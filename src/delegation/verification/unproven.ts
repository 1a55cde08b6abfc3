// What is said when AWS's answer proved nothing: what was proven earlier stands, and it is asked again.
import type { NotSeen } from '../../core/observation.ts'
import { isCollectableState, nextAttempt, problem } from './state.ts'
import type { Attempt, StepOutcome } from './steps.ts'

const throttle = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceeded/i

const clockTime = (at: number): string => `${new Date(at).toISOString().slice(11, 19)} UTC`

/** Throttled, unreachable, timed out; or a stored secret that cannot be read. */
export function unproven(attempt: Attempt, notSeen: NotSeen): StepOutcome {
  const { startedAt, attempts } = attempt.step()
  const now = attempt.deps.clock.now()
  const code = notSeen.state === 'failed' ? notSeen.code : 'AccessDenied'
  const message = `This proved nothing (${code}): ${notSeen.message}`
  const { state, problem: present } = attempt.present()
  // A role that lets strangers in stays one until AWS says otherwise.
  if (!isCollectableState(state) && state !== 'pending' && present) return { state: 'unknown', message }
  if (throttle.test(code)) {
    const next = nextAttempt(attempts + 1, startedAt ?? now, now)
    const detail = `${notSeen.message}. Next try ${clockTime(next)}; nothing needs to be done.`
    return {
      state: 'unknown',
      message: 'AWS is limiting this account.',
      change: { problem: problem('throttled', detail) },
    }
  }
  const which = code === 'secrets_unreadable' ? code : 'unreachable'
  return {
    state: 'unknown',
    message,
    change: { problem: problem(which, notSeen.message) },
  }
}
