// The monthly limit that was typed on the Add page: set when the account is there, before its role is proven and anything is read.
import { costApi } from '../../lib/api-cost.ts'
import { parseLimit } from '../../lib/cost.ts'

/** What the page that follows is told. */
export interface Followed {
  /** Why the limit is not set, though the account is saved. */
  limitFault?: string
}

export async function keepLimit(id: string, text: string): Promise<Followed> {
  const { limit } = parseLimit(text)
  if (limit === null) return {}
  try {
    await costApi.setBudget(id, limit)
    return {}
  } catch (error) {
    return { limitFault: error instanceof Error ? error.message : String(error) }
  }
}
