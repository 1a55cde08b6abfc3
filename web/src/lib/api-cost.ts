// What is asked of the server about the cost of monitoring, and the monthly limits.
import { alternativesReply, assumptionsReply, billedReply, budgetReply } from '../../../src/server/schema/cost.ts'
import { accountPath } from './api.ts'
import { read, send } from './http.ts'

const root = '/api/v2/integration/aws/cost'
/** The organisation's own where there is no account. */
const budgetPath = (account: string | null) => (account === null ? `${root}/budget` : `${accountPath(account)}/budget`)

export const costApi = {
  billed: () => read(billedReply, 'GET', `${root}/billed`),
  alternatives: () => read(alternativesReply, 'GET', `${root}/alternatives`),
  assumptions: () => read(assumptionsReply, 'GET', `${root}/assumptions`),
  setBudget: (account: string | null, monthly_limit: number) =>
    read(budgetReply, 'PUT', budgetPath(account), { monthly_limit }),
  removeBudget: (account: string | null) => send('DELETE', budgetPath(account)),
}
