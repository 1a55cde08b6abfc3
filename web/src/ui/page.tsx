// The head of a page: its one h1, a line below it, actions beside it; and the document's title.
import { type ReactNode, useEffect } from 'react'
import { t } from '../i18n.ts'

interface Props {
  title: string
  text?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

export function Page({ title, text, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${t.product}`
  }, [title])
  return (
    <>
      <header className="hc-page-head">
        <div>
          <h1>{title}</h1>
          {text === undefined ? null : <p>{text}</p>}
        </div>
        {actions === undefined ? null : <div className="hc-page-actions">{actions}</div>}
      </header>
      {children}
    </>
  )
}

/** A titled panel. */
export function Panel({
  title,
  actions,
  children,
  id,
}: {
  title: ReactNode
  actions?: ReactNode
  children: ReactNode
  id?: string
}) {
  return (
    <section className="hc-panel" {...(id === undefined ? {} : { id })}>
      <header>
        <h2>{title}</h2>
        {actions}
      </header>
      <div className="hc-panel-body">{children}</div>
    </section>
  )
}
