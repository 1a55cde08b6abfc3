// Many series at once: a row for each, time to the right, darker for more. A gap stays empty.
import { useEffect, useRef, useState } from 'react'
import { t } from '../i18n.ts'
import { useMode } from '../theme/mode.tsx'
import { heatColour } from '../theme/palette.ts'
import type { Lines } from './series.ts'
import { formatValue, type Unit } from './units.ts'

const rowLimit = 24

export function HeatMap({ lines, unit, title }: { lines: Lines; unit: Unit; title: string }) {
  const { mode } = useMode()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [at, setAt] = useState<{ row: number; column: number } | null>(null)
  const rows = lines.lines.slice(0, rowLimit)
  const columns = lines.times.length
  const most = Math.max(...rows.flatMap(line => line.values.map(value => value ?? 0)), 0)
  useEffect(() => {
    const place = canvas.current
    const context = place?.getContext('2d')
    if (!place || !context) return
    // One pixel a cell; the browser stretches it without smoothing.
    place.width = Math.max(1, columns)
    place.height = Math.max(1, rows.length)
    context.clearRect(0, 0, place.width, place.height)
    rows.forEach((line, row) => {
      line.values.forEach((value, column) => {
        if (value === null) return
        context.fillStyle = heatColour(most === 0 ? 0 : value / most, mode)
        context.fillRect(column, row, 1, 1)
      })
    })
  }, [rows, columns, most, mode])
  const line = at === null ? undefined : rows[at.row]
  const value = at === null ? null : (line?.values[at.column] ?? null)
  const time = at === null ? undefined : lines.times[at.column]
  return (
    <div className="hc-heat">
      <div className="hc-heat-names" aria-hidden="true">
        {rows.map(row => (
          <span key={row.key} title={row.label}>
            {row.label}
          </span>
        ))}
      </div>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t.dashboard.chartLabel(title, rows.length)}
        onPointerMove={event => {
          const box = event.currentTarget.getBoundingClientRect()
          setAt({
            row: Math.floor(((event.clientY - box.top) / box.height) * rows.length),
            column: Math.floor(((event.clientX - box.left) / box.width) * columns),
          })
        }}
        onPointerLeave={() => setAt(null)}
      />
      <p className="hc-heat-scale">
        {line === undefined || time === undefined ? (
          <>
            <span>0</span>
            <i
              style={{
                background: `linear-gradient(90deg, ${[0, 0.25, 0.5, 0.75, 1].map(s => heatColour(s, mode)).join()})`,
              }}
            />
            <span>{formatValue(most, unit)}</span>
            {lines.lines.length > rowLimit ? <span>{t.dashboard.more(lines.lines.length - rowLimit)}</span> : null}
          </>
        ) : (
          <span>
            {line.label}, {new Date(time * 1000).toLocaleTimeString('en-GB').slice(0, 5)}:{' '}
            <b>{value === null ? t.dashboard.gap : formatValue(value, unit)}</b>
          </span>
        )}
      </p>
    </div>
  )
}
