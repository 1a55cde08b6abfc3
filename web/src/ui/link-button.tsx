// A button that looks like a link with an icon: for small actions beside what they act on.
import Icon, { type IconProps } from '@cloudscape-design/components/icon'
import type { ReactNode } from 'react'

interface Props {
  icon?: IconProps.Name
  /** Where the visible words alone do not say enough. */
  label?: string
  onClick: () => void
  children: ReactNode
}

export function LinkButton({ icon, label, onClick, children }: Props) {
  return (
    <button type="button" className="hc-link-button" aria-label={label} onClick={onClick}>
      {icon === undefined ? null : <Icon name={icon} size="small" />}
      <span>{children}</span>
    </button>
  )
}
