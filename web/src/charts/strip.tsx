// A day at a glance: a bar for each interval, a mark where there is none between others.
import { t } from '../i18n.ts'

interface Props {
  /** Epoch seconds. */
  times: readonly number[]
  counts: readonly number[]
  label: string
}

const timeOf = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

export function Strip({ times, counts, label }: Props) {
  const most = Math.max(...counts, 1)
  const first = counts.findIndex(Boolean)
  const last = counts.findLastIndex(Boolean)
  return (
    <figure className="hc-strip">
      <svg viewBox={`0 0 ${counts.length} 40`} preserveAspectRatio="none" role="img" aria-label={label}>
        {counts.map((count, at) => {
          const height = count === 0 ? 0 : Math.max(3, (40 * count) / most)
          const isGap = count === 0 && at > first && at < last
          return (
            <rect
              key={times[at]}
              x={at + 0.1}
              width={0.8}
              y={isGap ? 0 : 40 - height}
              height={isGap ? 40 : height}
              className={isGap ? 'hc-strip-gap' : 'hc-strip-bar'}
            >
              <title>{t.coverage.pointsAt(timeOf(times[at] ?? 0), count)}</title>
            </rect>
          )
        })}
      </svg>
      <figcaption>
        <span>{timeOf(times[0] ?? 0)}</span>
        <span>{timeOf(times.at(-1) ?? 0)}</span>
      </figcaption>
    </figure>
  )
}
