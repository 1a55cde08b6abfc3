// Permissions: which exact actions, why, and what differs where.
import Tabs from '@cloudscape-design/components/tabs'
import { useSearchParams } from 'react-router'
import { t } from '../../i18n.ts'
import { Page } from '../../ui/page.tsx'
import { Calls } from './calls.tsx'
import { DriftOfAccounts } from './drift.tsx'

const words = t.permissions

export function Permissions() {
  const [params, setParams] = useSearchParams()
  return (
    <Page title={words.heading} text={words.text}>
      <Tabs
        ariaLabel={words.heading}
        activeTabId={params.get('tab') === 'drift' ? 'drift' : 'calls'}
        onChange={({ detail }) => setParams({ tab: detail.activeTabId }, { replace: true })}
        tabs={[
          { id: 'calls', label: words.tabs.calls, content: <Calls /> },
          { id: 'drift', label: words.tabs.drift, content: <DriftOfAccounts /> },
        ]}
      />
    </Page>
  )
}
