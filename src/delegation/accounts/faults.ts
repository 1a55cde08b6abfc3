// Warnings about a trust policy that somebody leaves as they are, for a reason that is kept and shown.
import { HeyCloudError } from '../../core/errors.ts'
import type { AcceptedFault } from '../../core/verification.ts'
import { type AccountActor, type AccountDependencies, audit, getAccount } from './change.ts'
import { invalid, textFault } from './input.ts'

export interface FaultInput {
  faultId: string
  /** As the fault gives it: `Statement[0].Condition`. */
  path: string
  reason: string
}

function checkedReason(text: string): string {
  const reason = text.trim()
  if (reason.length < 3 || reason.length > 500) throw invalid('reason', 'must be 3 to 500 characters')
  const fault = textFault(reason)
  if (fault) throw invalid('reason', fault)
  return reason
}

/** Only what verification has found, and only a warning: an error lets strangers in, or keeps HeyCloud out. */
export async function acceptFault(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
  { faultId, path, reason }: FaultInput,
): Promise<AcceptedFault> {
  const account = await getAccount(deps, actor.organisation, id)
  const words = checkedReason(reason)
  const faults = (await deps.settings.verifications.get(id))?.trustFaults ?? []
  const fault = faults.find(one => one.id === faultId && one.path === path)
  if (!fault) throw invalid('fault_id', 'the trust policy, as it was last read, has no such fault at this path')
  if (fault.severity === 'error') throw invalid('fault_id', 'is an error; only warnings can be accepted')
  const accepted = { accountConfigId: id, faultId, path, reason: words, actor: actor.name, at: deps.clock.now() }
  await deps.settings.acceptedFaults.put(accepted)
  await audit(deps, actor, 'account.accept_fault', account, { fault: faultId, path, reason: words })
  return accepted
}

export async function withdrawFault(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
  { faultId, path }: Omit<FaultInput, 'reason'>,
): Promise<void> {
  const account = await getAccount(deps, actor.organisation, id)
  const accepted = await deps.settings.acceptedFaults.list(id)
  if (!accepted.some(one => one.faultId === faultId && one.path === path))
    throw new HeyCloudError('not_found', 'This fault was not accepted.')
  await deps.settings.acceptedFaults.delete(id, faultId, path)
  await audit(deps, actor, 'account.withdraw_fault', account, { fault: faultId, path })
}
