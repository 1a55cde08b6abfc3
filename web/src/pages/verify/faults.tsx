// Faults of a trust policy: what, why, where.
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { Status } from '../../../../src/server/schema/status.ts'
import { t } from '../../i18n.ts'

const words = t.verify

export function Faults({ faults }: { faults: Status['trust_faults'] }) {
  return (
    <ul className="hc-causes hc-faults">
      {faults.map(fault => (
        <li key={`${fault.id} ${fault.path}`}>
          <div>
            <StatusIndicator type={fault.severity} iconAriaLabel={words.severities[fault.severity]}>
              {fault.title}
            </StatusIndicator>
            <p>{fault.explanation}</p>
            {fault.path === '' ? null : (
              <p className="hc-quiet">
                <code>{words.faultAt(fault.path)}</code>
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
