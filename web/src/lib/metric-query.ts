// Asks for metrics over a range; the last picture stays until the next is there.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Lines, toLines } from '../charts/series.ts'
import { api } from './api.ts'

/** CloudWatch publishes late: buckets younger than this may still change. */
export const settleSeconds = 600

/** `text` empty asks nothing. Times in epoch seconds. */
export function useMetricQuery(text: string, aliases: readonly string[], from: number, to: number, enabled = true) {
  const asked = useQuery({
    queryKey: ['query', text, from, to],
    queryFn: ({ signal }) => api.query(from, to, text, signal),
    enabled: enabled && text !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  const reply = asked.data
  const names = aliases.join('\u0000')
  const lines: Lines | undefined = useMemo(
    () => (reply === undefined ? undefined : toLines(reply, names.split('\u0000'))),
    [reply, names],
  )
  return { lines, error: asked.error, refetch: asked.refetch, isFetching: asked.isFetching }
}
