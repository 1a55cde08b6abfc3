// Numbers, times and ages as people read them: pure.

/** `34 s`, `2:05 min`, `3 h 12 min`, `4 d`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`
  if (seconds < 86_400) {
    const minutes = Math.floor((seconds % 3600) / 60)
    return minutes === 0 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 3600)} h ${minutes} min`
  }
  const hours = Math.floor((seconds % 86_400) / 3600)
  return hours === 0 ? `${Math.floor(seconds / 86_400)} d` : `${Math.floor(seconds / 86_400)} d ${hours} h`
}

/** An age in its largest unit: `12 s`, `3 min`, `5 h`, `2 d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} d`
}

export const dollars = (amount: number): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    // A bill below ten cents is not "nothing": its first two digits are shown.
    ...(Math.abs(amount) < 0.1 && amount !== 0 ? { maximumSignificantDigits: 2 } : {}),
  }).format(amount)

export const percent = (share: number): string => `${Math.floor(Math.min(1, Math.max(0, share)) * 100)} %`

/** Local time of day; with the day in front when it is not of today. */
export function clockTime(ms: number, nowMs: number): string {
  const at = new Date(ms)
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  if (at.toDateString() === new Date(nowMs).toDateString()) return time
  return `${at.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })} ${time.slice(0, 5)}`
}

/** Whoever did something, as the audit log writes it (`user:ada@acme.test`, `key:terraform`, `heycloud`), as people say it. */
export function actorName(actor: string): string {
  const [, kind, name] = /^(user|key):(.*)$/.exec(actor) ?? []
  if (name === undefined) return actor === 'heycloud' ? 'HeyCloud' : actor
  return kind === 'key' ? `key ${name}` : name
}
