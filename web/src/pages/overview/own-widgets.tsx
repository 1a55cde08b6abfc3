// HeyCloud's own widgets: coverage in one line, alarms, what reading costs, what there is.
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { Link } from 'react-router'
import type { LeafDefinition } from '../../../../src/server/schema/dashboard.ts'
import { t } from '../../i18n.ts'
import { accountName } from '../../lib/accounts.ts'
import { useNow } from '../../lib/clock.ts'
import { countStates, type Gap, kindSeen } from '../../lib/coverage.ts'
import { age, dollars } from '../../lib/format.ts'
import { useAccounts, useAlarms, useCost, useResourceCounts } from '../../lib/queries.ts'
import { paths } from '../../shell/nav.ts'
import { Loaded } from '../../ui/states.tsx'
import { useBoard } from './board.ts'
import { Frame } from './widget.tsx'

const words = t.dashboard

/** The connected accounts that the account variable leaves. */
function useChosenAccounts() {
  const { chosen } = useBoard()
  const accounts = useAccounts().data ?? []
  return accounts.filter(({ attributes }) => [undefined, '*', attributes.aws_account_id].includes(chosen.account))
}

function CoverageLine() {
  const { coverage } = useBoard()
  const accounts = useChosenAccounts()
  const metrics = coverage.filter(row => row.kind === 'metrics')
  const seen = new Set(coverage.filter(row => row.state === 'seen').map(row => row.account_config_id)).size
  const lags = metrics.flatMap(row => (row.lag_seconds === null ? [] : [row.lag_seconds]))
  const { denied, failed } = countStates(coverage)
  const good = denied + failed === 0 && seen === accounts.length
  return (
    <p className="hc-coverage-line" role="status">
      <StatusIndicator type={good ? 'success' : 'warning'}>{words.coverageLine(seen, accounts.length)}</StatusIndicator>
      <span>{lags.length === 0 ? words.noNewest : words.newest(age(Math.min(...lags) * 1000))}</span>
      {denied + failed === 0 ? <span>{words.coverageAllGood}</span> : null}
      {denied > 0 ? <span className="hc-bad">{words.coverageDenied(denied)}</span> : null}
      {failed > 0 ? <span className="hc-warn">{words.coverageFailed(failed)}</span> : null}
      <Link to={paths.coverage}>{t.shell.coverage}</Link>
    </p>
  )
}

/** Where alarms could not be read, none that rings would be known. */
function AlarmsNotSeen({ gap }: { gap: Gap }) {
  return (
    <p className="hc-alarm-gap">
      <StatusIndicator type="warning">
        <Link to={paths.coverage}>{words.alarmsGap(gap.places)}</Link>
      </StatusIndicator>{' '}
      {gap.action === null ? gap.reason : t.account.deniedAction(gap.action)}
    </p>
  )
}

function Quiet({ known, seen, pending, gap }: { known: number; seen: number; pending: number; gap: Gap | null }) {
  if (gap !== null && seen === 0) return null
  const waits = seen === 0 && pending > 0
  return (
    <StatusIndicator type={waits ? 'pending' : known === 0 ? 'stopped' : gap === null ? 'success' : 'info'}>
      {waits
        ? words.notReadYet(t.account.kinds.alarms)
        : known === 0
          ? words.alarmsEmpty
          : gap === null
            ? words.alarmsNone
            : words.alarmsNoneSeen}
    </StatusIndicator>
  )
}

function Alarms() {
  const alarms = useAlarms()
  const { chosen, coverage } = useBoard()
  const accounts = useChosenAccounts().map(account => account.attributes.aws_account_id)
  const at = useNow(30_000)
  const looked = kindSeen(coverage, 'alarms')
  return (
    <Loaded of={alarms} lines={3}>
      {all => {
        // What is kept of an account that was disconnected is not its present state.
        const mine = all.filter(
          alarm => accounts.includes(alarm.account_id) && [undefined, '*', alarm.region].includes(chosen.region),
        )
        const ringing = mine.filter(alarm => alarm.state === 'ALARM').sort((a, b) => b.since - a.since)
        return (
          <>
            {looked.gap === null ? null : <AlarmsNotSeen gap={looked.gap} />}
            {ringing.length === 0 ? <Quiet known={mine.length} {...looked} /> : null}
            <ul className="hc-alarms">
              {ringing.map(alarm => (
                <li key={`${alarm.account_id} ${alarm.region} ${alarm.name}`}>
                  <StatusIndicator type="error">{alarm.name}</StatusIndicator>
                  <span className="hc-quiet">
                    {alarm.account_name}, {alarm.region}, {words.alarmSince(age(at - alarm.since))}
                  </span>
                  <span className="hc-alarm-reason" title={alarm.reason}>
                    {alarm.reason}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )
      }}
    </Loaded>
  )
}

function Cost() {
  const cost = useCost()
  return (
    <Loaded of={cost} lines={2}>
      {data => (
        <>
          <dl className="hc-facts">
            <div>
              <dt>{words.costMonth}</dt>
              <dd className="hc-big">{dollars(data.month_to_date)}</dd>
            </div>
            <div>
              <dt>{words.costEstimate}</dt>
              <dd className="hc-big">{data.monthly_estimate === null ? '–' : dollars(data.monthly_estimate)}</dd>
            </div>
          </dl>
          <p className="hc-quiet hc-small">{words.costNote}</p>
        </>
      )}
    </Loaded>
  )
}

function Inventory() {
  const counts = useResourceCounts()
  const accounts = useChosenAccounts()
  const { chosen } = useBoard()
  return (
    <Loaded of={counts} lines={4}>
      {all => {
        const mine = all.filter(
          row =>
            accounts.some(account => account.attributes.aws_account_id === row.account_id) &&
            [undefined, '*', row.region].includes(chosen.region),
        )
        const ids = [...new Set(mine.map(row => row.account_id))].sort()
        const types = [...new Set(mine.map(row => row.type))].sort()
        const sum = (type: string, id: string) =>
          mine.filter(row => row.type === type && row.account_id === id).reduce((n, row) => n + row.count, 0)
        const name = (id: string) => {
          const found = accounts.find(account => account.attributes.aws_account_id === id)
          return found ? accountName(found) : id
        }
        if (mine.length === 0) return <p className="hc-not-seen hc-quiet">{words.notReadYet(words.type)}</p>
        return (
          <div className="hc-scroll hc-fill">
            <table className="hc-table">
              <thead>
                <tr>
                  <th scope="col">{words.type}</th>
                  {ids.map(id => (
                    <th key={id} scope="col" className="hc-num">
                      {name(id)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {types.map(type => (
                  <tr key={type}>
                    <th scope="row">{type}</th>
                    {ids.map(id => (
                      <td key={id} className="hc-num">
                        {sum(type, id).toLocaleString('en')}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }}
    </Loaded>
  )
}

type OwnDefinition = Extract<LeafDefinition, { type: `heycloud_${string}` }>

export function OwnWidget({ definition }: { definition: OwnDefinition }) {
  if (definition.type === 'heycloud_coverage') return <CoverageLine />
  return (
    <Frame title={definition.title}>
      {definition.type === 'heycloud_alarms' ? <Alarms /> : null}
      {definition.type === 'heycloud_cost' ? <Cost /> : null}
      {definition.type === 'heycloud_inventory' ? <Inventory /> : null}
    </Frame>
  )
}
