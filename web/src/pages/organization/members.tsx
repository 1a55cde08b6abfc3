// The accounts of an Organization, each with its state; which of them join is chosen by OU, and single ones are left out.
import { useCollection } from '@cloudscape-design/collection-hooks'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Pagination from '@cloudscape-design/components/pagination'
import Select from '@cloudscape-design/components/select'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useState } from 'react'
import { Link } from 'react-router'
import type { OrganizationTree } from '../../../../src/server/schema/organizations.ts'
import { t } from '../../i18n.ts'
import { organizationsApi } from '../../lib/api-organizations.ts'
import { isIncluded, ouRows } from '../../lib/ous.ts'
import { useOrganizationChange } from '../../lib/queries-organizations.ts'
import { paths } from '../../shell/nav.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Panel } from '../../ui/page.tsx'
import { Empty, Failure } from '../../ui/states.tsx'

const words = t.organization
type Member = OrganizationTree['accounts'][number]
type State = Member['state']

export const memberIndicator: Record<State, StatusIndicatorProps.Type> = {
  connected: 'success',
  degraded: 'warning',
  waiting: 'pending',
  blocked: 'error',
  denied_by_scp: 'error',
  not_assumable: 'error',
  paused: 'stopped',
  not_joined: 'pending',
  excluded: 'stopped',
  suspended: 'stopped',
  management: 'info',
  not_chosen: 'stopped',
}

export function ChooseOus({ id, tree }: { id: string; tree: OrganizationTree }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(tree.include))
  const save = useOrganizationChange((include: string[]) => organizationsApi.update(id, { include }))
  const changed = tree.include.length !== chosen.size || tree.include.some(one => !chosen.has(one))
  const toggle = (ou: string) => {
    const next = new Set(chosen)
    if (!next.delete(ou)) next.add(ou)
    setChosen(next)
  }
  return (
    <Panel title={words.choose}>
      <div className="hc-stack">
        <p className="hc-quiet">{chosen.size === 0 ? words.chooseFirst : words.chooseText}</p>
        <ul className="hc-ous">
          {ouRows(tree.tree).map(ou => {
            const above = isIncluded(ou.parent_id, tree.tree, chosen)
            return (
              <li key={ou.id} data-depth={Math.min(ou.depth, 5)}>
                <Checkbox checked={above || chosen.has(ou.id)} disabled={above} onChange={() => toggle(ou.id)}>
                  {ou.name}{' '}
                  <span className="hc-quiet">{tree.accounts.filter(one => one.parent_id === ou.id).length || ''}</span>
                </Checkbox>
              </li>
            )
          })}
        </ul>
        {save.error ? <Failure error={save.error} /> : null}
        <div>
          <Button
            variant={changed ? 'primary' : 'normal'}
            disabled={!changed}
            loading={save.isPending}
            onClick={() => save.mutate([...chosen])}
          >
            {words.save}
          </Button>
        </div>
      </div>
    </Panel>
  )
}

function Actions({ id, tree, member }: { id: string; tree: OrganizationTree; member: Member }) {
  const exclude = useOrganizationChange((list: string[]) => organizationsApi.update(id, { exclude: list }))
  const join = useOrganizationChange(() => organizationsApi.join(id, [member.account_id]))
  if (member.state === 'excluded')
    return (
      <LinkButton onClick={() => exclude.mutate(tree.exclude.filter(one => one !== member.account_id))}>
        {words.include}
      </LinkButton>
    )
  return (
    <span className="hc-row">
      {member.state === 'not_joined' ? (
        <LinkButton onClick={() => join.mutate(undefined)}>{words.join}</LinkButton>
      ) : null}
      {member.wanted ? (
        <LinkButton onClick={() => exclude.mutate([...tree.exclude, member.account_id])}>{words.exclude}</LinkButton>
      ) : null}
      {join.error ? <span className="hc-warn">{join.error.message}</span> : null}
    </span>
  )
}

function columnsOf(id: string, tree: OrganizationTree): TableProps.ColumnDefinition<Member>[] {
  const ous = new Map(ouRows(tree.tree).map(ou => [ou.id, ou.path]))
  const ouOf = (member: Member) => (member.parent_id === null ? words.gone : (ous.get(member.parent_id) ?? ''))
  return [
    {
      id: 'account',
      header: words.account,
      isRowHeader: true,
      sortingComparator: (a, b) => a.name.localeCompare(b.name),
      cell: member => (
        <>
          {member.account_config_id === null ? (
            member.name
          ) : (
            <Link to={paths.account(member.account_config_id)}>{member.name}</Link>
          )}{' '}
          <span className="hc-mono hc-quiet">{member.account_id}</span>
        </>
      ),
    },
    { id: 'ou', header: words.ou, sortingComparator: (a, b) => ouOf(a).localeCompare(ouOf(b)), cell: ouOf },
    {
      id: 'state',
      header: words.state,
      minWidth: 200,
      sortingComparator: (a, b) => a.state.localeCompare(b.state),
      cell: member => (
        <StatusIndicator type={memberIndicator[member.state]}>{words.states[member.state]}</StatusIndicator>
      ),
    },
    { id: 'note', header: words.note, minWidth: 220, cell: member => member.note },
    { id: 'actions', header: '', cell: member => <Actions id={id} tree={tree} member={member} /> },
  ]
}

export function Members({ id, tree }: { id: string; tree: OrganizationTree }) {
  const [state, setState] = useState<State | 'all'>('all')
  const shown = tree.accounts.filter(member => state === 'all' || member.state === state)
  const ous = new Map(ouRows(tree.tree).map(ou => [ou.id, ou.path]))
  const { items, collectionProps, filterProps, paginationProps } = useCollection(shown, {
    filtering: {
      filteringFunction: (member, text) =>
        [member.name, member.account_id, ous.get(member.parent_id ?? '') ?? '', member.note]
          .join(' ')
          .toLowerCase()
          .includes(text.toLowerCase()),
      noMatch: <Empty heading={t.account.noMatch} />,
    },
    sorting: {},
    pagination: { pageSize: 50 },
  })
  const options = [
    { value: 'all', label: words.all(tree.accounts.length) },
    ...Object.entries(tree.counts)
      .filter(([, n]) => n > 0)
      .map(([value, n]) => ({ value, label: `${words.states[value as State]} (${n})` })),
  ]
  return (
    <Table
      {...collectionProps}
      items={items}
      columnDefinitions={columnsOf(id, tree)}
      trackBy="account_id"
      wrapLines
      ariaLabels={{ tableLabel: words.tabs.accounts }}
      pagination={shown.length > 50 ? <Pagination {...paginationProps} /> : undefined}
      filter={
        <div className="hc-row">
          <TextFilter {...filterProps} filteringAriaLabel={words.filter} filteringPlaceholder={words.filter} />
          <Select
            ariaLabel={words.state}
            options={options}
            selectedOption={options.find(option => option.value === state) ?? null}
            onChange={({ detail }) => setState((detail.selectedOption.value ?? 'all') as State | 'all')}
          />
        </div>
      }
    />
  )
}
