// The dashboards that there are.
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { t } from '../i18n.ts'
import { api } from '../lib/api.ts'
import { paths } from '../shell/nav.ts'
import { Page, Panel } from '../ui/page.tsx'
import { Loaded } from '../ui/states.tsx'

export function Dashboards() {
  const list = useQuery({ queryKey: ['dashboards'], queryFn: api.dashboards, select: reply => reply.dashboards })
  return (
    <Page title={t.dashboard.listHeading} text={t.dashboard.listText}>
      <Loaded of={list}>
        {dashboards => (
          <div className="hc-stack">
            {dashboards.map(({ id, title, description }) => (
              <Panel key={id} title={<Link to={paths.dashboard(id)}>{title}</Link>}>
                <p className="hc-quiet">{description}</p>
              </Panel>
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  )
}
