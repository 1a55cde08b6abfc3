// Another access key for a GovCloud or China account: the pair is entered together, and the secret kept nowhere on the page.
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { ApiError } from '../../lib/http.ts'
import { useUpdateAccount } from '../../lib/queries.ts'
import { Panel } from '../../ui/page.tsx'
import { Failure } from '../../ui/states.tsx'
import { serverKeyFaults } from '../add/keys-form.ts'

const words = t.life

export function ReplaceKey({ account }: { account: AccountData }) {
  const { auth_config, secret_access_key_last_four } = account.attributes
  const update = useUpdateAccount(account.id)
  const [keyId, setKeyId] = useState(auth_config.access_key_id ?? '')
  const [secret, setSecret] = useState('')
  if (auth_config.access_key_id === undefined) return null
  const faults = update.error instanceof ApiError ? serverKeyFaults(update.error.fields).faults : {}
  const save = () =>
    update.mutate(
      { auth_config: { access_key_id: keyId, secret_access_key: secret } },
      { onSuccess: () => setSecret('') },
    )
  return (
    <Panel title={words.keyHeading}>
      <form
        className="hc-stack hc-form"
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <p className="hc-quiet">
          {secret_access_key_last_four === null ? '' : `${words.secretEnds(secret_access_key_last_four)}. `}
          {words.keyReplaceText}
        </p>
        <FormField label={t.ways.keyId} errorText={faults.keyId}>
          <Input
            value={keyId}
            spellcheck={false}
            autoComplete={false}
            onChange={({ detail }) => setKeyId(detail.value.trim())}
          />
        </FormField>
        <FormField label={t.ways.secret} errorText={faults.secret}>
          <Input
            type="password"
            value={secret}
            autoComplete="new-password"
            onChange={({ detail }) => setSecret(detail.value)}
          />
        </FormField>
        {update.error ? <Failure error={update.error} /> : null}
        <div className="hc-row">
          <Button formAction="submit" disabled={secret === ''} loading={update.isPending}>
            {words.keySave}
          </Button>
          <span aria-live="polite" className="hc-good">
            {update.isSuccess ? t.saved : ''}
          </span>
        </div>
      </form>
    </Panel>
  )
}
