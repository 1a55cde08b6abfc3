// Asks for metrics over a range, and again while the server fetches what is wanting; the last picture stays until the next is there.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { QueryReply } from '../../../src/server/schema/web-reads.ts'
import { type Lines, toLines } from '../charts/series.ts'
import { api } from './api.ts'

/** CloudWatch publishes late: buckets younger than this may still change. */
export const settleSeconds = 600

/** How soon the server is asked again while it fetches metrics that are seldom read, ms, and how often at most: for ten seconds. */
const fillPause = 700
const fillAsks = 14

interface Filled extends Pick<QueryReply, 'filling'> {
  /** Something was being fetched when this was asked: its last points may have come after the reply was read from the store. */
  following: boolean
}
type Answered = QueryReply & Filled

/** Whether to ask again soon; `asks` counts the answers to this question. */
export const isFilling = (reply: Filled | undefined, asks: number): boolean =>
  reply !== undefined && asks < fillAsks && ((reply.filling ?? 0) > 0 || reply.following)

const none: NonNullable<QueryReply['not_filled']> = []

/** `text` empty asks nothing. Times in epoch seconds. `filling` is how many metrics are being fetched and waited for. */
export function useMetricQuery(text: string, aliases: readonly string[], from: number, to: number, enabled = true) {
  const client = useQueryClient()
  const queryKey = ['query', text, from, to]
  const asked = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Answered> => {
      const before = client.getQueryData<Answered>(queryKey)
      return { ...(await api.query(from, to, text, signal)), following: (before?.filling ?? 0) > 0 }
    },
    enabled: enabled && text !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    refetchInterval: ({ state }) => (isFilling(state.data, state.dataUpdateCount) ? fillPause : false),
  })
  const reply = asked.data
  const names = aliases.join('\u0000')
  const lines: Lines | undefined = useMemo(
    () => (reply === undefined ? undefined : toLines(reply, names.split('\u0000'))),
    [reply, names],
  )
  const waits = isFilling(reply, client.getQueryState(queryKey)?.dataUpdateCount ?? 0)
  return {
    ...{ lines, error: asked.error, refetch: asked.refetch, isFetching: asked.isFetching },
    filling: waits ? (reply?.filling ?? 0) : 0,
    notFilled: reply?.not_filled ?? none,
  }
}
