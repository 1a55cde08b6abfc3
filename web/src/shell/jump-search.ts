// What Ctrl-K finds for a text: pure, so that its order can be tested.

export interface Place {
  kind: 'page' | 'account' | 'metric'
  label: string
  /** Also searched: an account's ID, alias and role ARN. */
  also: string[]
  to: string
}

/** Lower is better; undefined where it does not match. Every word must occur somewhere. */
function rank(place: Place, words: string[]): number | undefined {
  const label = place.label.toLowerCase()
  const all = [label, ...place.also.map(a => a.toLowerCase())]
  if (!words.every(word => all.some(text => text.includes(word)))) return undefined
  const first = words[0] ?? ''
  if (all.includes(words.join(' '))) return 0
  if (label.startsWith(first)) return 1
  return all.some(text => text.split(/[\s._:/-]+/).some(part => part.startsWith(first))) ? 2 : 3
}

const kindOrder = { page: 0, account: 1, metric: 2 }

export function searchPlaces(places: readonly Place[], text: string, limit = 12): Place[] {
  const words = text.toLowerCase().trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return places.filter(place => place.kind !== 'metric').slice(0, limit)
  // A pasted ARN names its account in the fifth field; so it also finds that account.
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text.trim())?.[1]
  return places
    .map(place => ({
      place,
      rank: rank(place, words) ?? (account && place.also.includes(account) ? 4 : undefined),
    }))
    .filter((hit): hit is { place: Place; rank: number } => hit.rank !== undefined)
    .sort((a, b) => a.rank - b.rank || kindOrder[a.place.kind] - kindOrder[b.place.kind])
    .slice(0, limit)
    .map(hit => hit.place)
}
