// Which of an account's metrics the filters of names would leave, as the server reckons it: by namespace and by pattern.
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useMemo } from 'react'
import { t } from '../../../i18n.ts'
import { useNamePreview } from '../../../lib/queries-settings.ts'
import { nameFiltersOf, type SettingsForm } from '../../../lib/settings-form.ts'
import { Failure } from '../../../ui/states.tsx'

const words = t.settings
type Namespace = NonNullable<ReturnType<typeof useNamePreview>['data']>[number]

function Patterns({ filters }: Pick<Namespace, 'filters'>) {
  return (
    <table className="hc-table">
      <thead>
        <tr>
          <th scope="col">{words.pattern}</th>
          <th scope="col" className="hc-num">
            {words.matches}
          </th>
        </tr>
      </thead>
      <tbody>
        {filters.map(({ pattern, match_count }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same pattern may stand in two filters
          <tr key={at}>
            <th scope="row">
              <code>{pattern}</code>
            </th>
            <td className={match_count === 0 ? 'hc-num hc-warn' : 'hc-num'}>{match_count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function OneNamespace({ namespace, filters, metrics }: Namespace) {
  const names = metrics.flatMap(metric => metric.dd_names)
  const read = names.filter(name => !name.filtered).length
  return (
    <div>
      <p>
        <strong>{namespace}</strong>: {words.previewOf(read, names.length)}
      </p>
      {filters.length === 0 ? null : <Patterns filters={filters} />}
      {names.length === 0 ? null : (
        <ExpandableSection headerText={words.everyMetric}>
          <ul className="hc-plain hc-metric-names">
            {names.map(({ name, filtered }) => (
              <li key={name}>
                <StatusIndicator
                  type={filtered ? 'stopped' : 'success'}
                  iconAriaLabel={filtered ? words.wouldNotRead : words.wouldRead}
                >
                  <code>{name}</code>
                </StatusIndicator>
              </li>
            ))}
          </ul>
        </ExpandableSection>
      )}
    </div>
  )
}

export function NamePreview({ accountId, form }: { accountId: string; form: SettingsForm }) {
  const { nameFilters } = form
  const filters = useMemo(
    () => nameFiltersOf({ nameFilters }).filter(({ namespace }) => namespace !== ''),
    [nameFilters],
  )
  const preview = useNamePreview(accountId, filters)
  if (filters.length === 0) return null
  return (
    <section className="hc-stack hc-inset" aria-label={words.previewHeading} aria-live="polite">
      <h3>{words.previewHeading}</h3>
      {preview.error ? (
        <Failure error={preview.error} onRetry={() => void preview.refetch()} />
      ) : preview.data === undefined ? (
        <p className="hc-quiet">{words.previewAsking}</p>
      ) : (
        preview.data.map(one => <OneNamespace key={one.namespace} {...one} />)
      )}
    </section>
  )
}
