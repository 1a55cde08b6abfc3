// Ctrl-K: go to a page, an account or a metric by typing a part of its name.
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { t } from '../i18n.ts'
import { accountName } from '../lib/accounts.ts'
import { useAccounts, useMetrics, useSession } from '../lib/queries.ts'
import { type Place, searchPlaces } from './jump-search.ts'
import { navigationFor, paths } from './nav.ts'

function usePlaces(): Place[] {
  const accounts = useAccounts().data
  const metrics = useMetrics().data
  const role = useSession().data?.role
  return useMemo(
    () => [
      ...navigationFor(role)
        .flatMap(group => group.items)
        .map(item => page(item.label, item.to)),
      page(t.shell.add, paths.add),
      ...(accounts ?? []).map(account => ({
        kind: 'account' as const,
        label: accountName(account),
        also: [
          account.attributes.aws_account_id,
          account.attributes.account_alias ?? '',
          account.attributes.role_arn ?? '',
          account.attributes.auth_config.role_name ?? account.attributes.auth_config.access_key_id ?? '',
        ],
        to: paths.account(account.id),
      })),
      ...(metrics ?? []).map(name => ({ kind: 'metric' as const, label: name, also: [], to: paths.metric(name) })),
    ],
    [accounts, metrics, role],
  )
}

const page = (label: string, to: string): Place => ({ kind: 'page', label, also: [], to })

export function Jump({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const navigate = useNavigate()
  const found = searchPlaces(usePlaces(), text)
  useEffect(() => dialog.current?.showModal(), [])

  const open = (place: Place | undefined) => {
    if (place === undefined) return
    onClose()
    void navigate(place.to)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') open(found[at])
    else return
    event.preventDefault()
  }
  return (
    <dialog ref={dialog} className="hc-jump" aria-label={t.shell.jumpLabel} onClose={onClose}>
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
        aria-label={t.shell.jumpLabel}
        placeholder={t.shell.jumpPlaceholder}
        value={text}
        onChange={event => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the combobox pattern's list */}
      <ul id={list} role="listbox" aria-label={t.shell.jumpLabel}>
        {found.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox
          <li
            key={`${place.kind} ${place.to}`}
            id={`${list}-${index}`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the combobox pattern's option
            role="option"
            aria-selected={index === at}
            onClick={() => open(place)}
          >
            <span>{place.label}</span>
            <span>{t.shell.jumpKinds[place.kind]}</span>
          </li>
        ))}
      </ul>
      <p aria-live="polite">{found.length === 0 ? t.shell.jumpNothing(text) : t.shell.jumpHint}</p>
    </dialog>
  )
}
