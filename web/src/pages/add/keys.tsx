// Access keys, for GovCloud and China: the user and its policy, and the form whose secret is kept nowhere but in memory.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Permissions } from '../../../../src/server/schema/permissions.ts'
import { t } from '../../i18n.ts'
import { checkAccountId } from '../../lib/account-form.ts'
import { ApiError } from '../../lib/http.ts'
import { useCreateAccount } from '../../lib/queries.ts'
import { useSaved } from '../../lib/saved.ts'
import { paths } from '../../shell/nav.ts'
import { Copyable } from '../../ui/copy.tsx'
import type { Choice } from './choice.ts'
import { ActionsFolded, FeatureChoice } from './features.tsx'
import {
  blankKeys,
  type KeyFaults,
  type KeyField,
  keyAttributes,
  keyFaults,
  keyPartitions,
  serverKeyFaults,
  type TypedKeys,
  typedKeysKey,
  typedKeysSchema,
} from './keys-form.ts'
import { ConsoleSteps, Part } from './part.tsx'
import { Documents, FormOfPolicies } from './policy.tsx'

const words = t.ways
const partitionWords = { 'aws-us-gov': words.gov, 'aws-cn': words.china }

interface Props {
  permissions: Permissions
  chosen: readonly string[]
  choice: Choice
  onChoice: (choice: Choice) => void
  price: number
}

function UserPart({ permissions, chosen, choice, onChoice, price }: Props) {
  const policies = [...permissions.policies[choice.form], ...permissions.mutating.policies]
  const steps = [
    {
      id: 'policy',
      text: (
        <>
          {words.keysSteps.policy}{' '}
          {policies.map(({ name }) => (
            <Copyable key={name} text={name} what={t.add.policyName} />
          ))}
        </>
      ),
    },
    { id: 'user', text: words.keysSteps.user },
    { id: 'attach', text: words.keysSteps.attach },
    { id: 'key', text: words.keysSteps.key },
  ]
  return (
    <Part number={1} title={words.keysOne} text={words.keysOneText}>
      <FeatureChoice
        permissions={permissions}
        chosen={chosen}
        onChoose={features => onChoice({ ...choice, features })}
        price={price}
      />
      <FormOfPolicies form={choice.form} onForm={form => onChoice({ ...choice, form })} />
      <div className="hc-beside">
        <ConsoleSteps steps={steps} />
        <Documents key={choice.form} policies={policies} />
      </div>
      <ActionsFolded permissions={permissions} />
    </Part>
  )
}

interface FieldsProps {
  typed: TypedKeys
  setTyped: (typed: TypedKeys) => void
  secret: string
  setSecret: (secret: string) => void
  faults: KeyFaults
  leave: (field: KeyField) => void
}

function Fields({ typed, setTyped, secret, setSecret, faults, leave }: FieldsProps) {
  const settings = t.account.settings
  return (
    <>
      <FormField label={words.partition}>
        <RadioGroup
          value={typed.partition}
          direction="horizontal"
          onChange={({ detail }) =>
            setTyped({ ...typed, partition: keyPartitions.find(one => one === detail.value) ?? typed.partition })
          }
          items={keyPartitions.map(value => ({ value, label: partitionWords[value] }))}
        />
      </FormField>
      <FormField label={t.add.awsAccountId} description={t.add.awsAccountIdHelp} errorText={faults.accountId}>
        <Input
          value={typed.accountId}
          inputMode="numeric"
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => setTyped({ ...typed, accountId: checkAccountId(detail.value).value })}
          onBlur={() => leave('accountId')}
        />
      </FormField>
      <FormField label={words.keyId} description={words.keyIdHelp} errorText={faults.keyId}>
        <Input
          value={typed.keyId}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => setTyped({ ...typed, keyId: detail.value.trim() })}
          onBlur={() => leave('keyId')}
        />
      </FormField>
      <FormField label={words.secret} description={words.secretHelp} errorText={faults.secret}>
        <Input
          type="password"
          value={secret}
          spellcheck={false}
          autoComplete="new-password"
          onChange={({ detail }) => setSecret(detail.value)}
          onBlur={() => leave('secret')}
        />
      </FormField>
      <FormField label={settings.name} description={settings.nameHelp}>
        <Input value={typed.name} onChange={({ detail }) => setTyped({ ...typed, name: detail.value })} />
      </FormField>
      <FormField label={settings.tags} description={settings.tagsHelp} errorText={faults.tags}>
        <Textarea
          rows={3}
          value={typed.tags}
          spellcheck={false}
          onChange={({ detail }) => setTyped({ ...typed, tags: detail.value })}
          onBlur={() => leave('tags')}
        />
      </FormField>
    </>
  )
}

function Refused({ error }: { error: Error }) {
  if (!(error instanceof ApiError)) return <Alert type="error">{error.message}</Alert>
  const { faults, rest } = serverKeyFaults(error.fields)
  const said = Object.keys(faults).length > 0 ? t.add.fixFirst : error.detail
  return (
    <Alert type="error" header={error.title}>
      <span className="hc-prewrap">{[said, ...rest].join('\n')}</span>
    </Alert>
  )
}

function KeyPart({ chosen }: { chosen: readonly string[] }) {
  const [typed, setTyped, forget] = useSaved(typedKeysKey, typedKeysSchema, blankKeys)
  const [secret, setSecret] = useState('')
  const [left, setLeft] = useState<ReadonlySet<KeyField>>(new Set())
  const [tried, setTried] = useState(false)
  const create = useCreateAccount()
  const navigate = useNavigate()
  const found = keyFaults(typed, secret)
  const shown = Object.fromEntries(Object.entries(found).filter(([field]) => tried || left.has(field as KeyField)))
  const said = create.error instanceof ApiError ? serverKeyFaults(create.error.fields).faults : {}
  const save = () => {
    setTried(true)
    if (Object.keys(found).length > 0) return
    create.mutate(keyAttributes(typed, secret, chosen), {
      onSuccess: reply => {
        forget()
        void navigate(paths.verify(reply.data.id))
      },
    })
  }
  return (
    <Part number={2} title={words.keysTwo} text={words.keysTwoText}>
      <form
        className="hc-stack hc-form"
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <Fields
          {...{ typed, setTyped, secret, setSecret }}
          faults={{ ...said, ...shown }}
          leave={field => setLeft(new Set(left).add(field))}
        />
        {create.error ? <Refused error={create.error} /> : null}
        <div>
          <Button variant="primary" formAction="submit" loading={create.isPending}>
            {t.add.save}
          </Button>
        </div>
      </form>
    </Part>
  )
}

export function KeyParts(props: Props) {
  return (
    <>
      <UserPart {...props} />
      <KeyPart chosen={props.chosen} />
    </>
  )
}
