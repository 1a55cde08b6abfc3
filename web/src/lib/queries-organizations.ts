// The hooks of AWS Organizations.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { organizationsApi } from './api-organizations.ts'

export const useOrganizations = () =>
  useQuery({ queryKey: ['organizations'], queryFn: organizationsApi.list, select: reply => reply.data })

/** While accounts are on their way in, the table fills as it happens. */
export const useOrganizationTree = (id: string) =>
  useQuery({
    queryKey: ['organization', id],
    queryFn: () => organizationsApi.tree(id),
    select: reply => reply.data.attributes,
    refetchInterval: query => {
      const counts = query.state.data?.data.attributes.counts
      return counts === undefined || counts.waiting > 0 || counts.not_joined > 0 ? 2_000 : 15_000
    },
  })

export const useOrganizationSetup = (id: string) =>
  useQuery({
    queryKey: ['organization', id, 'setup'],
    queryFn: () => organizationsApi.setup(id),
    select: reply => reply.data.attributes,
  })

/** A change of an Organization, after which it and the accounts are asked again. */
export function useOrganizationChange<T>(change: (input: T) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(
        [['organization'], ['organizations'], ['accounts']].map(queryKey => client.invalidateQueries({ queryKey })),
      ),
  })
}
