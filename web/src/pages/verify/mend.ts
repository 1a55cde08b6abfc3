// Mends what was typed about an account, then verifies again.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { type AccountAttributes, api } from '../../lib/api.ts'

interface Change {
  aws_account_id?: string
  role_name?: string
  aws_regions?: AccountAttributes['aws_regions']
}

export function useMend(account: AccountData) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (change: Change) => {
      await api.updateAccount(account.id, {
        ...(change.aws_account_id === undefined ? {} : { aws_account_id: change.aws_account_id }),
        ...(change.role_name === undefined ? {} : { auth_config: { role_name: change.role_name } }),
        ...(change.aws_regions === undefined ? {} : { aws_regions: change.aws_regions }),
      })
      await api.verify(account.id)
    },
    onSettled: () => client.invalidateQueries(),
  })
}
