// A list of the highest: name, bar, value.
import { t } from '../i18n.ts'
import type { Line } from './series.ts'
import { formatValue, type Unit } from './units.ts'

export interface Bar {
  key: string
  label: string
  value: number
}

export const barsOf = (lines: readonly Line[], pick: (line: Line) => number | null): Bar[] =>
  lines.flatMap(line => {
    const value = pick(line)
    return value === null ? [] : [{ key: line.key, label: line.label, value }]
  })

export function Bars({ bars, unit, title }: { bars: readonly Bar[]; unit: Unit; title: string }) {
  const most = Math.max(...bars.map(bar => Math.abs(bar.value)), Number.MIN_VALUE)
  return (
    <div className="hc-bars">
      <table aria-label={title}>
        <thead className="hc-offscreen">
          <tr>
            <th scope="col">{t.metrics.seriesColumn}</th>
            <th scope="col">{t.dashboard.value}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(bar => (
            <tr key={bar.key}>
              <th scope="row" title={bar.label}>
                <span>{bar.label}</span>
                <i data-down={bar.value < 0} style={{ width: `${(100 * Math.abs(bar.value)) / most}%` }} />
              </th>
              <td className="hc-num">{formatValue(bar.value, unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
