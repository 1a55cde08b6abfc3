// A button that copies, also where the page is served over plain HTTP and the browser withholds its clipboard API.
import { useEffect, useState } from 'react'
import { t } from '../i18n.ts'
import { after } from '../lib/clock.ts'
import { LinkButton } from './link-button.tsx'

async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // Refused by the browser's permission: the old way below may still do.
    }
  }
  const field = document.createElement('textarea')
  field.value = text
  field.setAttribute('readonly', '')
  field.className = 'hc-offscreen'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}

interface Props {
  text: string
  /** What is copied, for people who do not see the page: "the external ID". */
  what: string
  label?: string
}

export function CopyButton({ text, what, label = t.copy }: Props) {
  const [result, setResult] = useState<'idle' | 'done' | 'failed'>('idle')
  useEffect(() => (result === 'idle' ? undefined : after(2_000, () => setResult('idle'))), [result])
  const words = { idle: label, done: t.copied, failed: t.copyFailed }[result]
  return (
    <span className="hc-copy">
      <LinkButton
        icon={result === 'done' ? 'check' : 'copy'}
        label={t.copyOf(what)}
        onClick={() => {
          void copyText(text).then(done => setResult(done ? 'done' : 'failed'))
        }}
      >
        {words}
      </LinkButton>
      <span className="hc-offscreen" aria-live="polite">
        {result === 'idle' ? '' : words}
      </span>
    </span>
  )
}

/** One value in monospace with its copy button. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="hc-copyable">
      <code>{text}</code> <CopyButton text={text} what={what} />
    </span>
  )
}
