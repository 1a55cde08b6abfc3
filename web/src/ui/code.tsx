// A block of text to be read and copied: a policy, a command, a pasted document with a marked place.
import { t } from '../i18n.ts'
import { CopyButton } from './copy.tsx'
import { LinkButton } from './link-button.tsx'

interface Props {
  text: string
  what: string
  /** 0-based lines to mark. */
  marked?: ReadonlySet<number>
  /** Offers a download under this name. */
  fileName?: string
  /** CSS max-height class: `tall` shows more before it scrolls. */
  size?: 'normal' | 'tall'
}

function download(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = fileName
  anchor.click()
  URL.revokeObjectURL(url)
}

export function CodeBlock({ text, what, marked, fileName, size = 'normal' }: Props) {
  const lines = text.split('\n')
  return (
    <figure className="hc-code">
      <figcaption>
        <span>{what}</span>
        <span className="hc-code-actions">
          <CopyButton text={text} what={what} />
          {fileName === undefined ? null : (
            <LinkButton icon="download" onClick={() => download(text, fileName)}>
              {t.download}
            </LinkButton>
          )}
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className={`hc-code-${size}`}>
        {marked === undefined
          ? text
          : lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line's place is what it is
              <span key={at} className={marked.has(at) ? 'hc-line hc-line-marked' : 'hc-line'}>
                {`${line}\n`}
              </span>
            ))}
      </pre>
    </figure>
  )
}
