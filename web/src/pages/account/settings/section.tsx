// What the sections of an account's settings have in common: the form they edit, and that each folds.
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { type ReactNode, useState } from 'react'
import type { Faults, SettingsForm } from '../../../lib/settings-form.ts'

export interface SectionProps {
  form: SettingsForm
  faults: Faults
  onEdit: (edit: Partial<SettingsForm>) => void
}

interface FoldProps {
  title: string
  /** What it holds, said while it is folded too. */
  summary: string
  /** Opened whatever was chosen: a fault is never hidden. */
  faulty?: boolean
  open?: boolean
  children: ReactNode
}

export function Fold({ title, summary, faulty = false, open = false, children }: FoldProps) {
  const [expanded, setExpanded] = useState(open)
  return (
    <ExpandableSection
      variant="container"
      headerText={title}
      headerDescription={summary}
      expanded={expanded || faulty}
      onChange={({ detail }) => setExpanded(detail.expanded)}
    >
      <div className="hc-stack">{children}</div>
    </ExpandableSection>
  )
}

interface RowsProps {
  title: string
  text: string
  fault: string | undefined
  children: ReactNode
}

/** A list of filters. Not a form field: that would give its own label to every control in it. */
export function Rows({ title, text, fault, children }: RowsProps) {
  return (
    <section className="hc-rows" aria-label={title}>
      <h3>{title}</h3>
      <p className="hc-quiet">{text}</p>
      <div aria-live="polite">
        {fault === undefined ? null : <StatusIndicator type="error">{fault}</StatusIndicator>}
      </div>
      {children}
    </section>
  )
}
