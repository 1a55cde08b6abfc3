// One numbered part of the Add page; locked parts show their name and nothing to copy.
import type { ReactNode } from 'react'
import { t } from '../../i18n.ts'

interface Props {
  number: number
  title: string
  text?: ReactNode
  locked?: boolean
  children: ReactNode
}

export function Part({ number, title, text, locked = false, children }: Props) {
  const id = `part-${number}`
  return (
    <section className="hc-part" aria-labelledby={id} data-locked={locked}>
      <header>
        <span className="hc-part-number" aria-hidden="true">
          {number}
        </span>
        <h2 id={id}>
          <span className="hc-offscreen">{number}. </span>
          {title}
        </h2>
      </header>
      {locked ? (
        <p className="hc-quiet">{t.add.locked}</p>
      ) : (
        <div className="hc-stack">
          {text === undefined ? null : <p className="hc-quiet">{text}</p>}
          {children}
        </div>
      )}
    </section>
  )
}

/** Numbered steps of the AWS console beside what they need. */
export function ConsoleSteps({ steps }: { steps: { id: string; text: ReactNode }[] }) {
  return (
    <ol className="hc-console-steps">
      {steps.map(step => (
        <li key={step.id}>{step.text}</li>
      ))}
    </ol>
  )
}
