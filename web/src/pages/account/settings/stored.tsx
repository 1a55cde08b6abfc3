// What HeyCloud keeps of an account for other tools and does nothing with: shown, not edited.
import { t } from '../../../i18n.ts'
import type { StoredSettings } from '../../../lib/settings-form.ts'
import { Fold } from './section.tsx'

const words = t.settings
const list = (items: readonly string[]) => items.join(', ') || words.storedNone

export function Stored({ stored }: { stored: StoredSettings }) {
  const { lambda_forwarder: forwarder } = stored.logs_config
  const { xray_services: traces } = stored.traces_config
  const filters = forwarder.log_source_config.tag_filters.map(({ source, tags }) => `${source}: ${list(tags ?? [])}`)
  const facts = [
    [words.forwarders, list(forwarder.lambdas)],
    [words.logSources, list(forwarder.sources)],
    [words.logFilters, filters.join('; ') || words.storedNone],
    [
      words.traces,
      'include_only' in traces ? list(traces.include_only) : traces.include_all ? words.storedAll : words.storedNone,
    ],
  ]
  return (
    <Fold title={words.stored} summary={words.storedSummary}>
      <p>{words.storedText}</p>
      <dl className="hc-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  )
}
