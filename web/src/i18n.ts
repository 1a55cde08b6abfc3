// Every word that the web UI says, by page; `t` is the one way to them. Another language would be another object of this type.
import { accountWords } from './strings/account.ts'
import { addWords } from './strings/add.ts'
import { commonWords, errorWords } from './strings/common.ts'
import { dashboardWords, metricsWords } from './strings/metrics.ts'
import { shellWords, signInWords } from './strings/shell.ts'
import { verifyWords } from './strings/verify.ts'

export const t = {
  ...commonWords,
  errors: errorWords,
  shell: shellWords,
  signIn: signInWords,
  account: accountWords,
  add: addWords,
  verify: verifyWords,
  dashboard: dashboardWords,
  metrics: metricsWords,
}
