// Coverage: what HeyCloud is not seeing, and why.
import { t } from '../i18n.ts'
import { useAccounts, useCoverage } from '../lib/queries.ts'
import { CoverageTable } from '../ui/coverage-table.tsx'
import { Page } from '../ui/page.tsx'
import { Loaded } from '../ui/states.tsx'
import { First } from './first.tsx'

export function Coverage() {
  const coverage = useCoverage()
  const none = useAccounts().data?.length === 0
  return (
    <Page title={t.account.coverageHeading} text={t.account.coverageText}>
      {none ? <First /> : <Loaded of={coverage}>{rows => <CoverageTable rows={rows} />}</Loaded>}
    </Page>
  )
}
