// Coverage: what HeyCloud is not seeing, and why.
import { t } from '../i18n.ts'
import { useCoverage } from '../lib/queries.ts'
import { CoverageTable } from '../ui/coverage-table.tsx'
import { Page } from '../ui/page.tsx'
import { Loaded } from '../ui/states.tsx'

export function Coverage() {
  const coverage = useCoverage()
  return (
    <Page title={t.account.coverageHeading} text={t.account.coverageText}>
      <Loaded of={coverage}>{rows => <CoverageTable rows={rows} />}</Loaded>
    </Page>
  )
}
