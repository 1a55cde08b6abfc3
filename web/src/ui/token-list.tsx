// A list of names that is added to by choosing or typing, and taken from one by one.
import Autosuggest, { type AutosuggestProps } from '@cloudscape-design/components/autosuggest'
import Button from '@cloudscape-design/components/button'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useState } from 'react'
import { t } from '../i18n.ts'

const words = t.settings

interface Props {
  items: readonly string[]
  options: AutosuggestProps.Options
  /** Of the field that adds: what is added. */
  label: string
  onChange: (items: string[]) => void
}

export function TokenList({ items, options, label, onChange }: Props) {
  const [text, setText] = useState('')
  const add = (name: string) => {
    const wanted = name.trim()
    if (wanted !== '' && !items.includes(wanted)) onChange([...items, wanted])
    setText('')
  }
  return (
    <div>
      <div className="hc-token-add">
        <Autosuggest
          value={text}
          options={options}
          ariaLabel={label}
          placeholder={label}
          enteredTextLabel={words.useText}
          onChange={({ detail }) => setText(detail.value)}
          onSelect={({ detail }) => add(detail.value)}
        />
        <Button formAction="none" disabled={text.trim() === ''} onClick={() => add(text)}>
          {words.add}
        </Button>
      </div>
      {items.length === 0 ? (
        <p className="hc-quiet">{words.noneListed}</p>
      ) : (
        <TokenGroup
          items={items.map(item => ({ label: item, dismissLabel: words.removeItem(item) }))}
          onDismiss={({ detail }) => onChange(items.filter((_, at) => at !== detail.itemIndex))}
        />
      )}
    </div>
  )
}
