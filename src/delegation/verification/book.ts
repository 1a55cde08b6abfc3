// Where verifications are read and written: one small change at a time, never over another's, never for a role that has changed.
import { isDeepStrictEqual } from 'node:util'
import type { AwsAccount } from '../../core/account.ts'
import type { Clock } from '../../core/clock.ts'
import type { Verification } from '../../core/verification.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { accountNotFound, sameTarget } from '../accounts/target.ts'
import type { Serial } from '../serial.ts'
import { completed, freshVerification, isCollectableState } from './state.ts'

/** The account was deleted or pointed elsewhere, or its verification begun anew: what was found is of another role or time. */
export class Overtaken extends Error {}

export interface VerificationBook {
  /** Undefined while nothing is known of the account's role as it is now. */
  read(account: AwsAccount): Promise<Verification | undefined>
  /**
   * Reads, changes and writes as one, and keeps the account's state in step. `begun` names the verification that the change belongs
   * to (its `startedAt`): rejects with Overtaken when that or the account's role is another by now. Rejects with
   * `account_not_found` when the account is gone.
   */
  change(account: AwsAccount, next: (present: Verification) => Verification, begun?: number): Promise<Verification>
}

export interface BookDependencies {
  settings: Pick<Settings, 'accounts' | 'verifications'>
  clock: Clock
  /** Shared with what changes accounts. */
  serial: Serial
}

export function createVerificationBook({ settings, clock, serial }: BookDependencies): VerificationBook {
  async function read(account: AwsAccount): Promise<Verification | undefined> {
    const stored = await settings.verifications.get(account.id)
    if (stored === undefined) return undefined
    // The account's own row decides: it was reset together with a change of the role.
    const stale = isCollectableState(stored.state) && !isCollectableState(account.state)
    return stale ? undefined : completed(stored)
  }

  return {
    read,
    change: (account, next, begun) =>
      serial.run(account.id, async () => {
        const now = await settings.accounts.get(account.organisation, account.id)
        if (!now && begun === undefined) throw accountNotFound()
        if (!now || (begun !== undefined && !sameTarget(now, account))) throw new Overtaken()
        const stored = await read(now)
        const present = stored ?? freshVerification(clock.now())
        if (begun !== undefined && present.startedAt !== begun) throw new Overtaken()
        const changed = next(present)
        if (stored !== undefined && isDeepStrictEqual(changed, stored)) return stored
        const written = { ...changed, updatedAt: clock.now() }
        // What may no longer be collected is closed first, what may be is opened last.
        const closing = !isCollectableState(written.state)
        if (closing && now.state !== written.state)
          await settings.accounts.note(now.organisation, now.id, { state: written.state })
        await settings.verifications.put(now.id, written)
        if (!closing && now.state !== written.state)
          await settings.accounts.note(now.organisation, now.id, { state: written.state })
        return written
      }),
  }
}
