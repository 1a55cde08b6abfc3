// One AWS Organization: how many of its accounts are in, which ones, and what to do about the rest.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Tabs from '@cloudscape-design/components/tabs'
import { useParams, useSearchParams } from 'react-router'
import type { OrganizationTree } from '../../../../src/server/schema/organizations.ts'
import { t } from '../../i18n.ts'
import { organizationsApi } from '../../lib/api-organizations.ts'
import { useNow } from '../../lib/clock.ts'
import { age } from '../../lib/format.ts'
import { useOrganizationChange, useOrganizationTree } from '../../lib/queries-organizations.ts'
import { Page } from '../../ui/page.tsx'
import { Failure, Loaded } from '../../ui/states.tsx'
import { ChooseOus, Members } from './members.tsx'
import { MakeRoles } from './roles.tsx'
import { OrganizationSettings } from './settings.tsx'

const words = t.organization
interface Props {
  id: string
  tree: OrganizationTree
}

/** States in the order and the colour in which the bar shows them; what is not wanted is not in it. */
const bar = [
  ['connected', 'good'],
  ['degraded', 'warn'],
  ['waiting', 'wait'],
  ['not_joined', 'wait'],
  ['paused', 'quiet'],
  ['denied_by_scp', 'bad'],
  ['not_assumable', 'bad'],
  ['blocked', 'bad'],
] as const

function Bar({ counts, summary }: Pick<OrganizationTree, 'counts' | 'summary'>) {
  const all = bar.reduce((sum, [state]) => sum + counts[state], 0)
  if (all === 0) return null
  return (
    <div className="hc-members-bar" role="img" aria-label={summary}>
      {bar.map(([state, tone]) =>
        counts[state] === 0 ? null : (
          <svg key={state} data-tone={tone} width={`${(counts[state] / all) * 100}%`} height="10" aria-hidden="true">
            <title>{`${words.states[state]}: ${counts[state]}`}</title>
            <rect width="100%" height="10" />
          </svg>
        ),
      )}
    </div>
  )
}

function Reading({ tree }: { tree: OrganizationTree }) {
  const { reading } = tree
  if (reading === null) return <Alert type="info">{words.neverRead}</Alert>
  if (reading.state === 'seen') return null
  return (
    <Alert
      type="warning"
      header={reading.state === 'denied' && reading.action !== null ? words.denied(reading.action) : words.failed}
    >
      {reading.reason} {reading.read_at === null ? '' : words.carried}
    </Alert>
  )
}

function Tabbed({ id, tree }: Props) {
  const [params, setParams] = useSearchParams()
  return (
    <Tabs
      ariaLabel={words.title(tree.aws_organization_id)}
      activeTabId={params.get('tab') ?? 'accounts'}
      onChange={({ detail }) => setParams({ tab: detail.activeTabId }, { replace: true })}
      tabs={[
        {
          id: 'accounts',
          label: words.tabs.accounts,
          content: (
            <div className="hc-organization">
              <ChooseOus key={tree.include.join()} id={id} tree={tree} />
              <Members id={id} tree={tree} />
            </div>
          ),
        },
        { id: 'roles', label: words.tabs.roles, content: <MakeRoles id={id} /> },
        { id: 'settings', label: words.tabs.settings, content: <OrganizationSettings id={id} tree={tree} /> },
      ]}
    />
  )
}

function Head({ tree }: { tree: OrganizationTree }) {
  const now = useNow(10_000)
  const readAt = tree.reading?.read_at ?? null
  return (
    <>
      {tree.summary} {readAt === null ? '' : `· ${words.readAt(t.ago(age(now - readAt)))}`}
    </>
  )
}

export function Organization() {
  const { id = '' } = useParams()
  const tree = useOrganizationTree(id)
  const sync = useOrganizationChange(() => organizationsApi.sync(id))
  return (
    <Loaded of={tree} lines={10}>
      {data => (
        <Page
          title={words.title(data.aws_organization_id)}
          text={<Head tree={data} />}
          actions={
            <Button iconName="refresh" loading={sync.isPending} onClick={() => sync.mutate(undefined)}>
              {words.sync}
            </Button>
          }
        >
          <div className="hc-stack">
            <Bar counts={data.counts} summary={data.summary} />
            <Reading tree={data} />
            {sync.error ? <Failure error={sync.error} /> : null}
            <Tabbed id={id} tree={data} />
          </div>
        </Page>
      )}
    </Loaded>
  )
}
