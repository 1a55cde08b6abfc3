// Which metrics of an account are read: namespaces, custom ones, and filters by tags and by names.
import type { AutosuggestProps } from '@cloudscape-design/components/autosuggest'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { t } from '../../../i18n.ts'
import type { SettingsForm } from '../../../lib/settings-form.ts'
import { TokenList } from '../../../ui/token-list.tsx'
import { NameFilters } from './name-filters.tsx'
import { Fold, type SectionProps } from './section.tsx'
import { TagFilters } from './tag-filters.tsx'

const words = t.settings

export interface MetricsProps extends SectionProps {
  accountId: string
  /** Namespaces to choose from: the account's own first. */
  namespaces: AutosuggestProps.Options
}

function Namespaces({ form, faults, onEdit, namespaces }: MetricsProps) {
  const { choice, ...lists } = form.namespaces
  const without = choice === 'without'
  return (
    <>
      <FormField label={words.namespaces}>
        <RadioGroup
          value={choice}
          onChange={({ detail }) =>
            onEdit({ namespaces: { ...form.namespaces, choice: detail.value === 'only' ? 'only' : 'without' } })
          }
          items={[
            { value: 'without', label: words.without },
            { value: 'only', label: words.only },
          ]}
        />
      </FormField>
      <FormField
        label={without ? words.withoutList : words.onlyList}
        description={without ? words.withoutHelp : undefined}
        errorText={faults['metrics_config.namespace_filters']}
        stretch
      >
        <TokenList
          items={lists[choice]}
          options={namespaces}
          label={words.addNamespace}
          onChange={items => onEdit({ namespaces: { ...form.namespaces, [choice]: items } })}
        />
      </FormField>
    </>
  )
}

function summaryOf({ metrics, namespaces, tagFilters, nameFilters }: SettingsForm): string {
  if (!metrics) return words.metricsOff
  const { choice } = namespaces
  const n = namespaces[choice].length
  const said = choice === 'only' ? words.onlySome(n) : n === 0 ? words.allNamespaces : words.allBut(n)
  return words.metricsSummary(said, tagFilters.length + nameFilters.length)
}

export function Metrics(props: MetricsProps) {
  const { form, faults, onEdit } = props
  return (
    <Fold
      title={words.metrics}
      summary={summaryOf(form)}
      faulty={Object.keys(faults).some(field => field.startsWith('metrics_config'))}
    >
      <Checkbox
        checked={form.metrics}
        description={words.readMetricsHelp}
        onChange={({ detail }) => onEdit({ metrics: detail.checked })}
      >
        {words.readMetrics}
      </Checkbox>
      {form.metrics ? (
        <>
          <Namespaces {...props} />
          <Checkbox
            checked={form.custom}
            description={words.customHelp}
            onChange={({ detail }) => onEdit({ custom: detail.checked })}
          >
            {words.custom}
          </Checkbox>
          <TagFilters {...props} />
          <NameFilters {...props} />
        </>
      ) : null}
      <Checkbox
        checked={form.automute}
        description={words.automuteHelp}
        onChange={({ detail }) => onEdit({ automute: detail.checked })}
      >
        {words.automute}
      </Checkbox>
    </Fold>
  )
}
