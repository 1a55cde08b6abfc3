// Faults of a trust policy: what, why, where; and of a connected account's warnings, whether somebody has accepted them.
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { Status } from '../../../../src/server/schema/status.ts'
import { t } from '../../i18n.ts'
import { Accept, Withdraw } from './accept.tsx'

const words = t.verify

interface Props {
  faults: Status['trust_faults']
  /** Left out for a policy that was only pasted. */
  account?: { id: string; accepted: Status['accepted_faults'] }
}

export function Faults({ faults, account }: Props) {
  return (
    <ul className="hc-causes hc-faults">
      {faults.map(fault => {
        const accepted = account?.accepted.find(one => one.id === fault.id && one.path === fault.path)
        return (
          <li key={`${fault.id} ${fault.path}`}>
            <div>
              <StatusIndicator
                type={accepted === undefined ? fault.severity : 'info'}
                iconAriaLabel={words.severities[fault.severity]}
              >
                {fault.title}
              </StatusIndicator>
              <p>{fault.explanation}</p>
              {fault.path === '' ? null : (
                <p className="hc-quiet">
                  <code>{words.faultAt(fault.path)}</code>
                </p>
              )}
              {accepted !== undefined && account !== undefined ? (
                <Withdraw accountId={account.id} accepted={accepted} />
              ) : account !== undefined && fault.severity === 'warning' ? (
                <div>
                  <Accept accountId={account.id} fault={fault} />
                </div>
              ) : null}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
