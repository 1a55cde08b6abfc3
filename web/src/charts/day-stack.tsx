// Days as stacked bars: what each day's charge is made of, with a table of the same for those who do not see it.
import { useState } from 'react'
import { t } from '../i18n.ts'
import { axisTop, type StackedDays } from '../lib/cost.ts'
import { dollars } from '../lib/format.ts'
import { useMode } from '../theme/mode.tsx'
import { lineColour } from './draw.ts'

const words = t.cost
const [width, height] = [1_000, 180]

/** 23 Nov */
const shortDay = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

interface BarProps {
  day: StackedDays['days'][number]
  x: number
  step: number
  top: number
  active: boolean
  onActive: () => void
}

function Bar({ day, x, step, top, active, onActive }: BarProps) {
  const { mode } = useMode()
  let below = 0
  return (
    <g data-active={active} onPointerEnter={onActive}>
      <rect className="hc-day-hit" x={x} y={0} width={step} height={height} />
      {day.parts.map((part, rank) => {
        const size = (part.charge / top) * height
        below += size
        return size === 0 ? null : (
          <rect
            key={part.key}
            x={x + step * 0.12}
            y={height - below}
            width={step * 0.76}
            height={size}
            fill={lineColour(rank, mode)}
          />
        )
      })}
    </g>
  )
}

function Table({ days, keys }: StackedDays) {
  return (
    <table>
      <caption>{words.byDay}</caption>
      <thead>
        <tr>
          <th scope="col">{words.day}</th>
          <th scope="col">{words.total}</th>
          {keys.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, total, parts }) => (
          <tr key={day}>
            <th scope="row">{shortDay(day)}</th>
            <td>{dollars(total)}</td>
            {parts.map(({ key, charge }) => (
              <td key={key}>{dollars(charge)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function DayStack({ days, keys }: StackedDays) {
  const { mode } = useMode()
  const [chosen, setChosen] = useState<string | null>(null)
  const top = axisTop(Math.max(...days.map(({ total }) => total)))
  // A month that has just begun has no bars as wide as the page.
  const step = width / Math.max(days.length, 14)
  const shown = days.find(({ day }) => day === chosen)
  const parts = shown?.parts ?? keys
  return (
    <div className="hc-days">
      <div className="hc-days-plot">
        <div className="hc-days-axis" aria-hidden="true">
          {[1, 0.5, 0].map(share => (
            <span key={share}>{dollars(top * share)}</span>
          ))}
        </div>
        <svg
          role="img"
          aria-label={words.chartLabel(days.length)}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          onPointerLeave={() => setChosen(null)}
        >
          {[0, 0.5].map(share => (
            <line key={share} x1={0} x2={width} y1={height * share} y2={height * share} />
          ))}
          {days.map((day, at) => (
            <Bar
              key={day.day}
              {...{ day, step, top }}
              x={at * step}
              active={chosen === null || chosen === day.day}
              onActive={() => setChosen(day.day)}
            />
          ))}
        </svg>
      </div>
      <p className="hc-days-ends hc-quiet hc-small" aria-hidden="true">
        <span>{shortDay(days[0]?.day ?? '')}</span>
        <strong>
          {shown
            ? words.dayLabel(shortDay(shown.day), dollars(shown.total))
            : words.dayLabel(words.month, dollars(keys.reduce((sum, { charge }) => sum + charge, 0)))}
        </strong>
        <span>{shortDay(days.at(-1)?.day ?? '')}</span>
      </p>
      <ul className="hc-days-legend" aria-hidden="true">
        {parts.map(({ key, label, charge }, rank) => (
          <li key={key}>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect width="10" height="10" rx="2" fill={lineColour(rank, mode)} />
            </svg>
            <span title={label}>{label}</span>
            <b>{dollars(charge)}</b>
          </li>
        ))}
      </ul>
      <div className="hc-offscreen">
        <Table days={days} keys={keys} />
      </div>
    </div>
  )
}
