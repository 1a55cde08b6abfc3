// Part 2: the permission policy, in wildcards or strict, in as many pieces as IAM's size limit asks for.
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import Tabs from '@cloudscape-design/components/tabs'
import { useState } from 'react'
import type { Setup } from '../../../../src/server/schema/web.ts'
import { t } from '../../i18n.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { External } from '../../ui/external.tsx'
import { ConsoleSteps, Part } from './part.tsx'

const words = t.add
const steps = words.policySteps
type Form = keyof Setup['policies']

function Features({ features }: { features: Setup['features'] }) {
  return (
    <ul className="hc-features">
      {features.map(feature => (
        <li key={feature.feature}>
          <strong>{feature.title}</strong>
          <span className="hc-quiet"> {t.actions(feature.actions)}</span>
          <span className="hc-feature-text">{feature.description}</span>
        </li>
      ))}
    </ul>
  )
}

function Meter({ used, limit, policies }: { used: number; limit: number; policies: number }) {
  const text = words.meter(used, limit, policies)
  return (
    <span className="hc-meter">
      <meter min={0} max={limit} high={limit * 0.9} value={used} aria-label={text} />
      <span className="hc-quiet hc-num">{text}</span>
    </span>
  )
}

function Actions({ actions }: { actions: Setup['actions'] }) {
  return (
    <ExpandableSection headerText={words.everyAction(actions.length)}>
      <div className="hc-scroll">
        <table className="hc-table">
          <thead>
            <tr>
              <th scope="col">{t.account.action}</th>
              <th scope="col">{t.account.feature}</th>
              <th scope="col">{words.level}</th>
              <th scope="col">{t.account.why}</th>
            </tr>
          </thead>
          <tbody>
            {actions.map(action => (
              <tr key={`${action.feature} ${action.action}`}>
                <th scope="row">
                  {/^https:\/\//.test(action.reference) ? (
                    <External href={action.reference}>
                      <code>{action.action}</code>
                    </External>
                  ) : (
                    <code>{action.action}</code>
                  )}
                </th>
                <td>{action.feature}</td>
                <td>{action.access_level}</td>
                <td>{action.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ExpandableSection>
  )
}

function Documents({ setup, form }: { setup: Setup; form: Form }) {
  const policies = setup.policies[form]
  const [first] = policies
  if (first === undefined) return null
  if (policies.length === 1)
    return <CodeBlock text={first.document} what={words.policyJson} fileName={`${first.name}.json`} size="tall" />
  return (
    <Tabs
      ariaLabel={words.policyJson}
      tabs={policies.map((policy, at) => ({
        id: policy.name,
        label: words.policyN(at + 1),
        content: (
          <CodeBlock
            text={policy.document}
            what={`${words.policyJson}: ${policy.name}`}
            fileName={`${policy.name}.json`}
            size="tall"
          />
        ),
      }))}
    />
  )
}

const policySteps = (names: string[]) => [
  {
    id: 'open',
    text: (
      <>
        {steps.open}{' '}
        <External href="https://console.aws.amazon.com/iam/home#/policies/create">{steps.openLink}</External>
      </>
    ),
  },
  { id: 'json', text: steps.json },
  { id: 'next', text: steps.next },
  {
    id: 'name',
    text: (
      <>
        {steps.name}{' '}
        {names.map(name => (
          <Copyable key={name} text={name} what={words.policyName} />
        ))}
      </>
    ),
  },
  { id: 'create', text: steps.create },
]

export function PolicyPart({ setup, locked }: { setup: Setup; locked: boolean }) {
  const [form, setForm] = useState<Form>('wildcard')
  const policies = setup.policies[form]
  const largest = Math.max(0, ...policies.map(policy => policy.characters))
  return (
    <Part number={2} title={words.two} text={words.twoText} locked={locked}>
      <Features features={setup.features} />
      <div className="hc-row">
        <SegmentedControl
          label={words.form}
          selectedId={form}
          onChange={({ detail }) => setForm(detail.selectedId === 'strict' ? 'strict' : 'wildcard')}
          options={[
            { id: 'wildcard', text: words.wildcard },
            { id: 'strict', text: words.strict },
          ]}
        />
        <Meter used={largest} limit={setup.policy_limit} policies={policies.length} />
      </div>
      <div className="hc-beside">
        <ConsoleSteps steps={policySteps(policies.map(policy => policy.name))} />
        <Documents key={form} setup={setup} form={form} />
      </div>
      <Actions actions={setup.actions} />
    </Part>
  )
}
