// The hooks of the cost of monitoring.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { costApi } from './api-cost.ts'

const slow = { staleTime: 60_000, refetchInterval: 300_000 }

export const useBilled = () =>
  useQuery({
    queryKey: ['cost', 'billed'],
    queryFn: costApi.billed,
    select: r => r.data.map(one => one.attributes),
    ...slow,
  })
export const useAlternatives = () =>
  useQuery({
    queryKey: ['cost', 'alternatives'],
    queryFn: costApi.alternatives,
    select: r => r.data.attributes,
    ...slow,
  })
export const useAssumptions = () =>
  useQuery({
    queryKey: ['cost', 'assumptions'],
    queryFn: costApi.assumptions,
    select: r => r.data,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Sets a limit, or removes it where it is null. What shows costs, paces and alerts is asked again. */
export function useSetLimit(account: string | null) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (limit: number | null): Promise<void> => {
      if (limit === null) await costApi.removeBudget(account)
      else await costApi.setBudget(account, limit)
    },
    onSuccess: () =>
      Promise.all([['cost'], ['alerts'], ['status']].map(queryKey => client.invalidateQueries({ queryKey }))),
  })
}
