// Every word that the web UI says, by page; `t` is the one way to them. Another language would be another object of this type.
import { accountWords } from './strings/account.ts'
import { addWords } from './strings/add.ts'
import { auditWords } from './strings/audit.ts'
import { commonWords, errorWords } from './strings/common.ts'
import { costWords } from './strings/cost.ts'
import { coverageWords } from './strings/coverage.ts'
import { historyWords } from './strings/history.ts'
import { lifeWords } from './strings/life.ts'
import { dashboardWords, metricsWords } from './strings/metrics.ts'
import { organizationWords } from './strings/organization.ts'
import { permissionsWords } from './strings/permissions.ts'
import { settingsWords } from './strings/settings.ts'
import { shellWords, signInWords } from './strings/shell.ts'
import { verifyWords } from './strings/verify.ts'
import { waysWords } from './strings/ways.ts'

export const t = {
  ...commonWords,
  errors: errorWords,
  shell: shellWords,
  signIn: signInWords,
  account: accountWords,
  add: addWords,
  audit: auditWords,
  coverage: coverageWords,
  ways: waysWords,
  cost: costWords,
  history: historyWords,
  life: lifeWords,
  settings: settingsWords,
  organization: organizationWords,
  permissions: permissionsWords,
  verify: verifyWords,
  dashboard: dashboardWords,
  metrics: metricsWords,
}
