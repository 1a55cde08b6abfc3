// Which line is which: the ten highest, the rest on demand; a click brings one line to the front.
import { useState } from 'react'
import { t } from '../i18n.ts'
import { useMode } from '../theme/mode.tsx'
import { legendLength, lineColour } from './draw.ts'
import type { Line } from './series.ts'
import { formatValue, type Unit } from './units.ts'

interface Props {
  lines: readonly Line[]
  unit: Unit
  focus: string | null
  onFocus: (key: string | null) => void
}

export function Legend({ lines, unit, focus, onFocus }: Props) {
  const { mode } = useMode()
  const [all, setAll] = useState(false)
  const shown = all ? lines : lines.slice(0, legendLength)
  const rest = lines.length - legendLength
  return (
    <ul className="hc-legend" data-all={all}>
      {shown.map((line, rank) => (
        <li key={line.key}>
          <button
            type="button"
            aria-pressed={focus === line.key}
            onClick={() => onFocus(focus === line.key ? null : line.key)}
          >
            <i style={{ background: lineColour(rank, mode) }} />
            <span title={line.label}>{line.label}</span>
            <b>{line.last === null ? '–' : formatValue(line.last, unit)}</b>
          </button>
        </li>
      ))}
      {rest > 0 ? (
        <li>
          <button type="button" className="hc-more" onClick={() => setAll(!all)}>
            {all ? t.dashboard.less : t.dashboard.more(rest)}
          </button>
        </li>
      ) : null}
    </ul>
  )
}
