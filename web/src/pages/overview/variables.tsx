// The template variables of a dashboard: account (by name), region, scope.
import Autosuggest from '@cloudscape-design/components/autosuggest'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import type { AccountData, CoverageRow } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { accountName } from '../../lib/accounts.ts'
import { useAllTags } from '../../lib/queries.ts'
import { type Chosen, readScope } from '../../lib/template.ts'

const words = t.dashboard
const everything = { value: '*', label: t.all }

interface Props {
  chosen: Chosen
  onChange: (chosen: Chosen) => void
  accounts: readonly AccountData[]
  coverage: readonly CoverageRow[]
}

function Scope({ chosen, onChange }: Pick<Props, 'chosen' | 'onChange'>) {
  const present = chosen.scope === undefined || chosen.scope === '*' ? '' : chosen.scope
  const [text, setText] = useState(present)
  const [bad, setBad] = useState(false)
  const tags = useAllTags('*').data ?? []
  const commit = (value: string) => {
    const scope = readScope(value)
    setBad(scope === null)
    if (scope !== null) onChange({ ...chosen, scope })
  }
  return (
    <FormField label={words.scope} errorText={bad ? words.scopeBad : undefined}>
      <Autosuggest
        value={text}
        placeholder={words.scopeHelp}
        options={tags.slice(0, 2000).map(value => ({ value }))}
        onChange={({ detail }) => {
          setText(detail.value)
          if (detail.value === '') commit('')
        }}
        onSelect={({ detail }) => commit(detail.value)}
        onBlur={() => {
          if (text !== present) commit(text)
        }}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') commit(text)
        }}
      />
    </FormField>
  )
}

export function Variables({ chosen, onChange, accounts, coverage }: Props) {
  const accountOptions = [
    everything,
    ...accounts.map(account => ({
      value: account.attributes.aws_account_id,
      label: accountName(account),
      description: account.attributes.aws_account_id,
    })),
  ]
  const regions = [...new Set(coverage.map(row => row.region).filter(Boolean))].sort()
  const regionOptions = [everything, ...regions.map(value => ({ value, label: value }))]
  return (
    <div className="hc-variables">
      <FormField label={words.account}>
        <Select
          options={accountOptions}
          filteringType={accountOptions.length > 8 ? 'auto' : 'none'}
          selectedOption={accountOptions.find(option => option.value === (chosen.account ?? '*')) ?? everything}
          onChange={({ detail }) => onChange({ ...chosen, account: detail.selectedOption.value ?? '*' })}
        />
      </FormField>
      <FormField label={words.region}>
        <Select
          options={regionOptions}
          selectedOption={regionOptions.find(option => option.value === (chosen.region ?? '*')) ?? everything}
          onChange={({ detail }) => onChange({ ...chosen, region: detail.selectedOption.value ?? '*' })}
        />
      </FormField>
      <Scope key={chosen.scope ?? ''} chosen={chosen} onChange={onChange} />
    </div>
  )
}
