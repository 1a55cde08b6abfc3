// The memory of AWS Organizations: which there are, and which an account is in.
import type { Clock } from '../../src/core/clock.ts'
import { createHistory } from '../iam/history.ts'
import type { AwsOrganization } from './model.ts'

export interface Organizations {
  all(): AwsOrganization[]
  /** The one that the account is in, as it is now; not to be changed but in `change`. */
  of(accountId: string): AwsOrganization | undefined
  /** The same as evaluation sees it: changes younger than the delay are not there yet. */
  effectiveOf(accountId: string): AwsOrganization | undefined
  /** Keeps a new one. */
  add(organization: AwsOrganization): void
  /** Changes one and writes it down. When `edit` throws, nothing has changed. Throws RangeError when there is none of this id. */
  change<T>(id: string, edit: (draft: AwsOrganization) => T): T
  /** Calls `listener` with the Organization as it has become, after every change. */
  watch(listener: (organization: AwsOrganization) => void): void
  /** Takes the delay away for what has been changed so far. */
  settle(): void
}

export interface OrganizationsParts {
  wallClock: Clock
  stored: readonly AwsOrganization[]
  /** Ms. */
  propagationMs: number
  save(): void
}

export function createOrganizations({ wallClock, stored, propagationMs, save }: OrganizationsParts): Organizations {
  const history = createHistory<AwsOrganization>(wallClock)
  const listeners: ((organization: AwsOrganization) => void)[] = []
  const having = (accountId: string, read: (id: string) => AwsOrganization | undefined) =>
    history
      .keys()
      .map(read)
      .find(organization => organization && Object.hasOwn(organization.members, accountId))
  for (const organization of stored) history.put(organization.id, organization, 0)
  return {
    all: () => history.keys().flatMap(id => history.latest(id) ?? []),
    of: accountId => having(accountId, history.latest),
    effectiveOf: accountId => having(accountId, history.effective),
    add(organization) {
      history.put(organization.id, organization, 0)
      save()
    },
    change(id, edit) {
      const draft = structuredClone(history.latest(id))
      if (!draft) throw new RangeError(`There is no Organization ${id}`)
      const result = edit(draft)
      history.put(id, draft, propagationMs)
      save()
      for (const listener of listeners) listener(draft)
      return result
    },
    watch: listener => {
      listeners.push(listener)
    },
    settle: history.settle,
  }
}
