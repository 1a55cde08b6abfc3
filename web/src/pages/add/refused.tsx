// Why an account was not saved, and the way on: open the one that exists, or put the new external ID into the role.
import Alert from '@cloudscape-design/components/alert'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Setup } from '../../../../src/server/schema/web.ts'
import { t } from '../../i18n.ts'
import { ApiError } from '../../lib/http.ts'
import { useAccounts } from '../../lib/queries.ts'
import { paths } from '../../shell/nav.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { serverFaults, type Typed } from './form.ts'

const words = t.add

interface Props {
  error: Error
  typed: Typed
  setup: Setup
}

/** The refusal is brought onto the screen: it stands above the button that was pressed. */
export function SaveRefused(props: Props) {
  const place = useRef<HTMLDivElement>(null)
  const { error } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal anew
  useEffect(() => {
    // No value of it is handed on: newer browsers give a promise, which is no clean-up.
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [error])
  return (
    <div ref={place}>
      <Refusal {...props} />
    </div>
  )
}

function Refusal({ error, typed, setup }: Props) {
  const accounts = useAccounts().data ?? []
  if (!(error instanceof ApiError))
    return (
      <Alert type="error" header={words.saveFailed}>
        {error.message}
      </Alert>
    )
  const mine = accounts.find(account => account.attributes.aws_account_id === typed.accountId)
  if (error.code === 'account_exists')
    return (
      <Alert type="warning" header={words.existsHeading}>
        <p>{error.detail}</p>
        {mine === undefined ? null : <Link to={paths.account(mine.id)}>{words.openIt}</Link>}
      </Alert>
    )
  if (error.code === 'invalid_external_id')
    return (
      <Alert type="warning" header={words.idChanged}>
        <div className="hc-stack">
          <p>{error.fields['auth_config.external_id'] ?? error.detail}</p>
          <p>{words.idChangedText}</p>
          <CodeBlock text={`"sts:ExternalId": "${setup.external_id}"`} what={words.externalId} />
        </div>
      </Alert>
    )
  const { faults, rest } = serverFaults(error)
  return (
    <Alert type="error" header={error.title || words.saveFailed}>
      <span className="hc-prewrap">
        {[...(Object.keys(faults).length > 0 && rest.length === 0 ? [words.fixFirst] : [error.detail]), ...rest].join(
          '\n',
        )}
      </span>
    </Alert>
  )
}
