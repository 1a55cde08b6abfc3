// A chart's every value as a table, newest first: for screen readers, and for copying.
import { t } from '../i18n.ts'
import type { Lines } from './series.ts'
import { formatValue, type Unit } from './units.ts'

export function ValueTable({ lines, unit, title }: { lines: Lines; unit: Unit; title: string }) {
  const rows = lines.times.map((time, index) => ({ time, index })).reverse()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard
    <div className="hc-scroll hc-value-table" tabIndex={0}>
      <table className="hc-table">
        <caption className="hc-offscreen">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.dashboard.time}</th>
            {lines.lines.map(line => (
              <th key={line.key} scope="col">
                {line.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, index }) => (
            <tr key={time}>
              <th scope="row" className="hc-nowrap">
                {new Date(time * 1000).toLocaleString('en-GB')}
              </th>
              {lines.lines.map(line => {
                const value = line.values[index] ?? null
                return (
                  <td key={line.key} className="hc-num hc-nowrap">
                    {value === null ? t.dashboard.gap : formatValue(value, unit)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
