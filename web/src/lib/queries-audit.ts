// The audit log, page by page, the newest first.
import { useInfiniteQuery } from '@tanstack/react-query'
import { auditReply } from '../../../src/server/schema/audit.ts'
import { auditRow } from './audit.ts'
import { read } from './http.ts'

const readPage = (cursor: string | null) =>
  read(
    auditReply,
    'GET',
    `/api/v2/heycloud/audit?${new URLSearchParams({ limit: '100', ...(cursor === null ? {} : { cursor }) })}`,
  )

export const useAudit = () =>
  useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => readPage(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ meta }) => meta.next_cursor,
    select: ({ pages }) => pages.flatMap(({ data }) => data.map(auditRow)),
  })
