// What the pages ask of the server, as hooks: one key per thing, so that a change made on one page shows on the others.
import { QueryClient, useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Status } from '../../../src/server/schema/status.ts'
import { type AccountAttributes, api } from './api.ts'
import { ApiError } from './http.ts'

const retry = (count: number, error: Error) =>
  count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500)

export const makeQueryClient = () =>
  new QueryClient({ defaultOptions: { queries: { retry, staleTime: 15_000, refetchOnWindowFocus: true } } })

export const useSession = () =>
  useQuery({ queryKey: ['session'], queryFn: api.session, select: r => r.data.attributes, staleTime: 60_000 })

export const useAccounts = (every?: number) =>
  useQuery({
    queryKey: ['accounts'],
    queryFn: api.accounts,
    select: r => r.data,
    ...(every ? { refetchInterval: every } : {}),
  })

export const removalKey = (id: string) => ['remove', id]
/** Of an account that is being removed nothing is asked: it would be found gone, and written down as an attempt to reach it. */
const useStays = (id: string): boolean => useIsMutating({ mutationKey: removalKey(id) }) === 0

export const useAccount = (id: string) =>
  useQuery({
    queryKey: ['account', id],
    queryFn: () => api.account(id),
    select: r => r.data,
    enabled: useStays(id),
  })

/** While anything is still being found out the page asks every second; afterwards now and then. */
export const stillMoving = (status: Status): boolean =>
  status.state === 'pending' || status.steps.some(step => step.state === 'running' || step.state === 'waiting')

export const useStatus = (id: string) =>
  useQuery({
    queryKey: ['status', id],
    queryFn: () => api.status(id),
    select: r => r.data.attributes,
    enabled: useStays(id),
    refetchInterval: query => {
      const status = query.state.data?.data.attributes
      if (status === undefined || stillMoving(status)) return 1_000
      return status.next_external_id?.state === 'waiting' ? 5_000 : 10_000
    },
  })

export const useSetup = () => useQuery({ queryKey: ['setup'], queryFn: api.setup, select: r => r.data.attributes })

const slow = { staleTime: 30_000, refetchInterval: 60_000 }
export const useCoverage = () =>
  useQuery({
    queryKey: ['coverage'],
    queryFn: api.coverage,
    select: r => r.data.map(row => row.attributes),
    ...slow,
  })
export const useDrift = () => useQuery({ queryKey: ['drift'], queryFn: api.drift, ...slow })
export const useAlerts = () =>
  useQuery({ queryKey: ['alerts'], queryFn: api.alerts, select: r => r.data.map(row => row.attributes), ...slow })
export const useCost = () =>
  useQuery({ queryKey: ['cost'], queryFn: api.cost, select: r => r.data.attributes, ...slow })
export const useAlarms = () =>
  useQuery({ queryKey: ['alarms'], queryFn: api.alarms, select: r => r.data.map(a => a.attributes), ...slow })
export const useResourceCounts = () =>
  useQuery({
    queryKey: ['resource_counts'],
    queryFn: api.resourceCounts,
    select: r => r.data.map(c => c.attributes),
    ...slow,
  })

export const useMetrics = () =>
  useQuery({ queryKey: ['metrics'], queryFn: api.metrics, select: r => r.data.map(m => m.id), staleTime: 300_000 })

export const useAllTags = (metric: string) =>
  useQuery({
    queryKey: ['all-tags', metric],
    queryFn: () => api.allTags(metric),
    select: r => r.data.attributes.tags,
    enabled: metric !== '',
    staleTime: 300_000,
  })

export const useDashboard = (id: string) =>
  useQuery({ queryKey: ['dashboard', id], queryFn: () => api.dashboard(id), staleTime: 600_000 })

export function useVerifyAgain(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.verify(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['status', id] }),
  })
}

export function useCreateAccount() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (attributes: AccountAttributes) => api.createAccount(attributes),
    onSettled: () =>
      Promise.all([['accounts'], ['setup'], ['session']].map(queryKey => client.invalidateQueries({ queryKey }))),
  })
}

export function useUpdateAccount(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (attributes: Partial<AccountAttributes>) => api.updateAccount(id, attributes),
    onSettled: () =>
      Promise.all(
        [['accounts'], ['account', id], ['status', id]].map(queryKey => client.invalidateQueries({ queryKey })),
      ),
  })
}
