// Missing permissions: all at once, by feature, with the smallest policy that adds them.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import type { Status } from '../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { deniedOutright } from '../../lib/coverage.ts'
import { useVerifyAgain } from '../../lib/queries.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Panel } from '../../ui/page.tsx'

const words = t.verify

export function MissingTable({ status }: { status: Pick<Status, 'missing_actions' | 'coverage'> }) {
  const outright = deniedOutright(status.coverage)
  const refusedBy = ({ action, cause }: Status['missing_actions'][number]) =>
    (outright.has(action) ? words.outright[cause] : undefined) ?? words.causes[cause] ?? cause
  const lifted = status.missing_actions.some(missing => outright.has(missing.action))
  return (
    <div className="hc-scroll">
      {lifted ? <p className="hc-warn">{words.outrightText}</p> : null}
      <table className="hc-table">
        <thead>
          <tr>
            <th scope="col">{t.account.action}</th>
            <th scope="col">{t.account.feature}</th>
            <th scope="col">{t.account.why}</th>
            <th scope="col">{t.account.where}</th>
            <th scope="col">{t.account.cause}</th>
          </tr>
        </thead>
        <tbody>
          {status.missing_actions.map(missing => (
            <tr key={`${missing.feature} ${missing.action}`}>
              <th scope="row">
                <code>{missing.action}</code>
              </th>
              <td>{missing.feature}</td>
              <td>{missing.why}</td>
              <td>{missing.regions.length === 0 ? t.account.everywhere : missing.regions.join(', ')}</td>
              <td>{refusedBy(missing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function Missing({ account, status }: { account: AccountData; status: Status }) {
  const verify = useVerifyAgain(account.id)
  const features = new Set(status.missing_actions.map(missing => missing.feature)).size
  return (
    <>
      <Alert
        type="warning"
        header={words.missingHeading(t.actions(status.missing_actions.length), words.features(features))}
        action={
          <Button loading={verify.isPending} onClick={() => verify.mutate()}>
            {words.checkAgain}
          </Button>
        }
      >
        {words.missingText}
      </Alert>
      <Panel title={t.account.tabs.permissions}>
        <div className="hc-stack">
          <MissingTable status={status} />
          {status.missing_policy === null ? null : (
            <CodeBlock
              text={status.missing_policy}
              what={words.missingPolicy}
              fileName="heycloud-missing-actions.json"
              size="tall"
            />
          )}
        </div>
      </Panel>
    </>
  )
}
