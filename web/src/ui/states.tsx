// The states that every page has beside its content: loading, failed, empty.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { Component, type ReactNode } from 'react'
import { t } from '../i18n.ts'
import { ApiError } from '../lib/http.ts'

/** Grey bars where the content will be; said once to screen readers. */
export function Skeleton({ lines = 4, tall = false }: { lines?: number; tall?: boolean }) {
  return (
    <div className={tall ? 'hc-skeleton hc-skeleton-tall' : 'hc-skeleton'} role="status" aria-label={t.loading}>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars without identity
        <span key={at} />
      ))}
    </div>
  )
}

export function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const title = error instanceof ApiError ? error.title : t.errors.heading
  const detail = error instanceof ApiError ? error.detail : error.message
  return (
    <Alert
      type="error"
      header={title}
      {...(onRetry === undefined ? {} : { action: <Button onClick={onRetry}>{t.retry}</Button> })}
    >
      <span className="hc-prewrap">{detail}</span>
    </Alert>
  )
}

export function Empty({ heading, children }: { heading: string; children?: ReactNode }) {
  return (
    <div className="hc-empty">
      <h2>{heading}</h2>
      {children}
    </div>
  )
}

interface Asked<T> {
  data: T | undefined
  error: Error | null
  refetch: () => unknown
}

/** What was asked for, when it is there; else the failure or the skeleton. Data once shown stays through a later failure. */
export function Loaded<T>({
  of,
  children,
  lines = 5,
}: {
  of: Asked<T>
  children: (data: T) => ReactNode
  lines?: number
}) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <Failure error={of.error} onRetry={() => of.refetch()} />
  return <Skeleton lines={lines} />
}

/** A page that throws leaves the frame standing. */
export class PageBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <Alert
        type="error"
        header={t.errors.page}
        action={<Button onClick={() => window.location.reload()}>{t.errors.reload}</Button>}
      >
        <span className="hc-prewrap">{this.state.error.message}</span>
      </Alert>
    )
  }
}
