// Which page an address shows, and who may see it: signed in, or the sign-in page.
import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, useState } from 'react'
import { BrowserRouter, Link, Route, Routes } from 'react-router'
import { t } from './i18n.ts'
import { ApiError } from './lib/http.ts'
import { makeQueryClient, useSession } from './lib/queries.ts'
import { paths } from './shell/nav.ts'
import { Shell } from './shell/shell.tsx'
import { ModeProvider } from './theme/mode.tsx'
import { Empty, Failure, Skeleton } from './ui/states.tsx'

const SignIn = lazy(() => import('./pages/sign-in.tsx').then(m => ({ default: m.SignIn })))
const SetupLink = lazy(() => import('./pages/sign-in.tsx').then(m => ({ default: m.SetupLink })))
const Overview = lazy(() => import('./pages/overview/overview.tsx').then(m => ({ default: m.Overview })))
const Dashboards = lazy(() => import('./pages/dashboards.tsx').then(m => ({ default: m.Dashboards })))
const DashboardPage = lazy(() => import('./pages/overview/overview.tsx').then(m => ({ default: m.DashboardPage })))
const Metrics = lazy(() => import('./pages/metrics/metrics.tsx').then(m => ({ default: m.Metrics })))
const Accounts = lazy(() => import('./pages/accounts.tsx').then(m => ({ default: m.Accounts })))
const AddAccount = lazy(() => import('./pages/add/add-account.tsx').then(m => ({ default: m.AddAccount })))
const Account = lazy(() => import('./pages/account/account.tsx').then(m => ({ default: m.Account })))
const Verifying = lazy(() => import('./pages/verify/verifying.tsx').then(m => ({ default: m.Verifying })))
const Permissions = lazy(() => import('./pages/permissions/permissions.tsx').then(m => ({ default: m.Permissions })))
const ConnectOrganization = lazy(() =>
  import('./pages/organization/connect.tsx').then(m => ({ default: m.ConnectOrganization })),
)
const Organization = lazy(() =>
  import('./pages/organization/organization.tsx').then(m => ({ default: m.Organization })),
)
const Audit = lazy(() => import('./pages/audit.tsx').then(m => ({ default: m.Audit })))
const CostOfMonitoring = lazy(() => import('./pages/cost/cost.tsx').then(m => ({ default: m.CostOfMonitoring })))
const Coverage = lazy(() => import('./pages/coverage.tsx').then(m => ({ default: m.Coverage })))

const NotFound = () => (
  <Empty heading={t.errors.notFound}>
    <p>{t.errors.notFoundText}</p>
    <Link to={paths.overview}>{t.errors.home}</Link>
  </Empty>
)

function SignedIn() {
  const session = useSession()
  if (session.data !== undefined)
    return (
      <Shell>
        <Routes>
          <Route path="/" element={<Overview />} />
          <Route path="/dashboards" element={<Dashboards />} />
          <Route path="/dashboards/:id" element={<DashboardPage />} />
          <Route path="/explore" element={<Metrics />} />
          <Route path="/integrations/aws" element={<Accounts />} />
          <Route path="/integrations/aws/add" element={<AddAccount />} />
          <Route path="/integrations/aws/accounts/:id" element={<Account />} />
          <Route path="/integrations/aws/accounts/:id/verify" element={<Verifying />} />
          <Route path="/integrations/aws/organizations/connect" element={<ConnectOrganization />} />
          <Route path="/integrations/aws/organizations/:id" element={<Organization />} />
          <Route path="/permissions" element={<Permissions />} />
          <Route path="/cost" element={<CostOfMonitoring />} />
          <Route path="/coverage" element={<Coverage />} />
          <Route path="/audit" element={<Audit />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Shell>
    )
  if (session.error instanceof ApiError && (session.error.status === 403 || session.error.status === 401))
    return <SignIn />
  if (session.error)
    return (
      <main className="hc-gate">
        <Failure error={session.error} onRetry={() => void session.refetch()} />
      </main>
    )
  return (
    <div className="hc-gate">
      <Skeleton lines={3} />
    </div>
  )
}

export function App() {
  const [client] = useState(makeQueryClient)
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={client}>
        <ModeProvider>
          <BrowserRouter>
            <Routes>
              <Route path="/setup" element={<SetupLink />} />
              <Route path="*" element={<SignedIn />} />
            </Routes>
          </BrowserRouter>
        </ModeProvider>
      </QueryClientProvider>
    </I18nProvider>
  )
}
