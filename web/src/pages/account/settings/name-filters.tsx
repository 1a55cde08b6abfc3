// Which metrics of a namespace are read, by their names, with what the filters would come to in this account.
import Autosuggest from '@cloudscape-design/components/autosuggest'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { t } from '../../../i18n.ts'
import type { NameFilterRow } from '../../../lib/settings-form.ts'
import type { MetricsProps } from './metrics.tsx'
import { NamePreview } from './name-preview.tsx'
import { Rows } from './section.tsx'

const words = t.settings
const choices = [
  { value: 'without', label: words.without },
  { value: 'only', label: words.only },
] satisfies { value: NameFilterRow['choice']; label: string }[]

function Row({
  row,
  namespaces,
  onChange,
  onRemove,
}: {
  row: NameFilterRow
  namespaces: MetricsProps['namespaces']
  onChange: (change: Partial<NameFilterRow>) => void
  onRemove: () => void
}) {
  return (
    <>
      <FormField label={words.filterNamespace}>
        <Autosuggest
          value={row.namespace}
          options={namespaces}
          enteredTextLabel={words.useText}
          onChange={({ detail }) => onChange({ namespace: detail.value })}
        />
      </FormField>
      <FormField label={words.filterChoice}>
        <Select
          options={choices}
          selectedOption={choices.find(({ value }) => value === row.choice) ?? null}
          onChange={({ detail }) => onChange({ choice: detail.selectedOption.value === 'only' ? 'only' : 'without' })}
        />
      </FormField>
      <FormField label={words.filterNames}>
        <Input
          value={row.patterns}
          spellcheck={false}
          onChange={({ detail }) => onChange({ patterns: detail.value })}
        />
      </FormField>
      <Button
        formAction="none"
        variant="icon"
        iconName="remove"
        ariaLabel={words.removeFilter(row.namespace)}
        onClick={onRemove}
      />
    </>
  )
}

export function NameFilters({ form, faults, onEdit, namespaces, accountId }: MetricsProps) {
  const rows = form.nameFilters
  const empty: NameFilterRow = { namespace: '', choice: 'without', patterns: '' }
  return (
    <Rows title={words.nameFilters} text={words.nameFiltersText} fault={faults['metrics_config.metric_name_filters']}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place
        <fieldset key={at} className="hc-filter hc-filter-three" aria-label={`${words.nameFilters} ${at + 1}`}>
          <Row
            row={row}
            namespaces={namespaces}
            onChange={change => onEdit({ nameFilters: rows.map((old, n) => (n === at ? { ...old, ...change } : old)) })}
            onRemove={() => onEdit({ nameFilters: rows.filter((_, n) => n !== at) })}
          />
        </fieldset>
      ))}
      <div>
        <Button formAction="none" onClick={() => onEdit({ nameFilters: [...rows, empty] })}>
          {words.addNameFilter}
        </Button>
      </div>
      <NamePreview accountId={accountId} form={form} />
    </Rows>
  )
}
