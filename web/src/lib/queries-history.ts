// What is asked of the server about the long history of an account, and the hooks for it.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { historyReply } from '../../../src/server/schema/history.ts'
import { accountPath } from './api.ts'
import { read, send } from './http.ts'

export type LongHistory = z.infer<typeof historyReply>['data']['attributes']

const path = (id: string) => `${accountPath(id)}/history`

/** What so many months would cost, and how far the last request is: asked every two seconds while it is carried out. */
export const useLongHistory = (id: string, months: number) =>
  useQuery({
    queryKey: ['history', id, months],
    queryFn: () => read(historyReply, 'GET', `${path(id)}?months=${months}`),
    select: r => r.data.attributes,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.data.attributes.state === 'running' ? 2_000 : false),
  })

/** Asks for so many months; stops what is being read where it is null. */
export function useAskHistory(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (months: number | null): Promise<void> => {
      if (months === null) await send('DELETE', path(id))
      else await read(historyReply, 'POST', path(id), { months })
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['history', id] }),
  })
}

/** All regions together. */
export function progressOf({ regions }: Pick<LongHistory, 'regions'>) {
  const sum = (of: (region: LongHistory['regions'][number]) => number) =>
    regions.reduce((total, region) => total + of(region), 0)
  const metrics = sum(region => region.metrics)
  const read = sum(region => region.read)
  return { metrics, read, points: sum(region => region.points), percent: metrics === 0 ? 0 : (read / metrics) * 100 }
}
