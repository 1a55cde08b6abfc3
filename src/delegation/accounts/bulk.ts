// The same done to many accounts, each by itself: one that fails is told, and keeps no other from it.
import pLimit from 'p-limit'
import { HeyCloudError } from '../../core/errors.ts'
import type { Verifications } from '../verification/verifications.ts'
import type { AccountActor, Accounts } from './accounts.ts'
import { type AccountInput, invalid } from './input.ts'

export type BulkAction = 'verify' | 'pause' | 'resume' | 'edit'

export interface BulkRequest {
  ids: readonly string[]
  action: BulkAction
  /** For `edit`: settings groups to change. */
  attributes?: AccountInput | undefined
}

export interface BulkOutcome {
  id: string
  /** Null where it was done. */
  error: HeyCloudError | null
}

const atOnce = 8

/** What is one account's own, and never the same for many. */
const single = ['aws_account_id', 'aws_partition', 'auth_config', 'account_name'] as const

function checkEdit({ action, attributes }: BulkRequest): AccountInput {
  if (action !== 'edit') return {}
  if (!attributes || Object.keys(attributes).length === 0)
    throw invalid('attributes', 'is required for edit: the settings groups to change')
  const own = single.filter(name => attributes[name] !== undefined)
  if (own.length > 0)
    throw invalid('attributes', `${own.join(', ')}: cannot be the same for many accounts; change each by itself`)
  return attributes
}

/** Rejects only for what is wrong with the request as a whole. Outcomes are in the order of the ids, each once. */
export async function bulk(
  accounts: Pick<Accounts, 'get' | 'pause' | 'resume' | 'update'>,
  verification: Pick<Verifications, 'again'>,
  actor: AccountActor,
  request: BulkRequest,
): Promise<BulkOutcome[]> {
  const attributes = checkEdit(request)
  const work: Record<BulkAction, (id: string) => Promise<unknown>> = {
    verify: async id => verification.again(await accounts.get(actor.organisation, id)),
    pause: id => accounts.pause(actor, id),
    resume: id => accounts.resume(actor, id),
    edit: id => accounts.update(actor, id, attributes),
  }
  const limit = pLimit(atOnce)
  const one = async (id: string): Promise<BulkOutcome> => {
    try {
      await work[request.action](id)
      return { id, error: null }
    } catch (error) {
      if (error instanceof HeyCloudError) return { id, error }
      throw error
    }
  }
  return Promise.all([...new Set(request.ids)].map(id => limit(() => one(id))))
}
