// Who HeyCloud is to AWS: always in view on the Add page; where there is nobody, each place that was looked in.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import type { Setup } from '../../../../src/server/schema/web.ts'
import { t } from '../../i18n.ts'

const words = t.add

export function Sources({ sources }: { sources: Setup['identity']['sources'] }) {
  return (
    <table className="hc-table">
      <thead>
        <tr>
          <th scope="col">{words.source}</th>
          <th scope="col">{words.answer}</th>
        </tr>
      </thead>
      <tbody>
        {sources.map(source => (
          <tr key={source.source}>
            <th scope="row">{source.source}</th>
            <td>
              {source.found ? words.found : words.notFound}
              {source.detail === '' ? '' : `: ${source.detail}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function NoIdentity({ setup, onCheck, checking }: { setup: Setup; onCheck: () => void; checking: boolean }) {
  const { identity } = setup
  const nowhere = identity.sources.every(source => !source.found)
  return (
    <Alert
      type="error"
      header={nowhere ? words.noIdentity : words.notReached}
      action={
        <Button onClick={onCheck} loading={checking}>
          {words.checkAgain}
        </Button>
      }
    >
      <div className="hc-stack">
        {/* Where no source had credentials, the table below says all of it. */}
        {identity.problem === null || nowhere ? null : <p className="hc-prewrap">{identity.problem}</p>}
        {nowhere ? <p>{words.noIdentityText}</p> : null}
        <Sources sources={identity.sources} />
        {nowhere ? <p>{words.containerHint}</p> : null}
      </div>
    </Alert>
  )
}

export function IdentityStrip(props: { setup: Setup; onCheck: () => void; checking: boolean }) {
  const { identity, trusted_account_warning: warning } = props.setup
  return (
    <section className="hc-identity" aria-label={words.identityTitle}>
      {identity.state === 'seen' && identity.arn !== null ? (
        <p>
          <span className="hc-dot" aria-hidden="true" />
          {words.runsAs} <code>{identity.arn}</code> {identity.source === null ? '.' : words.from(identity.source)}{' '}
          {identity.endpoint === null ? '' : words.reaches(identity.endpoint, Math.round(identity.milliseconds ?? 0))}
        </p>
      ) : (
        <NoIdentity {...props} />
      )}
      {warning === null ? null : <Alert type="warning">{warning}</Alert>}
    </section>
  )
}
