// What can be changed of a connected account, with what each change comes to before it is saved.
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { parseNamespaces, parseRegions, parseTags } from '../../lib/account-form.ts'
import { useUpdateAccount } from '../../lib/queries.ts'
import { Panel } from '../../ui/page.tsx'
import { Failure } from '../../ui/states.tsx'
import { Preview } from './preview.tsx'

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
  const change =
    parsedTags.bad !== null || badRegions !== null
      ? null
      : {
          account_name: name.trim() === '' ? null : name.trim(),
          account_tags: parsedTags.tags,
          metrics_config: {
            collect_cloudwatch_alarms: alarms,
            namespace_filters: excluding
              ? { exclude_only: parseNamespaces(namespaces) }
              : { include_only: parseNamespaces(namespaces) },
          },
          aws_regions: all ? { include_all: true } : { include_only: parsedRegions.regions },
        }
  return (
    <div className="hc-stack">
      <Panel title={t.account.tabs.settings}>
        <form
          className="hc-stack hc-form"
          onSubmit={event => {
            event.preventDefault()
            if (change !== null) update.mutate(change)
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
          <Preview id={account.id} change={change} />
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
    </div>
  )
}
