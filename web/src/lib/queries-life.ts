// The hooks of an account's life after connecting: each change makes what other pages show of the account be asked again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lifeApi } from './api-life.ts'
import { removalKey } from './queries.ts'

/** A mutation after which everything that is shown of any account is asked again. */
export function useAccountChange<T, R>(change: (input: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSettled: () => client.invalidateQueries() })
}

export const useRemoval = (id: string, asked: boolean) =>
  useQuery({
    queryKey: ['removal', id],
    queryFn: () => lifeApi.removal(id),
    select: reply => reply.data.attributes,
    enabled: asked,
    staleTime: 0,
  })

/** While one is under way it is asked for often. */
export const useErasures = () =>
  useQuery({
    queryKey: ['erasures'],
    queryFn: lifeApi.erasures,
    select: reply => reply.data,
    refetchInterval: query =>
      query.state.data?.data.some(one => one.attributes.state !== 'verified') ? 1_000 : 60_000,
  })

/** `onGone` leaves the account's page. What that page shows is not asked again; it is forgotten as far as the page has been left by then. */
export function useRemove(id: string, onGone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: removalKey(id),
    mutationFn: (data: 'keep' | 'erase') => lifeApi.remove(id, data),
    onSuccess: async () => {
      onGone()
      const isOwn = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.includes(id)
      await client.invalidateQueries({ predicate: query => !isOwn(query) })
      client.removeQueries({ predicate: isOwn, type: 'inactive' })
    },
  })
}
