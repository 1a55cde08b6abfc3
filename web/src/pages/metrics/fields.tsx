// The explorer's fields: metric, how it is combined, filtered, split and cut.
import Autosuggest from '@cloudscape-design/components/autosuggest'
import FormField from '@cloudscape-design/components/form-field'
import Multiselect from '@cloudscape-design/components/multiselect'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import { t } from '../../i18n.ts'
import { useAllTags, useMetrics } from '../../lib/queries.ts'
import { aggregators, type Fields, tagKeys, usableTags } from './query-text.ts'

const words = t.metrics
interface Props {
  fields: Fields
  onChange: (fields: Fields) => void
}

const asOption = (value: string) => ({ value, label: value })

function MetricField({ fields, onChange }: Props) {
  const metrics = useMetrics()
  const [text, setText] = useState(fields.metric)
  return (
    <FormField label={words.metric} className="hc-wide">
      <Autosuggest
        value={text}
        placeholder={words.metricPlaceholder}
        statusType={metrics.isPending ? 'loading' : metrics.error ? 'error' : 'finished'}
        options={(metrics.data ?? []).map(value => ({ value }))}
        virtualScroll
        onChange={({ detail }) => setText(detail.value)}
        onSelect={({ detail }) => onChange({ ...fields, metric: detail.value, filter: [], by: [] })}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter' && text.trim() !== fields.metric) onChange({ ...fields, metric: text.trim() })
        }}
      />
    </FormField>
  )
}

function Choice<T extends string>(props: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  const { label, value, options, onChange } = props
  return (
    <FormField label={label}>
      <Select
        options={options}
        selectedOption={options.find(option => option.value === value) ?? null}
        onChange={({ detail }) => {
          const chosen = options.find(option => option.value === detail.selectedOption.value)
          if (chosen) onChange(chosen.value)
        }}
      />
    </FormField>
  )
}

const intervals = [0, 60, 300, 900, 3600, 21_600, 86_400].map(seconds => ({
  value: String(seconds),
  label: seconds === 0 ? words.everyAuto : seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`,
}))
const limits = [
  { value: '0 top', label: words.topAll },
  ...[5, 10, 25, 50].map(n => ({ value: `${n} top`, label: words.topN(n) })),
  ...[5, 10, 25].map(n => ({ value: `${n} bottom`, label: words.bottomN(n) })),
]

export function FieldsForm({ fields, onChange }: Props) {
  const tags = useAllTags(fields.metric)
  const status = tags.isFetching ? 'loading' : tags.error ? 'error' : 'finished'
  return (
    <div className="hc-explorer">
      <MetricField key={fields.metric} fields={fields} onChange={onChange} />
      <Choice
        label={words.aggregator}
        value={fields.aggregator}
        options={aggregators.map(asOption) as { value: Fields['aggregator']; label: string }[]}
        onChange={aggregator => onChange({ ...fields, aggregator })}
      />
      <FormField label={words.filter} className="hc-wide">
        <Multiselect
          filteringType="auto"
          placeholder={words.filterPlaceholder}
          statusType={status}
          options={usableTags(tags.data ?? []).map(asOption)}
          selectedOptions={fields.filter.map(asOption)}
          onChange={({ detail }) => onChange({ ...fields, filter: detail.selectedOptions.map(o => o.value ?? '') })}
        />
      </FormField>
      <FormField label={words.by}>
        <Multiselect
          filteringType="auto"
          placeholder={words.byPlaceholder}
          statusType={status}
          options={tagKeys(tags.data ?? []).map(asOption)}
          selectedOptions={fields.by.map(asOption)}
          onChange={({ detail }) => onChange({ ...fields, by: detail.selectedOptions.map(o => o.value ?? '') })}
        />
      </FormField>
      <Choice
        label={words.rollup}
        value={fields.method}
        options={
          [{ value: '', label: words.rollupAuto }, ...aggregators.map(asOption)] as {
            value: Fields['method']
            label: string
          }[]
        }
        onChange={method => onChange({ ...fields, method })}
      />
      <Choice
        label={words.every}
        value={String(fields.interval)}
        options={intervals}
        onChange={interval => onChange({ ...fields, interval: Number(interval) })}
      />
      <Choice
        label={words.top}
        value={`${fields.limit} ${fields.order}`}
        options={limits}
        onChange={choice => {
          const [limit, order] = choice.split(' ')
          onChange({ ...fields, limit: Number(limit), order: order === 'bottom' ? 'bottom' : 'top' })
        }}
      />
    </div>
  )
}
