// Paste the output of `aws iam get-role`: the exact fault, the line it stands on, the corrected policy.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { parseRoleArn } from '../../lib/account-form.ts'
import { api } from '../../lib/api.ts'
import { linesOf } from '../../lib/marks.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { Failure } from '../../ui/states.tsx'
import { Faults } from './faults.tsx'
import { useMend } from './mend.ts'

const words = t.verify

/** The pasted role's own ARN decides between what was typed and what is. */
function Elsewhere({ roleArn, account }: { roleArn: string; account: AccountData }) {
  const mend = useMend(account)
  const pasted = parseRoleArn(roleArn)
  const { aws_account_id: accountId, auth_config } = account.attributes
  if (pasted === null) return null
  if (pasted.accountId !== accountId)
    return (
      <Alert
        type="warning"
        action={
          <Button
            loading={mend.isPending}
            onClick={() => mend.mutate({ aws_account_id: pasted.accountId, role_name: pasted.roleName })}
          >
            {words.take(pasted.accountId)}
          </Button>
        }
      >
        {words.otherAccount(pasted.accountId, accountId)}
        {mend.error ? <Failure error={mend.error} /> : null}
      </Alert>
    )
  if (pasted.roleName === auth_config.role_name) return null
  return (
    <Alert
      type="warning"
      action={
        <Button loading={mend.isPending} onClick={() => mend.mutate({ role_name: pasted.roleName })}>
          {words.take(pasted.roleName)}
        </Button>
      }
    >
      {words.otherRole(pasted.roleName, auth_config.role_name ?? '')}
      {mend.error ? <Failure error={mend.error} /> : null}
    </Alert>
  )
}

export function PasteBox({ account }: { account: AccountData }) {
  const [text, setText] = useState('')
  const { aws_account_id, auth_config } = account.attributes
  const roleName = auth_config.role_name ?? ''
  const lint = useMutation({
    mutationFn: () =>
      api.lint({
        text,
        aws_account_id,
        role_name: roleName,
        ...(auth_config.external_id === undefined ? {} : { external_id: auth_config.external_id }),
      }),
  })
  const found = lint.data?.data.attributes
  const command = `aws iam get-role --role-name '${roleName.split('/').at(-1) ?? ''}'`
  const marked = new Set(found?.faults.flatMap(fault => [...linesOf(found.document, fault.path)]) ?? [])
  return (
    <div className="hc-stack">
      <p className="hc-quiet">{words.pasteText}</p>
      <Copyable text={command} what={words.pasteCommand} />
      <FormField label={words.pasteLabel} stretch>
        <Textarea rows={6} spellcheck={false} value={text} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
      <div>
        <Button disabled={text.trim() === ''} loading={lint.isPending} onClick={() => lint.mutate()}>
          {words.pasteAction}
        </Button>
      </div>
      <div aria-live="polite" className="hc-stack">
        {lint.error ? <Failure error={lint.error} /> : null}
        {found === undefined ? null : (
          <>
            {found.role_arn === null ? null : <Elsewhere roleArn={found.role_arn} account={account} />}
            {found.faults.length === 0 ? (
              <Alert type="success" header={words.pasteGood}>
                {words.pasteGoodText}
              </Alert>
            ) : (
              <Faults faults={found.faults} />
            )}
            {found.document === '' ? null : (
              <CodeBlock text={found.document} what={words.pasteDocument} marked={marked} size="tall" />
            )}
            {found.corrected === null ? null : <CodeBlock text={found.corrected} what={words.corrected} size="tall" />}
          </>
        )}
      </div>
    </div>
  )
}
