// When accounts are verified, and by which process: what is due is read from what is stored, so that it survives a restart.
import pLimit from 'p-limit'
import type { AwsAccount } from '../../core/account.ts'
import { SECOND } from '../../core/clock.ts'
import type { Verification } from '../../core/verification.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { pause, underLease, type WorkLog } from '../under-lease.ts'
import { type PassDependencies, verifyOnce } from './pass.ts'
import { dueAt } from './state.ts'

export interface VerificationDependencies extends PassDependencies {
  settings: PassDependencies['settings'] & Pick<Settings, 'leases'>
  log: WorkLog
  /** Called when an account may be collected from now on: the collector wakes. */
  onConnected?: ((account: AwsAccount) => void) | undefined
}

/** Accounts added by other processes are found so often. */
const rescanEvery = 30 * SECOND
const passesAtOnce = 16

export interface Schedule {
  wake(): void
  tick(): Promise<void>
  run(signal: AbortSignal): Promise<void>
}

/** Another process holds the account, or a pass broke: it is left alone for so long. */
const holdOff = 10 * SECOND
/** A thousand accounts that end their passes at once are looked through together, not a thousand times. */
const leastPause = SECOND / 10

/** `tend` is called of each account that is known, often and in every process; it may not reject. */
export function createSchedule(
  deps: VerificationDependencies,
  tend: (account: AwsAccount, present: Verification) => Promise<void>,
): Schedule {
  const { settings, book, clock, log } = deps
  const limit = pLimit(passesAtOnce)
  const holder = deps.random.uuid()
  const running = new Map<string, Promise<void>>()
  const notBefore = new Map<string, number>()
  let alarm = new AbortController()
  const wake = () => alarm.abort()

  async function pass(account: AwsAccount): Promise<void> {
    const done = await underLease(deps, holder, `verify/${account.id}`, async () => {
      const present = await settings.accounts.get(account.organisation, account.id)
      const result = present && (await verifyOnce(deps, present))
      if (present && result?.connected) deps.onConnected?.({ ...present, state: result.verification.state })
    })
    if (!done) notBefore.set(account.id, clock.now() + holdOff)
  }

  /** An error here is a fault of ours or of the store: logged, and the account is tried again. */
  function start(account: AwsAccount): Promise<void> {
    const present = running.get(account.id)
    if (present) return present
    notBefore.delete(account.id)
    const started = limit(() => pass(account))
      .catch(error => {
        notBefore.set(account.id, clock.now() + holdOff)
        log.error({ err: error, account: account.id }, 'verification failed')
      })
      .finally(() => {
        running.delete(account.id)
        wake()
      })
    running.set(account.id, started)
    return started
  }

  /** The accounts that are due, and when the next one is. Those without a verification were saved by a process that died. */
  async function scan(): Promise<{ due: AwsAccount[]; next: number }> {
    const now = clock.now()
    const due: AwsAccount[] = []
    let next = now + rescanEvery
    for (const account of await settings.accounts.listAll()) {
      const verification = await book.read(account)
      if (verification) await tend(account, verification)
      const wanted = verification ? dueAt(verification) : now
      if (wanted === null || running.has(account.id)) continue
      const at = Math.max(wanted, notBefore.get(account.id) ?? 0)
      if (at <= now) due.push(account)
      else next = Math.min(next, at)
    }
    return { due, next }
  }

  /** A store that does not answer is asked again: verification must outlive it. */
  async function scanned(): ReturnType<typeof scan> {
    try {
      return await scan()
    } catch (error) {
      log.error({ err: error }, 'the accounts could not be read; trying again')
      return { due: [], next: clock.now() + holdOff }
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      alarm = new AbortController()
      const ended = AbortSignal.any([signal, alarm.signal])
      const { due, next } = await scanned()
      for (const account of due) void start(account)
      await pause(clock, Math.max(next - clock.now(), 0), ended)
      await pause(clock, leastPause, signal)
    }
    await Promise.all(running.values())
  }

  return {
    wake,
    run,
    async tick() {
      const { due } = await scan()
      await Promise.all(due.map(start))
    },
  }
}
