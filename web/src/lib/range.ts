// The time range of a page, in its address: a running one (`range=3h`) or a fixed one (`from=…&to=…`, epoch seconds).

export const rangeSeconds = { '1h': 3600, '3h': 10_800, '12h': 43_200, '24h': 86_400, '7d': 604_800, '14d': 1_209_600 }
export type Running = keyof typeof rangeSeconds
export type Range = { kind: 'running'; name: Running } | { kind: 'fixed'; from: number; to: number }

export const firstRange: Range = { kind: 'running', name: '3h' }

export function readRange(params: URLSearchParams): Range {
  const from = Number(params.get('from'))
  const to = Number(params.get('to'))
  if (from > 0 && to > from) return { kind: 'fixed', from, to }
  const name = params.get('range')
  return name !== null && Object.hasOwn(rangeSeconds, name) ? { kind: 'running', name: name as Running } : firstRange
}

export function writeRange(params: URLSearchParams, range: Range): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const key of ['from', 'to', 'range']) next.delete(key)
  if (range.kind === 'running') next.set('range', range.name)
  else {
    next.set('from', String(Math.floor(range.from)))
    next.set('to', String(Math.ceil(range.to)))
  }
  return next
}

/** Epoch seconds. A running range ends at the last full minute, so that charts drawn together ask for the same time. */
export function bounds(range: Range, nowMs: number): { from: number; to: number } {
  if (range.kind === 'fixed') return { from: range.from, to: range.to }
  const to = Math.floor(nowMs / 60_000) * 60
  return { from: to - rangeSeconds[range.name], to }
}
