// Integrations > AWS: every connected account with its live status; with none, the way to the first one.

import { useCollection } from '@cloudscape-design/collection-hooks'
import Button from '@cloudscape-design/components/button'
import Pagination from '@cloudscape-design/components/pagination'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { Link } from 'react-router'
import type { AccountData } from '../../../src/server/schema/web-reads.ts'
import { t } from '../i18n.ts'
import { accountName, regionsText } from '../lib/accounts.ts'
import { useAccounts } from '../lib/queries.ts'
import { paths } from '../shell/nav.ts'
import { AccountState } from '../ui/account-state.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { Bulk } from './bulk.tsx'
import { Erasures } from './erasures.tsx'
import { AddButton, First } from './first.tsx'
import { OrganizationLinks } from './organization/connect.tsx'

const words = t.account
const columns: TableProps.ColumnDefinition<AccountData>[] = [
  {
    id: 'name',
    header: words.name,
    sortingComparator: (a, b) => accountName(a).localeCompare(accountName(b)),
    isRowHeader: true,
    cell: account => <Link to={paths.account(account.id)}>{accountName(account)}</Link>,
  },
  {
    id: 'state',
    header: words.state,
    cell: ({ attributes }) => <AccountState state={attributes.status} paused={attributes.paused_at !== null} />,
  },
  {
    id: 'id',
    header: words.id,
    sortingComparator: (a, b) => a.attributes.aws_account_id.localeCompare(b.attributes.aws_account_id),
    cell: account => <span className="hc-mono">{account.attributes.aws_account_id}</span>,
  },
  {
    id: 'role',
    header: words.role,
    cell: account => account.attributes.auth_config.role_name ?? account.attributes.auth_config.access_key_id,
  },
  { id: 'regions', header: words.regions, cell: account => regionsText(account.attributes.aws_regions) },
  { id: 'tags', header: words.tags, cell: account => (account.attributes.account_tags ?? []).join(', ') || '–' },
  {
    id: 'added',
    header: words.added,
    sortingComparator: (a, b) => a.attributes.created_at.localeCompare(b.attributes.created_at),
    cell: account => <time dateTime={account.attributes.created_at}>{account.attributes.created_at.slice(0, 10)}</time>,
  },
]

function List({ accounts }: { accounts: readonly AccountData[] }) {
  const { items, collectionProps, filterProps, paginationProps, actions, filteredItemsCount } = useCollection(
    accounts,
    {
      filtering: {
        filteringFunction: (account, text) =>
          JSON.stringify([accountName(account), account.attributes])
            .toLowerCase()
            .includes(text.toLowerCase()),
        noMatch: (
          <Empty heading={words.noMatch}>
            <Button onClick={() => actions.setFiltering('')}>{words.clear}</Button>
          </Empty>
        ),
      },
      sorting: { defaultState: { sortingColumn: columns[0] ?? { sortingField: 'id' } } },
      selection: { trackBy: 'id' },
      pagination: { pageSize: 50 },
    },
  )
  const selected = collectionProps.selectedItems ?? []
  return (
    <Table
      {...collectionProps}
      items={items}
      selectionType="multi"
      pagination={accounts.length > 50 ? <Pagination {...paginationProps} /> : undefined}
      footer={<Bulk selected={selected} accounts={accounts} />}
      columnDefinitions={columns}
      trackBy="id"
      ariaLabels={{
        tableLabel: words.listHeading,
        allItemsSelectionLabel: () => words.selectAll,
        itemSelectionLabel: (_, account) => words.select(accountName(account)),
        selectionGroupLabel: words.listHeading,
      }}
      filter={
        <TextFilter
          {...filterProps}
          filteringAriaLabel={words.filter}
          filteringPlaceholder={words.filter}
          countText={words.count(filteredItemsCount ?? accounts.length, accounts.length)}
        />
      }
    />
  )
}

export function Accounts() {
  const accounts = useAccounts(10_000)
  const some = (accounts.data ?? []).length > 0
  return (
    <Page title={words.listHeading} text={words.listText} {...(some ? { actions: <AddButton /> } : {})}>
      <div className="hc-stack">
        <OrganizationLinks />
        <Loaded of={accounts}>{list => (list.length === 0 ? <First /> : <List accounts={list} />)}</Loaded>
        <Erasures />
      </div>
    </Page>
  )
}
