// Where the money goes: each account, region and namespace, filtered by any of them.
import { useCollection } from '@cloudscape-design/collection-hooks'
import Button from '@cloudscape-design/components/button'
import Pagination from '@cloudscape-design/components/pagination'
import PropertyFilter from '@cloudscape-design/components/property-filter'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMemo } from 'react'
import type { Cost } from '../../../../src/server/schema/cost.ts'
import { t } from '../../i18n.ts'
import { dollars } from '../../lib/format.ts'
import { Empty } from '../../ui/states.tsx'

const words = t.cost
type Row = Cost['rows'][number] & { account: string; place: string }

const properties = (
  [
    ['account', words.account],
    ['region', words.region],
    ['place', words.namespace],
  ] as const
).map(([key, label]) => ({
  ...{ key, propertyLabel: label, groupValuesLabel: label, operators: ['=', '!=', ':', '!:'] as const },
}))

const columns: TableProps.ColumnDefinition<Row>[] = [
  { id: 'account', header: words.account, isRowHeader: true, sortingField: 'account', cell: row => row.account },
  {
    id: 'region',
    header: words.region,
    sortingField: 'region',
    cell: row => <span className="hc-nowrap">{row.region}</span>,
  },
  { id: 'namespace', header: words.namespace, sortingField: 'place', cell: row => row.place },
  {
    id: 'metrics',
    header: words.metrics,
    sortingComparator: (a, b) => (a.metrics ?? -1) - (b.metrics ?? -1),
    cell: row => (row.metrics === null ? '–' : row.metrics.toLocaleString('en')),
  },
  {
    id: 'watched',
    header: words.watched,
    sortingComparator: (a, b) => (a.watched ?? -1) - (b.watched ?? -1),
    cell: row => (row.watched === null ? '–' : row.watched.toLocaleString('en')),
  },
  { id: 'calls', header: words.calls, sortingField: 'calls', cell: row => row.calls.toLocaleString('en') },
  { id: 'spent', header: words.spent, sortingField: 'charge', cell: row => dollars(row.charge) },
  {
    id: 'monthly',
    header: words.monthly,
    sortingComparator: (a, b) => (a.monthly_estimate ?? -1) - (b.monthly_estimate ?? -1),
    cell: row => (row.monthly_estimate === null ? '–' : dollars(row.monthly_estimate)),
  },
]

export function Places({ cost }: { cost: Cost }) {
  const rows = useMemo(() => {
    const names = new Map(cost.accounts.map(account => [account.account_config_id, account.account_name]))
    return cost.rows
      .map(row => ({
        ...row,
        account: names.get(row.account_config_id) ?? words.removed,
        place: row.namespace || words.otherCalls,
      }))
      .sort((a, b) => b.charge - a.charge)
  }, [cost])
  const { items, collectionProps, propertyFilterProps, paginationProps, filteredItemsCount, actions } = useCollection(
    rows,
    {
      propertyFiltering: {
        filteringProperties: properties,
        empty: <Empty heading={words.nothingSpent} />,
        noMatch: (
          <Empty heading={words.noMatch}>
            <Button onClick={() => actions.setPropertyFiltering({ tokens: [], operation: 'and' })}>
              {words.clear}
            </Button>
          </Empty>
        ),
      },
      sorting: {},
      pagination: { pageSize: 25 },
    },
  )
  return (
    <Table
      {...collectionProps}
      items={items}
      columnDefinitions={columns}
      variant="embedded"
      ariaLabels={{ tableLabel: words.places }}
      pagination={rows.length > 25 ? <Pagination {...paginationProps} /> : undefined}
      filter={
        <PropertyFilter
          {...propertyFilterProps}
          filteringAriaLabel={words.filter}
          filteringPlaceholder={words.filter}
          countText={words.count(filteredItemsCount ?? rows.length, rows.length)}
          expandToViewport
        />
      }
    />
  )
}
