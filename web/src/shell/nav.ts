// The pages that exist, once: the navigation and the jump list are made of this.
import { t } from '../i18n.ts'
import type { icons } from './icons.tsx'

export const paths = {
  overview: '/',
  // Not /metrics: there HeyCloud speaks about itself to Prometheus.
  dashboards: '/dashboards',
  dashboard: (id: string) => (id === 'aws-overview' ? '/' : `/dashboards/${encodeURIComponent(id)}`),
  metrics: '/explore',
  accounts: '/integrations/aws',
  add: '/integrations/aws/add',
  coverage: '/coverage',
  cost: '/cost',
  permissions: '/permissions',
  audit: '/audit',
  organizations: '/integrations/aws/organizations',
  connectOrganization: '/integrations/aws/organizations/connect',
  organization: (id: string) => `/integrations/aws/organizations/${encodeURIComponent(id)}`,
  account: (id: string) => `/integrations/aws/accounts/${encodeURIComponent(id)}`,
  verify: (id: string) => `/integrations/aws/accounts/${encodeURIComponent(id)}/verify`,
  metric: (name: string) => `/explore?${new URLSearchParams({ metric: name })}`,
}

export interface NavItem {
  to: string
  label: string
  icon: keyof typeof icons
}

interface NavGroup {
  heading: string
  items: NavItem[]
  /** Shown to administrators alone. */
  admin?: true
}

const groups: NavGroup[] = [
  {
    heading: t.shell.observe,
    items: [
      { to: paths.overview, label: t.shell.overview, icon: 'overview' },
      { to: paths.dashboards, label: t.shell.dashboards, icon: 'dashboards' },
      { to: paths.metrics, label: t.shell.metrics, icon: 'metrics' },
    ],
  },
  {
    heading: t.shell.connect,
    items: [
      { to: paths.accounts, label: t.shell.integrations, icon: 'accounts' },
      { to: paths.permissions, label: t.shell.permissions, icon: 'permissions' },
      { to: paths.coverage, label: t.shell.coverage, icon: 'coverage' },
      { to: paths.cost, label: t.shell.cost, icon: 'cost' },
    ],
  },
  { heading: t.shell.settings, admin: true, items: [{ to: paths.audit, label: t.shell.audit, icon: 'audit' }] },
]

export const navigationFor = (role: string | undefined): NavGroup[] =>
  groups.filter(group => group.admin !== true || role === 'admin')
