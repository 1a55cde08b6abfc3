// What can be changed of a connected account, with what each change comes to before it is saved.
import Alert from '@cloudscape-design/components/alert'
import type { AutosuggestProps } from '@cloudscape-design/components/autosuggest'
import Button from '@cloudscape-design/components/button'
import { useMemo, useState } from 'react'
import type { Status } from '../../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../../src/server/schema/web-reads.ts'
import { t } from '../../../i18n.ts'
import { ApiError } from '../../../lib/http.ts'
import { useSession, useUpdateAccount } from '../../../lib/queries.ts'
import { useFeatures, useNamespaces, usePreview } from '../../../lib/queries-settings.ts'
import {
  changeOf,
  type Faults,
  formFaults,
  formOf,
  type SettingsForm,
  serverFaults,
} from '../../../lib/settings-form.ts'
import { Panel } from '../../../ui/page.tsx'
import { Failure, Loaded } from '../../../ui/states.tsx'
import { Change } from './change.tsx'
import { Features } from './features.tsx'
import { General } from './general.tsx'
import { Metrics } from './metrics.tsx'
import { Stored } from './stored.tsx'

const words = t.settings

/** The account's own namespaces first, then all that AWS names. */
function useNamespaceOptions(coverage: Status['coverage']): AutosuggestProps.Options {
  const all = useNamespaces().data
  return useMemo(() => {
    const own = [...new Set(coverage.flatMap(({ kind, namespace }) => (kind === 'metrics' && namespace) || []))].sort()
    const others = (all ?? []).filter(name => !own.includes(name))
    const group = (label: string, names: string[]) =>
      names.length === 0 ? [] : [{ label, options: names.map(value => ({ value })) }]
    return [...group(words.inAccount, own), ...group(words.allKnown, others)]
  }, [coverage, all])
}

const faultsIn = (error: Error | null): ReturnType<typeof serverFaults> =>
  serverFaults(error instanceof ApiError ? error.fields : {})

/** What is edited stands over what is stored, so that what others change meanwhile is neither lost nor undone. */
function useSettingsForm({ id, attributes: stored }: AccountData) {
  const [edited, setEdited] = useState<Partial<SettingsForm>>({})
  const form = useMemo(() => ({ ...formOf(stored), ...edited }), [stored, edited])
  const change = useMemo(() => changeOf(stored, form) ?? null, [stored, form])
  const typed = formFaults(stored, form)
  const good = Object.keys(typed).length === 0
  const preview = usePreview(id, stored.modified_at, good ? change : null)
  const update = useUpdateAccount(id)
  const refused = update.error ?? (good && change !== null && !preview.waiting ? preview.error : null)
  const { faults, others } = faultsIn(refused)
  return {
    ...{ form, change, good, preview, update, others },
    faults: { ...faults, ...typed } satisfies Faults,
    /** What the server refused and no field shows. */
    refused: refused !== null && Object.keys(faults).length > 0 && others.length === 0 ? null : refused,
    edit(next: Partial<SettingsForm>) {
      update.reset()
      setEdited({ ...edited, ...next })
    },
    undo() {
      update.reset()
      setEdited({})
    },
    save() {
      if (change !== null && good) update.mutate(change, { onSuccess: () => setEdited({}) })
    },
  }
}

function Saving({ settings }: { settings: ReturnType<typeof useSettingsForm> }) {
  const { change, good, preview, update, refused, others } = settings
  return (
    <aside className="hc-settings-aside" aria-label={words.change}>
      <Panel title={words.change}>
        <div className="hc-stack">
          <div className="hc-stack" aria-live="polite" aria-busy={change !== null && preview.waiting}>
            {!good ? (
              <p className="hc-bad">{words.unfinished}</p>
            ) : change === null ? (
              <p className="hc-quiet">{update.isSuccess ? t.saved : words.nothing}</p>
            ) : refused !== null ? (
              <Failure error={refused} />
            ) : preview.data === undefined || preview.waiting ? (
              <p className="hc-quiet">{words.asking}</p>
            ) : (
              <Change preview={preview.data} />
            )}
            {others.map(text => (
              <p key={text} className="hc-bad">
                {text}
              </p>
            ))}
          </div>
          <div className="hc-row">
            <Button
              variant="primary"
              formAction="submit"
              disabled={change === null || !good}
              loading={update.isPending}
            >
              {t.save}
            </Button>
            {change === null ? null : (
              <Button formAction="none" onClick={settings.undo}>
                {words.undo}
              </Button>
            )}
          </div>
        </div>
      </Panel>
    </aside>
  )
}

export function Settings({ account, status }: { account: AccountData; status: Status }) {
  const settings = useSettingsForm(account)
  const features = useFeatures(account.attributes.auth_config.access_key_id === undefined ? 'role' : 'key')
  const namespaces = useNamespaceOptions(status.coverage)
  const section = { form: settings.form, faults: settings.faults, onEdit: settings.edit }
  const viewer = useSession().data?.role === 'viewer'
  return (
    <form
      className="hc-settings"
      onSubmit={event => {
        event.preventDefault()
        settings.save()
      }}
    >
      <div className="hc-stack">
        {viewer ? <Alert type="info">{words.viewer}</Alert> : null}
        <General {...section} enabled={status.regions} />
        <Metrics {...section} accountId={account.id} namespaces={namespaces} />
        <Loaded of={features}>{permissions => <Features {...section} permissions={permissions} />}</Loaded>
        <Stored stored={account.attributes} />
      </div>
      {viewer ? null : <Saving settings={settings} />}
    </form>
  )
}
