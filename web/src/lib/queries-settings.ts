// The hooks of an account's settings: what a change comes to, what can be chosen, and what each feature needs.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { MetricNameFilter } from '../../../src/server/schema/aws-public.ts'
import { permissionSchema } from '../../../src/server/schema/permissions.ts'
import { type AccountAttributes, api } from './api.ts'
import { lifeApi } from './api-life.ts'
import { useSettled } from './clock.ts'

const paused = { placeholderData: keepPreviousData, staleTime: 10_000 }

/** Asked when the typing pauses; `waiting` while the answer is to an earlier change. `stored` names the state it is reckoned from. */
export function usePreview(id: string, stored: string, change: Partial<AccountAttributes> | null) {
  const settled = useSettled(change)
  const asked = useQuery({
    queryKey: ['preview', id, stored, settled],
    queryFn: () => lifeApi.preview(id, settled ?? {}),
    select: reply => reply.data.attributes,
    enabled: settled !== null,
    ...paused,
  })
  return { ...asked, waiting: settled !== change || asked.isPlaceholderData || asked.isPending }
}

export function useNamePreview(id: string, filters: readonly MetricNameFilter[]) {
  const settled = useSettled(filters)
  return useQuery({
    queryKey: ['metric-names', id, settled],
    queryFn: () => lifeApi.previewNames(id, settled),
    select: reply => reply.data.attributes.namespaces,
    enabled: settled.length > 0,
    ...paused,
  })
}

const lasting = { staleTime: 3_600_000 }

/** The namespaces that AWS names. */
export const useNamespaces = () =>
  useQuery({
    queryKey: ['namespaces'],
    queryFn: lifeApi.namespaces,
    select: reply => reply.data.attributes.namespaces,
    ...lasting,
  })

const everyFeature = permissionSchema.shape.features.element.options
/** Every feature with its words and the actions that it needs. */
export const useFeatures = (access: 'role' | 'key') =>
  useQuery({
    queryKey: ['permissions', 'all', access],
    queryFn: () => api.permissions(everyFeature, access),
    select: reply => reply.data.attributes,
    ...lasting,
  })
