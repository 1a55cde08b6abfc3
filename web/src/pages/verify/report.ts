// The verification as text, to be pasted into a ticket: facts that the page shows, no secrets.
import type { Status } from '../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'

export function reportText(account: AccountData, status: Status, at: number): string {
  const words = t.verify
  const { aws_account_id, auth_config } = account.attributes
  return [
    `HeyCloud, AWS account ${aws_account_id}, role ${auth_config.role_name}: ${t.states[status.state]} (${new Date(at).toISOString()})`,
    ...(status.problem ? [`${status.problem.title}: ${status.problem.detail}`] : []),
    '',
    ...status.steps.map((step, n) =>
      `${n + 1}. ${words.steps[step.name]}: ${words.stepStates[step.state]}. ${step.message}`.trimEnd(),
    ),
    ...(status.causes.length > 0 ? ['', words.causesHeading] : []),
    ...status.causes.map(cause => `- ${cause.title} (${words.present} ${cause.present_value})`),
    ...(status.missing_actions.length > 0 ? ['', t.account.tabs.permissions] : []),
    ...status.missing_actions.map(
      missing => `- ${missing.action} (${missing.feature}): ${words.causes[missing.cause] ?? missing.cause}`,
    ),
    ...(status.trust_faults.length > 0 ? ['', words.trustFaults] : []),
    ...status.trust_faults.map(fault => `- ${fault.title} (${fault.path})`),
  ].join('\n')
}
