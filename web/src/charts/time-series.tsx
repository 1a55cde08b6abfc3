// A line chart with its legend.
import { useState } from 'react'
import { Legend } from './legend.tsx'
import { LineChart } from './line-chart.tsx'
import type { Lines } from './series.ts'
import type { Unit } from './units.ts'

interface Props {
  title: string
  lines: Lines
  unit: Unit
  unsettledFrom: number
  from: number
  to: number
  display?: 'line' | 'area' | 'bars'
  onZoom: (from: number, to: number) => void
}

export function TimeSeries({ lines, ...rest }: Props) {
  const [focus, setFocus] = useState<string | null>(null)
  return (
    <div className="hc-series">
      <LineChart {...rest} times={lines.times} lines={lines.lines} focus={focus} />
      <Legend lines={lines.lines} unit={rest.unit} focus={focus} onFocus={setFocus} />
    </div>
  )
}
