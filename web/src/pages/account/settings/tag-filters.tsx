// Which resources' metrics are read, by their tags: one filter a namespace, with the grammar beside it.
import Autosuggest from '@cloudscape-design/components/autosuggest'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { t } from '../../../i18n.ts'
import type { TagFilterRow } from '../../../lib/settings-form.ts'
import type { MetricsProps } from './metrics.tsx'
import { Rows } from './section.tsx'

const words = t.settings

const Grammar = () => (
  <ExpandableSection headerText={words.tagGrammar}>
    <table className="hc-table">
      <tbody>
        {words.tagRules.map(([example, meaning]) => (
          <tr key={example}>
            <th scope="row">
              <code>{example}</code>
            </th>
            <td>{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p className="hc-quiet">{words.tagNote}</p>
  </ExpandableSection>
)

export function TagFilters({ form, faults, onEdit, namespaces }: MetricsProps) {
  const rows = form.tagFilters
  const edit = (at: number, change: Partial<TagFilterRow>) =>
    onEdit({ tagFilters: rows.map((row, n) => (n === at ? { ...row, ...change } : row)) })
  return (
    <Rows title={words.tagFilters} text={words.tagFiltersText} fault={faults['metrics_config.tag_filters']}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place
        <fieldset key={at} className="hc-filter" aria-label={`${words.tagFilters} ${at + 1}`}>
          <FormField label={words.filterNamespace}>
            <Autosuggest
              value={row.namespace}
              options={namespaces}
              enteredTextLabel={words.useText}
              onChange={({ detail }) => edit(at, { namespace: detail.value })}
            />
          </FormField>
          <FormField label={words.filterTags}>
            <Input value={row.tags} spellcheck={false} onChange={({ detail }) => edit(at, { tags: detail.value })} />
          </FormField>
          <Button
            formAction="none"
            variant="icon"
            iconName="remove"
            ariaLabel={words.removeFilter(row.namespace)}
            onClick={() => onEdit({ tagFilters: rows.filter((_, n) => n !== at) })}
          />
        </fieldset>
      ))}
      <div>
        <Button formAction="none" onClick={() => onEdit({ tagFilters: [...rows, { namespace: '', tags: '' }] })}>
          {words.addTagFilter}
        </Button>
      </div>
      <Grammar />
    </Rows>
  )
}
