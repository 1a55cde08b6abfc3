// Part 3: the role, by the console's steps, a template or one block of commands; in the demo, by a button.
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Select from '@cloudscape-design/components/select'
import Tabs from '@cloudscape-design/components/tabs'
import Toggle from '@cloudscape-design/components/toggle'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Setup } from '../../../../src/server/schema/web.ts'
import { t } from '../../i18n.ts'
import { api } from '../../lib/api.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { External } from '../../ui/external.tsx'
import { Failure } from '../../ui/states.tsx'
import type { Choice } from './choice.ts'
import { ConsoleSteps, Part } from './part.tsx'
import { Template } from './templates.tsx'
import { type Way, ways } from './ways.tsx'

const words = t.add
const steps = words.roleSteps

const roleSteps = (setup: Setup) => [
  {
    id: 'open',
    text: (
      <>
        {steps.open} <External href="https://console.aws.amazon.com/iam/home#/roles/create">{steps.openLink}</External>
      </>
    ),
  },
  { id: 'entity', text: steps.entity },
  {
    id: 'account',
    text: (
      <>
        {steps.account} <Copyable text={setup.trusted_account_id ?? ''} what={words.accountId} />
      </>
    ),
  },
  {
    id: 'external-id',
    text: (
      <>
        {steps.externalId} <Copyable text={setup.external_id} what={words.externalId} />
      </>
    ),
  },
  { id: 'mfa', text: <strong>{steps.mfa}</strong> },
  { id: 'next', text: steps.next },
  {
    id: 'attach',
    text: (
      <>
        {steps.attach} <Copyable text={setup.policy_name} what={words.policyName} />
      </>
    ),
  },
  {
    id: 'audit',
    text: (
      <>
        {steps.audit} <Copyable text={setup.security_audit_arn} what="SecurityAudit" />
      </>
    ),
  },
  { id: 'next-again', text: steps.nextAgain },
  {
    id: 'name',
    text: (
      <>
        {steps.name} <Copyable text={setup.role_name} what={words.roleName} />
      </>
    ),
  },
  { id: 'create', text: steps.create },
]

const Console = ({ setup, ownRoleOnly }: { setup: Setup; ownRoleOnly: boolean }) => {
  const trust = ownRoleOnly ? (setup.trust_policy_own_role ?? setup.trust_policy) : setup.trust_policy
  return (
    <div className="hc-beside">
      <ConsoleSteps steps={roleSteps(setup)} />
      {trust === null ? null : (
        <CodeBlock text={trust} what={words.trustJson} fileName="trust-policy.json" size="tall" />
      )}
    </div>
  )
}

function Simulate({ setup, onArn }: { setup: Setup; onArn: (arn: string) => void }) {
  const free = setup.simulated_accounts.find(account => !account.connected)
  const [chosen, setChosen] = useState(free?.id ?? setup.simulated_accounts[0]?.id ?? '')
  const press = useMutation({
    mutationFn: () =>
      api.simulate({
        aws_account_id: chosen,
        role_name: setup.role_name,
        policy_name: setup.policy_name,
        external_id: setup.external_id,
      }),
    onSuccess: reply => onArn(reply.data.attributes.role_arn),
  })
  const options = setup.simulated_accounts.map(account => ({
    value: account.id,
    label: `${account.name} (${account.id})`,
    ...(account.connected ? { tags: [words.simulateConnected] } : {}),
  }))
  const done = press.data?.data.attributes
  return (
    <div className="hc-demo-box">
      <p>
        <strong>{t.shell.demo}.</strong> {words.simulateText}
      </p>
      <div className="hc-row">
        <Select
          ariaLabel={words.simulateAccount}
          options={options}
          selectedOption={options.find(option => option.value === chosen) ?? null}
          onChange={({ detail }) => setChosen(detail.selectedOption.value ?? '')}
        />
        <Button loading={press.isPending} disabled={chosen === ''} onClick={() => press.mutate()}>
          {words.simulate}
        </Button>
      </div>
      {press.error ? <Failure error={press.error} /> : null}
      {done === undefined ? null : (
        <Alert type="success" header={words.simulateDone(done.calls.length)}>
          <ExpandableSection headerText={words.simulateCalls}>
            <ul>
              {done.calls.map(call => (
                <li key={call}>
                  <code>{call}</code>
                </li>
              ))}
            </ul>
          </ExpandableSection>
        </Alert>
      )}
    </div>
  )
}

interface Props {
  setup: Setup
  locked: boolean
  way: Way
  onWay: (way: Way) => void
  choice: Choice
  features: readonly string[]
  onChoice: (choice: Choice) => void
  onArn: (arn: string) => void
}

export function RolePart({ setup, locked, way, onWay, choice, features, onChoice, onArn }: Props) {
  const { form, ownRoleOnly, securityAudit } = choice
  const templated = { externalId: setup.external_id, features, form, ownRoleOnly, securityAudit }
  return (
    <Part number={3} title={words.three} locked={locked}>
      {setup.simulated_accounts.length === 0 ? null : <Simulate setup={setup} onArn={onArn} />}
      {setup.trust_policy_own_role === null ? null : (
        <Toggle
          checked={ownRoleOnly}
          onChange={({ detail }) => onChoice({ ...choice, ownRoleOnly: detail.checked })}
          description={words.ownRoleText}
        >
          {words.ownRole}
        </Toggle>
      )}
      {way === 'manually' ? null : (
        <Toggle
          checked={securityAudit}
          onChange={({ detail }) => onChoice({ ...choice, securityAudit: detail.checked })}
          description={t.ways.securityAuditText}
        >
          {t.ways.securityAudit}
        </Toggle>
      )}
      <Tabs
        ariaLabel={words.three}
        activeTabId={way}
        onChange={({ detail }) => onWay(ways.find(one => one === detail.activeTabId) ?? 'manually')}
        tabs={ways.map(one => ({
          id: one,
          label: one === 'manually' ? words.tabConsole : t.ways.names[one],
          content:
            one === 'manually' ? (
              <Console setup={setup} ownRoleOnly={ownRoleOnly} />
            ) : (
              <Template kind={one} choice={templated} />
            ),
        }))}
      />
    </Part>
  )
}
