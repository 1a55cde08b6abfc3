// The one React skin over uPlot: a chart of lines with crosshair, tooltip, keyboard, and words for those who do not see it.
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import uPlot from 'uplot'
import { t } from '../i18n.ts'
import { useMode } from '../theme/mode.tsx'
import { chartOptions, type Drawing, lineColour } from './draw.ts'
import type { Line } from './series.ts'
import { formatValue, type Unit } from './units.ts'

interface Props {
  title: string
  times: number[]
  lines: readonly Line[]
  unit: Unit
  unsettledFrom: number
  from: number
  to: number
  display?: 'line' | 'area' | 'bars'
  focus?: string | null
  onZoom: (from: number, to: number) => void
}

const tooltipLength = 8

interface Point {
  index: number
  left: number
  width: number
}

function when(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** Beside the crosshair where there is more room, but never so narrow that the values do not fit. */
function beside({ left, width }: Point): { left?: number; right?: number; maxWidth: number } {
  const gap = 14
  const onLeft = left > width / 2
  const room = (onLeft ? left : width - left) - gap
  const maxWidth = Math.min(300, width, Math.max(room, 220))
  const edge = Math.max(0, Math.min((onLeft ? width - left : left) + gap, width - maxWidth))
  return onLeft ? { right: edge, maxWidth } : { left: edge, maxWidth }
}

function Tooltip({ point, times, lines, unit }: { point: Point } & Pick<Props, 'times' | 'lines' | 'unit'>) {
  const { mode } = useMode()
  const at = times[point.index]
  if (at === undefined) return null
  const rows = lines
    .map((line, rank) => ({ line, rank, value: line.values[point.index] ?? null }))
    .sort((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY))
  return (
    <div className="hc-tooltip" style={beside(point)}>
      <strong>{when(at)}</strong>
      {rows.slice(0, tooltipLength).map(({ line, rank, value }) => (
        <div key={line.key}>
          <i style={{ background: lineColour(rank, mode) }} />
          <span>{line.label}</span>
          <b>{value === null ? t.dashboard.gap : formatValue(value, unit)}</b>
        </div>
      ))}
      {rows.length > tooltipLength ? <em>{t.dashboard.more(rows.length - tooltipLength)}</em> : null}
    </div>
  )
}

/** Keeps one uPlot in `box`, remade when what it draws changes and resized with its place. */
function useChart(drawing: Omit<Drawing, 'onCursor' | 'mode' | 'syncKey'>, onPoint: (point: Point | null) => void) {
  const { mode } = useMode()
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const hovered = useRef(false)
  const told = useRef(onPoint)
  told.current = onPoint
  const zoom = useRef(drawing.onZoom)
  zoom.current = drawing.onZoom
  const { times, lines, unit, unsettledFrom, from, to, display, focus } = drawing
  useEffect(() => {
    const place = box.current
    if (place === null) return
    const { options, data } = chartOptions(
      {
        ...{ times, lines, unit, unsettledFrom, from, to, display, focus, mode },
        syncKey: 'heycloud',
        onZoom: (a, b) => zoom.current(a, b),
        onCursor: u => {
          // Other charts follow the crosshair; only the one under the pointer, or in focus, says values.
          const { idx, left } = u.cursor
          if (!hovered.current || idx === null || idx === undefined || (left ?? -1) < 0) told.current(null)
          else told.current({ index: idx, left: (left ?? 0) + u.bbox.left / uPlot.pxRatio, width: place.clientWidth })
        },
      },
      place.clientWidth,
      place.clientHeight,
    )
    const made = new uPlot(options, data, place)
    chart.current = made
    const resized = new ResizeObserver(() => made.setSize({ width: place.clientWidth, height: place.clientHeight }))
    resized.observe(place)
    return () => {
      resized.disconnect()
      made.destroy()
      chart.current = null
    }
  }, [times, lines, unit, unsettledFrom, from, to, display, focus, mode])
  return { box, chart, hovered }
}

export function LineChart({ title, display = 'line', focus = null, ...rest }: Props) {
  const { times, lines, unit } = rest
  const [point, setPoint] = useState<Point | null>(null)
  const { box, chart, hovered } = useChart({ ...rest, display, focus }, setPoint)
  const spoken = useMemo(() => {
    const at = point === null ? undefined : times[point.index]
    if (point === null || at === undefined) return ''
    const values = lines.slice(0, 3).map(line => {
      const value = line.values[point.index] ?? null
      return `${line.label} ${value === null ? t.dashboard.gap : formatValue(value, unit)}`
    })
    return `${when(at)}: ${values.join(', ')}`
  }, [point, times, lines, unit])
  const leave = () => {
    hovered.current = false
    setPoint(null)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -times.length, End: times.length }[event.key]
    const u = chart.current
    if (step === undefined || u === null) return
    event.preventDefault()
    hovered.current = true
    const index = Math.min(times.length - 1, Math.max(0, (point?.index ?? times.length) + step))
    // The first bucket may begin before the range does.
    u.setCursor({ left: Math.max(0, u.valToPos(times[index] ?? 0, 'x')), top: 10 })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a canvas with a keyboard, not a picture file
    <div
      className="hc-chart"
      role="group"
      aria-roledescription="chart"
      aria-label={t.dashboard.chartLabel(title, lines.length)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: moved through by arrow keys
      tabIndex={0}
      onKeyDown={onKey}
      onBlur={leave}
      onPointerEnter={() => {
        hovered.current = true
      }}
      onPointerLeave={leave}
    >
      <div className="hc-canvas" ref={box} />
      {point === null ? null : <Tooltip point={point} times={times} lines={lines} unit={unit} />}
      <span className="hc-offscreen" aria-live="polite">
        {spoken}
      </span>
    </div>
  )
}
