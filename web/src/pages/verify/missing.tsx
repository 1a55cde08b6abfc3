// Missing permissions: all at once, by feature, with the smallest policy that adds them.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import type { Status } from '../../../../src/server/schema/web.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { useVerifyAgain } from '../../lib/queries.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Panel } from '../../ui/page.tsx'

const words = t.verify

export function MissingTable({ actions }: { actions: Status['missing_actions'] }) {
  return (
    <div className="hc-scroll">
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
          {actions.map(missing => (
            <tr key={`${missing.feature} ${missing.action}`}>
              <th scope="row">
                <code>{missing.action}</code>
              </th>
              <td>{missing.feature}</td>
              <td>{missing.why}</td>
              <td>{missing.regions.length === 0 ? t.account.everywhere : missing.regions.join(', ')}</td>
              <td>{words.causes[missing.cause] ?? missing.cause}</td>
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
          <MissingTable actions={status.missing_actions} />
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
