// A link that leaves HeyCloud, marked as such and told nothing about where it came from.
import Icon from '@cloudscape-design/components/icon'
import type { ReactNode } from 'react'
import { t } from '../i18n.ts'

export function External({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
      <span className="hc-external">
        <Icon name="external" size="small" />
      </span>
      <span className="hc-offscreen"> ({t.externalLink})</span>
    </a>
  )
}
