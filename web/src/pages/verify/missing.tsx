// Missing permissions: all at once, by feature, with the smallest policy that adds them, or the feature turned off.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import type { ReactNode } from 'react'
import { guideLink } from '../../../../src/server/schema/guide.ts'
import type { Status } from '../../../../src/server/schema/status.ts'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { lifeApi } from '../../lib/api-life.ts'
import { useVerifyAgain } from '../../lib/queries.ts'
import { useAccountChange } from '../../lib/queries-life.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Panel } from '../../ui/page.tsx'
import { Failure } from '../../ui/states.tsx'

const words = t.verify
type Missing = Status['missing_actions'][number]

interface Props {
  account: AccountData
  status: Status
}

const guideOf = (missing: Missing): string =>
  guideLink('permission', missing.explicit_deny ? 'explicit_deny' : missing.cause)

function MissingTable({ status }: { status: Pick<Status, 'missing_actions' | 'reduced_features'> }) {
  const titles = new Map<string, string>(status.reduced_features.map(({ feature, title }) => [feature, title]))
  return (
    <div className="hc-scroll">
      <table className="hc-table hc-stacks hc-missing">
        <thead>
          <tr>
            <th scope="col">{t.account.action}</th>
            <th scope="col">{t.account.feature}</th>
            <th scope="col">{t.account.why}</th>
            <th scope="col">{t.account.where}</th>
            <th scope="col">{t.account.cause}</th>
            <th scope="col">{t.life.mend}</th>
          </tr>
        </thead>
        <tbody>
          {status.missing_actions.map(missing => (
            <tr key={`${missing.feature} ${missing.action}`}>
              <th scope="row" data-label={t.account.action}>
                <code>{missing.action}</code>
              </th>
              <td data-label={t.account.feature}>{titles.get(missing.feature) ?? missing.feature}</td>
              <td data-label={t.account.why}>{missing.why}</td>
              <td data-label={t.account.where}>
                {missing.regions.length === 0 ? t.account.everywhere : missing.regions.join(', ')}
              </td>
              <td data-label={t.account.cause}>
                {(missing.explicit_deny ? words.denials : words.causes)[missing.cause] ?? missing.cause}
                {missing.denied_by === null ? null : (
                  <>
                    {' '}
                    <code>{missing.denied_by}</code>
                  </>
                )}
              </td>
              <td data-label={t.life.mend}>
                {missing.mend} <a href={guideOf(missing)}>{t.life.guide}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Of the features that lack something, those that can be given up. */
function TurnOff({ account, status }: Props) {
  const off = useAccountChange((feature: string) => lifeApi.turnOff(account.id, feature))
  const features = status.reduced_features.filter(one => one.feature !== 'account')
  if (features.length === 0) return null
  return (
    <div className="hc-stack">
      <p className="hc-quiet">{t.life.turnedOffText}</p>
      <div className="hc-row">
        {features.map(({ feature, title }) => (
          <Button
            key={feature}
            loading={off.isPending && off.variables === feature}
            onClick={() => off.mutate(feature)}
          >
            {t.life.turnOff(title)}
          </Button>
        ))}
      </div>
      {off.error ? <Failure error={off.error} /> : null}
    </div>
  )
}

/** How much is missing, in one line; `children` say where more of it stands. */
export function MissingAlert({ account, status, children }: Props & { children?: ReactNode }) {
  const verify = useVerifyAgain(account.id)
  if (status.missing_actions.length === 0) return null
  return (
    <Alert
      type="warning"
      header={words.missingHeading(
        t.actions(status.missing_actions.length),
        words.features(status.reduced_features.length),
      )}
      action={
        <Button loading={verify.isPending} onClick={() => verify.mutate()}>
          {words.checkAgain}
        </Button>
      }
    >
      {status.missing_policy === null ? words.missingNothingToAdd : words.missingText} {children}
    </Alert>
  )
}

export function MissingPermissions({ account, status }: Props) {
  if (status.missing_actions.length === 0) return null
  return (
    <>
      <MissingAlert account={account} status={status} />
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
          <TurnOff account={account} status={status} />
        </div>
      </Panel>
    </>
  )
}
