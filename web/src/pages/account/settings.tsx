// What can be changed of a connected account: its name, tags and regions; and disconnecting it.
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { parseNamespaces, parseRegions, parseTags } from '../../lib/account-form.ts'
import { useDeleteAccount, useUpdateAccount } from '../../lib/queries.ts'
import { paths } from '../../shell/nav.ts'
import { Panel } from '../../ui/page.tsx'
import { Failure } from '../../ui/states.tsx'

const words = t.account.settings

export function Settings({ account }: { account: AccountData }) {
  const present = account.attributes
  const update = useUpdateAccount(account.id)
  const only = 'include_only' in present.aws_regions
  const [name, setName] = useState(present.account_name ?? '')
  const [tags, setTags] = useState((present.account_tags ?? []).join('\n'))
  const [all, setAll] = useState(!only)
  const [list, setList] = useState(
    'include_only' in present.aws_regions ? present.aws_regions.include_only.join(', ') : '',
  )
  const [alarms, setAlarms] = useState(present.metrics_config?.collect_cloudwatch_alarms ?? false)
  const filters = present.metrics_config?.namespace_filters ?? { exclude_only: [] }
  const excluding = 'exclude_only' in filters
  const [namespaces, setNamespaces] = useState(
    ('exclude_only' in filters ? filters.exclude_only : filters.include_only).join(', '),
  )
  const parsedTags = parseTags(tags)
  const parsedRegions = parseRegions(list)
  const badRegions = all
    ? null
    : parsedRegions.bad !== null
      ? words.badRegion(parsedRegions.bad)
      : parsedRegions.regions.length === 0
        ? words.noRegion
        : null
  const save = () => {
    if (parsedTags.bad !== null || badRegions !== null) return
    update.mutate({
      aws_account_id: present.aws_account_id,
      aws_partition: present.aws_partition,
      auth_config: present.auth_config,
      account_name: name.trim() === '' ? null : name.trim(),
      account_tags: parsedTags.tags,
      metrics_config: {
        collect_cloudwatch_alarms: alarms,
        namespace_filters: excluding
          ? { exclude_only: parseNamespaces(namespaces) }
          : { include_only: parseNamespaces(namespaces) },
      },
      aws_regions: all ? { include_all: true } : { include_only: parsedRegions.regions },
    })
  }
  return (
    <div className="hc-stack">
      <Panel title={t.account.tabs.settings}>
        <form
          className="hc-stack hc-form"
          onSubmit={event => {
            event.preventDefault()
            save()
          }}
        >
          <FormField label={words.name} description={words.nameHelp}>
            <Input value={name} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
          <FormField
            label={words.tags}
            description={words.tagsHelp}
            errorText={parsedTags.bad === null ? undefined : words.badTag(parsedTags.bad)}
          >
            <Textarea rows={3} spellcheck={false} value={tags} onChange={({ detail }) => setTags(detail.value)} />
          </FormField>
          <FormField label={words.regions}>
            <RadioGroup
              value={all ? 'all' : 'only'}
              onChange={({ detail }) => setAll(detail.value === 'all')}
              items={[
                { value: 'all', label: words.all },
                { value: 'only', label: words.only },
              ]}
            />
          </FormField>
          {all ? null : (
            <FormField label={words.only} description={words.regionsHelp} errorText={badRegions ?? undefined}>
              <Input spellcheck={false} value={list} onChange={({ detail }) => setList(detail.value)} />
            </FormField>
          )}
          <FormField
            label={excluding ? words.leftOut : words.onlyNamespaces}
            description={excluding ? words.leftOutHelp : undefined}
          >
            <Input spellcheck={false} value={namespaces} onChange={({ detail }) => setNamespaces(detail.value)} />
          </FormField>
          <Checkbox
            checked={alarms}
            description={words.alarmsHelp}
            onChange={({ detail }) => setAlarms(detail.checked)}
          >
            {words.alarms}
          </Checkbox>
          {update.error ? <Failure error={update.error} /> : null}
          <div className="hc-row">
            <Button variant="primary" formAction="submit" loading={update.isPending}>
              {t.save}
            </Button>
            <span aria-live="polite" className="hc-good">
              {update.isSuccess ? t.saved : ''}
            </span>
          </div>
        </form>
      </Panel>
      <Disconnect account={account} />
    </div>
  )
}

function Disconnect({ account }: { account: AccountData }) {
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const remove = useDeleteAccount(account.id)
  const navigate = useNavigate()
  const id = account.attributes.aws_account_id
  const close = () => setAsking(false)
  return (
    <Panel title={t.account.deleteHeading}>
      <div className="hc-stack">
        <p className="hc-quiet">{t.account.deleteText}</p>
        <div>
          <Button onClick={() => setAsking(true)}>{t.account.deleteButton}</Button>
        </div>
      </div>
      <Modal
        visible={asking}
        onDismiss={close}
        header={t.account.deleteHeading}
        footer={
          <Box float="right">
            <span className="hc-row">
              <Button onClick={close}>{t.cancel}</Button>
              <Button
                variant="primary"
                disabled={typed.trim() !== id}
                loading={remove.isPending}
                onClick={() => remove.mutate(undefined, { onSuccess: () => navigate(paths.accounts) })}
              >
                {t.account.deleteButton}
              </Button>
            </span>
          </Box>
        }
      >
        <div className="hc-stack">
          <Alert type="warning">{t.account.deleteText}</Alert>
          <FormField label={t.account.deleteConfirm(id)}>
            <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
          </FormField>
          {remove.error ? <Failure error={remove.error} /> : null}
        </div>
      </Modal>
    </Panel>
  )
}
