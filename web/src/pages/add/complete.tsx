// Part 4: say that the role exists, say which it is, and save.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import type { Setup } from '../../../../src/server/schema/web.ts'
import { t } from '../../i18n.ts'
import { checkRoleName, parseRoleArn } from '../../lib/account-form.ts'
import { ApiError } from '../../lib/http.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import {
  arnAccount,
  type Faults,
  type Field,
  faultsOf,
  serverFaults,
  type Typed,
  withAccountId,
  withRoleArn,
} from './form.ts'
import { Part } from './part.tsx'
import { SaveRefused } from './refused.tsx'

const words = t.add

interface FieldsProps {
  typed: Typed
  setTyped: (typed: Typed) => void
  faults: Faults
  /** Marks a field as left, from when on its faults show. */
  leave: (field: Field) => void
  /** HeyCloud's own account: typed by mistake more often than on purpose. */
  own?: string | null
}

/** White space and invisible characters are taken out; a look-alike letter is replaced. */
const onlyTakesOut = (text: string, mended: string): boolean => mended === text.replaceAll(/[\s\p{Cf}]/gu, '')

function Identification({ typed, setTyped, faults, leave, own }: FieldsProps) {
  const other = arnAccount(typed)
  const mended = checkRoleName(typed.roleName)?.mended ?? null
  // White space and look-alikes are told at once; "enter a name" only after the field was left.
  const roleError = faults.roleName ?? (mended === null ? undefined : checkRoleName(typed.roleName)?.message)
  return (
    <>
      <FormField label={words.roleArn} description={words.roleArnHelp} errorText={faults.roleArn}>
        <Input
          value={typed.roleArn}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => setTyped(withRoleArn(typed, detail.value))}
          onBlur={() => leave('roleArn')}
        />
      </FormField>
      <FormField
        label={words.awsAccountId}
        description={words.awsAccountIdHelp}
        constraintText={typed.accountIdNote ?? undefined}
        warningText={typed.accountId !== '' && typed.accountId === own ? words.ownAccount : undefined}
        errorText={
          other === null ? (
            faults.accountId
          ) : (
            <>
              {words.arnDisagrees(other, typed.accountId)}{' '}
              <LinkButton onClick={() => setTyped(withAccountId(typed, other))}>{words.use(other)}</LinkButton>
            </>
          )
        }
      >
        <Input
          value={typed.accountId}
          inputMode="numeric"
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => setTyped(withAccountId(typed, detail.value))}
          onBlur={() => leave('accountId')}
        />
      </FormField>
      <FormField
        label={words.awsRoleName}
        description={words.awsRoleNameHelp}
        errorText={
          roleError === undefined ? undefined : (
            <>
              {roleError}{' '}
              {mended === null ? null : (
                <LinkButton onClick={() => setTyped({ ...typed, roleName: mended })}>
                  {onlyTakesOut(typed.roleName, mended) ? words.removeIt : words.use(mended)}
                </LinkButton>
              )}
              {parseRoleArn(typed.roleName) === null ? null : (
                <LinkButton onClick={() => setTyped(withRoleArn(typed, typed.roleName))}>{words.takeArn}</LinkButton>
              )}
            </>
          )
        }
      >
        <Input
          value={typed.roleName}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => setTyped({ ...typed, roleName: detail.value })}
          onBlur={() => leave('roleName')}
        />
      </FormField>
    </>
  )
}

function Choices({ typed, setTyped, faults, leave }: FieldsProps) {
  const settings = t.account.settings
  return (
    <ExpandableSection
      headerText={words.more}
      defaultExpanded={typed.name !== '' || typed.tags !== '' || typed.regions === 'only' || typed.limit !== ''}
    >
      <div className="hc-stack">
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
        <FormField label={settings.regions}>
          <RadioGroup
            value={typed.regions}
            onChange={({ detail }) => setTyped({ ...typed, regions: detail.value === 'only' ? 'only' : 'all' })}
            items={[
              { value: 'all', label: settings.all },
              { value: 'only', label: settings.only },
            ]}
          />
        </FormField>
        {typed.regions === 'only' ? (
          <FormField label={settings.only} description={settings.regionsHelp} errorText={faults.regionList}>
            <Input
              value={typed.regionList}
              spellcheck={false}
              onChange={({ detail }) => setTyped({ ...typed, regionList: detail.value })}
              onBlur={() => leave('regionList')}
            />
          </FormField>
        ) : null}
        <FormField label={t.cost.limitField} description={t.cost.limitHelp} errorText={faults.limit}>
          <Input
            value={typed.limit}
            inputMode="decimal"
            placeholder={t.cost.limitPlaceholder}
            autoComplete={false}
            onChange={({ detail }) => setTyped({ ...typed, limit: detail.value })}
            onBlur={() => leave('limit')}
          />
        </FormField>
      </div>
    </ExpandableSection>
  )
}

interface Props {
  setup: Setup
  locked: boolean
  typed: Typed
  setTyped: (typed: Typed) => void
  onSave: () => void
  saving: boolean
  error: Error | null
}

export function CompletePart({ setup, locked, typed, setTyped, onSave, saving, error }: Props) {
  const [confirmed, setConfirmed] = useState(false)
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set())
  const [tried, setTried] = useState(false)
  const found = faultsOf(typed)
  const shown: Faults = Object.fromEntries(Object.entries(found).filter(([field]) => tried || left.has(field as Field)))
  const said = error instanceof ApiError ? serverFaults(error).faults : {}
  const good = Object.keys(found).length === 0 && arnAccount(typed) === null
  const save = () => {
    setTried(true)
    if (good) onSave()
  }
  const fields = { typed, setTyped, faults: { ...said, ...shown }, leave: (f: Field) => setLeft(new Set(left).add(f)) }
  return (
    <Part number={4} title={words.four} text={words.fourText} locked={locked}>
      <form
        className="hc-stack hc-form"
        onSubmit={event => {
          event.preventDefault()
          if (confirmed) save()
        }}
      >
        <Checkbox checked={confirmed} onChange={({ detail }) => setConfirmed(detail.checked)}>
          {words.confirm}
        </Checkbox>
        <Identification {...fields} own={setup.trusted_account_id} />
        <Choices {...fields} />
        {error === null ? null : <SaveRefused error={error} typed={typed} setup={setup} />}
        {tried && !good ? <Alert type="error">{words.fixFirst}</Alert> : null}
        <div className="hc-row">
          <Button
            variant="primary"
            formAction="submit"
            disabled={!confirmed}
            disabledReason={words.confirmFirst}
            loading={saving}
          >
            {words.save}
          </Button>
          {confirmed ? null : <span className="hc-quiet">{words.confirmFirst}</span>}
        </div>
      </form>
    </Part>
  )
}
