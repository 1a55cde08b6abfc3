// Each day of the month as a bar, stacked by namespace or by account.
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import { useState } from 'react'
import type { Cost } from '../../../../src/server/schema/cost.ts'
import { DayStack } from '../../charts/day-stack.tsx'
import { t } from '../../i18n.ts'
import { useNow } from '../../lib/clock.ts'
import { stackDays } from '../../lib/cost.ts'
import { Panel } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'

const words = t.cost

export function Days({ cost }: { cost: Cost }) {
  const [by, setBy] = useState('namespace')
  // The server's month decides, where the browser's clock stands elsewhere.
  const known = [...cost.days.by_account.map(({ day }) => day), new Date(useNow(60_000)).toISOString().slice(0, 10)]
  const last = new Date(Date.parse(cost.month_ends_at) - 1).toISOString().slice(0, 10)
  const today =
    known
      .filter(day => day <= last)
      .sort()
      .at(-1) ?? last
  const names = new Map(cost.accounts.map(account => [account.account_config_id, account.account_name]))
  const rows =
    by === 'namespace'
      ? cost.days.by_namespace.map(({ day, namespace, charge }) => ({
          ...{ day, charge, key: namespace, label: namespace || words.otherCalls },
        }))
      : cost.days.by_account.map(({ day, account_config_id: key, charge }) => ({
          ...{ day, charge, key, label: names.get(key) ?? words.removed },
        }))
  const nothing = rows.every(({ charge }) => charge === 0)
  return (
    <Panel
      title={words.byDay}
      actions={
        <SegmentedControl
          label={words.stackBy}
          selectedId={by}
          onChange={({ detail }) => setBy(detail.selectedId)}
          options={[
            { id: 'namespace', text: words.byNamespace },
            { id: 'account', text: words.byAccount },
          ]}
        />
      }
    >
      {nothing ? (
        <Empty heading={words.nothingSpent}>
          <p>{words.nothingSpentText}</p>
        </Empty>
      ) : (
        <DayStack {...stackDays(rows, today)} />
      )}
    </Panel>
  )
}
