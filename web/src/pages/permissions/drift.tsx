// The policies of every connected account against what HeyCloud calls, and the one change that mends them all.
import { useCollection } from '@cloudscape-design/collection-hooks'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import Tabs from '@cloudscape-design/components/tabs'
import TextFilter from '@cloudscape-design/components/text-filter'
import { Link } from 'react-router'
import type { DriftReply } from '../../../../src/server/schema/status.ts'
import { t } from '../../i18n.ts'
import { useNow } from '../../lib/clock.ts'
import { age } from '../../lib/format.ts'
import { useDrift } from '../../lib/queries.ts'
import { paths } from '../../shell/nav.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { DriftDetails, DriftState } from '../../ui/drift.tsx'
import { Panel } from '../../ui/page.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { AddButton } from '../first.tsx'

const words = t.permissions
type Row = DriftReply['data'][number]['attributes']

const Read = ({ at }: { at: number }) => {
  const now = useNow(10_000)
  return <span>{t.ago(age(now - at))}</span>
}

function State({ row }: { row: Row }) {
  if (row.drift === null) return <StatusIndicator type="stopped">{row.reason || words.notReadable}</StatusIndicator>
  return (
    <ExpandableSection variant="inline" headerText={<DriftState drift={row.drift} />}>
      <DriftDetails drift={row.drift} />
    </ExpandableSection>
  )
}

const columns: TableProps.ColumnDefinition<Row>[] = [
  {
    id: 'account',
    header: words.account,
    isRowHeader: true,
    sortingComparator: (a, b) => a.account_name.localeCompare(b.account_name),
    cell: row => <Link to={`${paths.account(row.account_config_id)}?tab=permissions`}>{row.account_name}</Link>,
    width: 200,
  },
  { id: 'id', header: t.account.id, cell: row => <span className="hc-mono">{row.account_id}</span>, width: 150 },
  { id: 'state', header: words.state, cell: row => <State row={row} />, minWidth: 420 },
  {
    id: 'checked',
    header: words.checked,
    cell: row => (row.drift === null ? words.never : <Read at={row.drift.read_at} />),
    width: 130,
  },
]

function Rows({ rows }: { rows: readonly Row[] }) {
  const { items, collectionProps, filterProps } = useCollection(rows, {
    filtering: { noMatch: <Empty heading={t.account.noMatch} /> },
    sorting: {},
  })
  return (
    <Table
      {...collectionProps}
      items={items}
      columnDefinitions={columns}
      trackBy="account_config_id"
      wrapLines
      ariaLabels={{ tableLabel: words.tabs.drift }}
      filter={
        rows.length > 8 ? (
          <TextFilter {...filterProps} filteringAriaLabel={words.filter} filteringPlaceholder={words.filter} />
        ) : undefined
      }
    />
  )
}

function Change({ change }: { change: NonNullable<DriftReply['meta']['change']> }) {
  return (
    <Panel title={words.change}>
      <div className="hc-stack">
        <p className="hc-quiet">{words.changeText}</p>
        <Tabs
          ariaLabel={words.change}
          tabs={[
            {
              id: 'cloudformation',
              label: words.changeStack,
              content: <CodeBlock text={change.cloudformation} what={words.changeStack} size="tall" />,
            },
            {
              id: 'terraform',
              label: words.changeTerraform,
              content: (
                <CodeBlock text={change.terraform} what={words.changeTerraform} fileName="main.tf" size="tall" />
              ),
            },
          ]}
        />
      </div>
    </Panel>
  )
}

export function DriftOfAccounts() {
  const drift = useDrift()
  return (
    <Loaded of={drift} lines={8}>
      {({ data, meta }) =>
        data.length === 0 ? (
          <Empty heading={words.noAccounts}>
            <p>{words.noAccountsText}</p>
            <AddButton />
          </Empty>
        ) : (
          <div className="hc-stack">
            <p className="hc-quiet">{words.driftText}</p>
            <Rows rows={data.map(row => row.attributes)} />
            {meta.change ? <Change change={meta.change} /> : null}
          </div>
        )
      }
    </Loaded>
  )
}
