// Work on many accounts at once: verify, pause, resume, or change what they share; each with its own outcome.
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import type { AccountData } from '../../../src/server/schema/web-reads.ts'
import { t } from '../i18n.ts'
import { parseRegions, parseTags } from '../lib/account-form.ts'
import { accountName } from '../lib/accounts.ts'
import type { AccountAttributes } from '../lib/api.ts'
import { type BulkAction, organizationsApi } from '../lib/api-organizations.ts'
import { useAccountChange } from '../lib/queries-life.ts'
import { Failure } from '../ui/states.tsx'

const words = t.organization
const settings = t.account.settings
type Change = Partial<AccountAttributes>

interface EditProps {
  count: number
  saving: boolean
  onSave: (change: Change) => void
  onClose: () => void
}

/** Only what is entered here is changed. */
function Edit({ count, saving, onSave, onClose }: EditProps) {
  const [tags, setTags] = useState('')
  const [regions, setRegions] = useState<'leave' | 'all' | 'only'>('leave')
  const [list, setList] = useState('')
  const parsed = parseTags(tags)
  const only = parseRegions(list)
  const badRegions =
    regions !== 'only'
      ? null
      : only.bad !== null
        ? settings.badRegion(only.bad)
        : only.regions.length === 0
          ? settings.noRegion
          : null
  const change: Change = {
    ...(parsed.tags.length > 0 ? { account_tags: parsed.tags } : {}),
    ...(regions === 'all' ? { aws_regions: { include_all: true } } : {}),
    ...(regions === 'only' ? { aws_regions: { include_only: only.regions } } : {}),
  }
  const good = parsed.bad === null && badRegions === null && Object.keys(change).length > 0
  return (
    <Modal
      visible
      onDismiss={onClose}
      header={words.editHeading(count)}
      footer={
        <Box float="right">
          <span className="hc-row">
            <Button onClick={onClose}>{t.cancel}</Button>
            <Button variant="primary" disabled={!good} loading={saving} onClick={() => onSave(change)}>
              {words.apply}
            </Button>
          </span>
        </Box>
      }
    >
      <div className="hc-stack">
        <FormField
          label={words.editTags}
          description={settings.tagsHelp}
          constraintText={words.leave}
          errorText={parsed.bad === null ? undefined : settings.badTag(parsed.bad)}
        >
          <Textarea rows={3} spellcheck={false} value={tags} onChange={({ detail }) => setTags(detail.value)} />
        </FormField>
        <FormField label={words.editRegions}>
          <RadioGroup
            value={regions}
            onChange={({ detail }) =>
              setRegions(detail.value === 'all' || detail.value === 'only' ? detail.value : 'leave')
            }
            items={[
              { value: 'leave', label: words.leave },
              { value: 'all', label: settings.all },
              { value: 'only', label: settings.only },
            ]}
          />
        </FormField>
        {regions === 'only' ? (
          <FormField label={settings.only} description={settings.regionsHelp} errorText={badRegions ?? undefined}>
            <Input spellcheck={false} value={list} onChange={({ detail }) => setList(detail.value)} />
          </FormField>
        ) : null}
      </div>
    </Modal>
  )
}

type Outcome = Awaited<ReturnType<typeof organizationsApi.bulk>>['data'][number]

function Outcomes({ outcomes, accounts }: { outcomes: readonly Outcome[]; accounts: readonly AccountData[] }) {
  const failed = outcomes.filter(one => one.attributes.outcome === 'failed')
  const names = new Map(accounts.map(account => [account.id, accountName(account)]))
  return (
    <Alert
      type={failed.length > 0 ? 'warning' : 'success'}
      header={
        failed.length > 0
          ? `${words.done(outcomes.length - failed.length)}. ${words.notDone(failed.length)}`
          : words.done(outcomes.length)
      }
    >
      {failed.length === 0 ? null : (
        <ul>
          {failed.map(({ id, attributes: { error } }) => (
            <li key={id}>
              {names.get(id) ?? id}: {[error?.title, error?.detail, ...Object.values(error?.meta ?? {})].join('. ')}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  )
}

const actions: [Exclude<BulkAction, 'edit'>, string][] = [
  ['verify', words.verify],
  ['pause', words.pause],
  ['resume', words.resume],
]

export function Bulk({ selected, accounts }: { selected: readonly AccountData[]; accounts: readonly AccountData[] }) {
  const [editing, setEditing] = useState(false)
  const ids = selected.map(account => account.id)
  const bulk = useAccountChange(({ action, change }: { action: BulkAction; change?: Change }) =>
    organizationsApi.bulk(ids, action, change),
  )
  const outcomes = bulk.data?.data
  if (ids.length === 0 && outcomes === undefined) return null
  return (
    <div className="hc-stack">
      {ids.length === 0 ? null : (
        <div className="hc-row" role="toolbar" aria-label={words.selected(ids.length)}>
          <span className="hc-quiet">{words.selected(ids.length)}</span>
          {actions.map(([action, label]) => (
            <Button
              key={action}
              loading={bulk.isPending && bulk.variables.action === action}
              onClick={() => bulk.mutate({ action })}
            >
              {label}
            </Button>
          ))}
          <Button onClick={() => setEditing(true)}>{words.edit}</Button>
        </div>
      )}
      {editing ? (
        <Edit
          count={ids.length}
          saving={bulk.isPending}
          onClose={() => setEditing(false)}
          onSave={change => bulk.mutate({ action: 'edit', change }, { onSettled: () => setEditing(false) })}
        />
      ) : null}
      {bulk.error ? <Failure error={bulk.error} /> : null}
      {outcomes === undefined ? null : <Outcomes outcomes={outcomes} accounts={accounts} />}
    </div>
  )
}
