// What uPlot is told for one chart: lines, dashed ends, axes, crosshair.
import uPlot from 'uplot'
import { chartInk, type Mode, seriesColour } from '../theme/palette.ts'
import { type Line, splitTail } from './series.ts'
import { axisSteps, formatValue, type Unit, yRange } from './units.ts'

export const legendLength = 10

export interface Drawing {
  times: number[]
  lines: readonly Line[]
  unit: Unit
  mode: Mode
  /** Epoch seconds; from here on lines are dashed. */
  unsettledFrom: number
  from: number
  to: number
  display: 'line' | 'area' | 'bars'
  /** Only this line is drawn strongly. */
  focus: string | null
  syncKey: string
  onCursor: (u: uPlot) => void
  onZoom: (from: number, to: number) => void
}

const two = (n: number) => String(n).padStart(2, '0')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Axis labels: the day where it begins, the time elsewhere. */
export const timeLabels = (splits: readonly number[], step: number): string[] => {
  let day = ''
  return splits.map((seconds, at) => {
    const date = new Date(seconds * 1000)
    const thisDay = `${date.getDate()} ${months[date.getMonth()]}`
    if (step >= 86_400) return thisDay
    const fresh = at > 0 && thisDay !== day
    day = thisDay
    return fresh ? thisDay : `${two(date.getHours())}:${two(date.getMinutes())}`
  })
}

/** Beyond the legend's length lines are drawn as quiet company. */
export const lineColour = (rank: number, mode: Mode): string =>
  rank < legendLength ? seriesColour(rank, mode) : chartInk[mode].cursor

function seriesOptions(drawing: Drawing): { series: uPlot.Series[]; data: uPlot.AlignedData } {
  const series: uPlot.Series[] = [{}]
  const columns: (number | null)[][] = []
  const bars = drawing.display === 'bars' && uPlot.paths.bars ? uPlot.paths.bars({ size: [0.8, 40] }) : undefined
  drawing.lines.forEach((line, rank) => {
    const stroke = lineColour(rank, drawing.mode)
    const faded = drawing.focus !== null && drawing.focus !== line.key
    const look: uPlot.Series = {
      label: line.label,
      stroke,
      width: rank < legendLength ? 1.5 : 1,
      alpha: faded ? 0.12 : 1,
      spanGaps: false,
      points: { show: line.values.filter(value => value !== null).length < 3, size: 4 },
      ...(drawing.display === 'area' ? { fill: `${stroke}22` } : {}),
      ...(bars ? { paths: bars, fill: `${stroke}aa` } : {}),
    }
    const { settled, tail } = splitTail(drawing.times, line.values, drawing.unsettledFrom)
    series.push(look)
    columns.push(settled)
    if (tail !== null) {
      series.push({ ...look, dash: [3, 4] })
      columns.push(tail)
    }
  })
  return { series, data: [drawing.times, ...columns] }
}

export function chartOptions(drawing: Drawing, width: number, height: number) {
  const ink = chartInk[drawing.mode]
  const { series, data } = seriesOptions(drawing)
  const font = '11px system-ui, sans-serif'
  const axis = { stroke: ink.axis, font, ticks: { show: false }, grid: { stroke: ink.grid, width: 1 } }
  const options: uPlot.Options = {
    width,
    height,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: {
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false },
      sync: { key: drawing.syncKey, setSeries: false },
      y: false,
    },
    scales: {
      x: { time: true, range: () => [drawing.from, drawing.to] },
      y: { range: (_, low, high) => yRange(low, high, drawing.unit) },
    },
    axes: [
      { ...axis, space: 64, size: 26, values: (_, splits, __, ___, step) => timeLabels(splits, step) },
      {
        ...axis,
        incrs: axisSteps(drawing.unit),
        space: 30,
        values: (_, splits) => splits.map(value => formatValue(value, drawing.unit)),
        size: (_, values) => 14 + 6.2 * Math.max(2, ...(values ?? []).map(text => text.length)),
      },
    ],
    series,
    hooks: {
      setCursor: [drawing.onCursor],
      setSelect: [
        u => {
          const { left, width: chosen } = u.select
          if (chosen > 4) drawing.onZoom(u.posToVal(left, 'x'), u.posToVal(left + chosen, 'x'))
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        },
      ],
    },
  }
  return { options, data }
}
