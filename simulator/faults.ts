// Faults on demand: a list that tests and the control endpoint fill, and every call is held against.
import type { Fault, FaultKind } from './contract.ts'

export interface FaultTarget {
  service: string
  operation: string
  accountId: string
  region: string
}

export interface Faults {
  /** Adds a fault and returns its id. */
  add(fault: Fault): string
  /** Takes one away; false when it is gone already. */
  remove(id: string): boolean
  clear(): void
  list(): { id: string; fault: Fault }[]
  /** The kinds that hit this call: the first of each sort that matches and has `times` left, which is used up by one. */
  take(target: FaultTarget): FaultKind[]
}

const sorts = [
  'error',
  'latencyMs',
  'partialData',
  'internalErrorFor',
  'lateData',
  'disconnect',
  'expireSession',
] as const

function sortOf(kind: FaultKind): string {
  return sorts.find(sort => sort in kind) ?? 'error'
}

function matches(fault: Fault, target: FaultTarget): boolean {
  const fits = (wanted: string | undefined, given: string) => wanted === undefined || wanted === '*' || wanted === given
  return (
    fits(fault.service, target.service) &&
    fits(fault.operation, target.operation) &&
    fits(fault.accountId, target.accountId) &&
    fits(fault.region, target.region)
  )
}

/** Whether a value read from outside is a fault; the control endpoint refuses anything else. */
export function isFault(value: unknown): value is Fault {
  if (typeof value !== 'object' || value === null) return false
  const { service, operation, accountId, region, kind, times } = value as Record<string, unknown>
  if (typeof service !== 'string' || typeof operation !== 'string') return false
  if (accountId !== undefined && typeof accountId !== 'string') return false
  if (region !== undefined && typeof region !== 'string') return false
  if (times !== undefined && !(typeof times === 'number' && Number.isInteger(times) && times > 0)) return false
  return isFaultKind(kind)
}

function isFaultKind(value: unknown): value is FaultKind {
  if (typeof value !== 'object' || value === null) return false
  const kind = value as Record<string, unknown>
  if ('error' in kind)
    return typeof kind.error === 'string' && typeof kind.message === 'string' && typeof kind.status === 'number'
  if ('partialData' in kind) return kind.partialData === true
  if ('disconnect' in kind) return kind.disconnect === true
  if ('expireSession' in kind) return kind.expireSession === true
  return (['latencyMs', 'internalErrorFor', 'lateData'] as const).some(
    name => typeof kind[name] === 'number' && kind[name] >= 0,
  )
}

export function createFaults(): Faults {
  const held = new Map<string, { fault: Fault; left: number }>()
  let issued = 0
  return {
    add(fault) {
      issued += 1
      const id = `fault-${issued}`
      held.set(id, { fault: structuredClone(fault), left: fault.times ?? Number.POSITIVE_INFINITY })
      return id
    },
    remove: id => held.delete(id),
    clear: () => held.clear(),
    list: () => [...held].map(([id, { fault }]) => ({ id, fault: structuredClone(fault) })),
    take(target) {
      const taken = new Map<string, FaultKind>()
      for (const [id, entry] of held) {
        const sort = sortOf(entry.fault.kind)
        if (taken.has(sort) || !matches(entry.fault, target)) continue
        taken.set(sort, entry.fault.kind)
        entry.left -= 1
        if (entry.left <= 0) held.delete(id)
      }
      return [...taken.values()]
    },
  }
}
