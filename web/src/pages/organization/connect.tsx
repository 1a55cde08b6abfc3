// Connecting an AWS Organization: which connected account reads it, and what the role in its members is called.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { AccountData } from '../../../../src/server/schema/web-reads.ts'
import { t } from '../../i18n.ts'
import { checkRoleName } from '../../lib/account-form.ts'
import { accountName } from '../../lib/accounts.ts'
import { organizationsApi } from '../../lib/api-organizations.ts'
import { useAccounts, useSetup } from '../../lib/queries.ts'
import { useOrganizationChange, useOrganizations } from '../../lib/queries-organizations.ts'
import { paths } from '../../shell/nav.ts'
import { Page, Panel } from '../../ui/page.tsx'
import { Empty, Failure, Loaded } from '../../ui/states.tsx'
import { AddButton } from '../first.tsx'

const words = t.organization

function Form({ accounts }: { accounts: readonly AccountData[] }) {
  const options = accounts
    .filter(account => account.attributes.joined_by === null)
    .map(account => ({
      value: account.id,
      label: accountName(account),
      description: account.attributes.aws_account_id,
    }))
  const setup = useSetup().data
  const [through, setThrough] = useState(options[0]?.value ?? '')
  const [role, setRole] = useState('')
  const navigate = useNavigate()
  const connect = useOrganizationChange((body: Parameters<typeof organizationsApi.connect>[0]) =>
    organizationsApi.connect(body).then(reply => navigate(paths.organization(reply.data.id))),
  )
  const fault = role === '' ? null : checkRoleName(role)
  return (
    <Panel title={words.connectHeading}>
      <form
        className="hc-stack hc-form"
        onSubmit={event => {
          event.preventDefault()
          if (fault === null) connect.mutate({ read_through: through, ...(role === '' ? {} : { role_name: role }) })
        }}
      >
        <FormField label={words.through} description={words.throughHelp}>
          <Select
            options={options}
            filteringType={options.length > 8 ? 'auto' : 'none'}
            selectedOption={options.find(option => option.value === through) ?? null}
            onChange={({ detail }) => setThrough(detail.selectedOption.value ?? '')}
          />
        </FormField>
        <FormField label={words.roleName} description={words.roleNameHelp} errorText={fault?.message}>
          <Input
            value={role}
            placeholder={setup?.role_name ?? ''}
            spellcheck={false}
            onChange={({ detail }) => setRole(detail.value)}
          />
        </FormField>
        <Alert type="info">
          {words.grant} <Link to={paths.permissions}>{t.permissions.heading}</Link>
        </Alert>
        {connect.error ? <Failure error={connect.error} /> : null}
        <div>
          <Button variant="primary" formAction="submit" disabled={through === ''} loading={connect.isPending}>
            {words.connect}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

export function OrganizationLinks() {
  const organizations = useOrganizations().data ?? []
  if (organizations.length === 0) return null
  return (
    <Panel title={words.exists}>
      <ul className="hc-plain">
        {organizations.map(({ id, attributes }) => (
          <li key={id}>
            <Link to={paths.organization(id)}>{words.title(attributes.aws_organization_id)}</Link>{' '}
            <span className="hc-mono hc-quiet">{attributes.management_account_id}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function ConnectOrganization() {
  const accounts = useAccounts()
  return (
    <Page title={words.connectHeading} text={words.connectText}>
      <div className="hc-stack">
        <OrganizationLinks />
        <Loaded of={accounts}>
          {list =>
            list.length === 0 ? (
              <Empty heading={words.throughNone}>
                <p>{words.throughNoneText}</p>
                <AddButton />
              </Empty>
            ) : (
              <Form accounts={list} />
            )
          }
        </Loaded>
      </div>
    </Page>
  )
}
