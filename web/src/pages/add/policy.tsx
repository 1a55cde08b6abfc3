// Part 2: what HeyCloud may read, and the policy for it: in wildcards or strict, in as many pieces as IAM's limits ask for.
import Alert from '@cloudscape-design/components/alert'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import Tabs from '@cloudscape-design/components/tabs'
import type { ReactNode } from 'react'
import type { Permissions } from '../../../../src/server/schema/permissions.ts'
import { t } from '../../i18n.ts'
import { CodeBlock } from '../../ui/code.tsx'
import { Copyable } from '../../ui/copy.tsx'
import { External } from '../../ui/external.tsx'
import type { Choice } from './choice.ts'
import { ActionsFolded, FeatureChoice, Width } from './features.tsx'
import { ConsoleSteps, Part } from './part.tsx'

const words = t.add
const steps = words.policySteps
type NamedPolicy = Permissions['policies']['strict'][number]

export function Meter({ used, limit, policies }: { used: number; limit: number; policies: number }) {
  const text = words.meter(used, limit, policies)
  return (
    <span className="hc-meter">
      <meter min={0} max={limit} high={limit * 0.9} value={used} aria-label={text} />
      <span className="hc-quiet hc-num">{text}</span>
    </span>
  )
}

export function FormOfPolicies({
  form,
  onForm,
  children,
}: {
  form: Choice['form']
  onForm: (form: Choice['form']) => void
  children?: ReactNode
}) {
  return (
    <div className="hc-row">
      <SegmentedControl
        label={words.form}
        selectedId={form}
        onChange={({ detail }) => onForm(detail.selectedId === 'strict' ? 'strict' : 'wildcard')}
        options={[
          { id: 'wildcard', text: words.wildcard },
          { id: 'strict', text: words.strict },
        ]}
      />
      {children}
    </div>
  )
}

/** One document, or a tab for each. */
export function Documents({ policies }: { policies: readonly NamedPolicy[] }) {
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

interface Props {
  permissions: Permissions
  chosen: readonly string[]
  choice: Choice
  onChoice: (choice: Choice) => void
  /** US dollars a month for 1,000 metrics. */
  price: number
  /** Whether the policies travel in a template, so that nothing is copied here. */
  inTemplate: boolean
  locked: boolean
}

export function PolicyPart({ permissions, chosen, choice, onChoice, price, inTemplate, locked }: Props) {
  const { form } = choice
  const policies = [...permissions.policies[form], ...permissions.mutating.policies]
  const largest = Math.max(0, ...policies.map(policy => policy.characters))
  const tooMuch = permissions.too_much[form]
  return (
    <Part number={2} title={words.two} locked={locked}>
      <FeatureChoice
        permissions={permissions}
        chosen={chosen}
        onChoose={features => onChoice({ ...choice, features })}
        price={price}
      />
      <FormOfPolicies form={form} onForm={next => onChoice({ ...choice, form: next })}>
        <Meter used={largest} limit={permissions.limits.characters} policies={policies.length} />
      </FormOfPolicies>
      {form === 'wildcard' ? <Width width={permissions.width} /> : null}
      {tooMuch === null ? null : <Alert type="warning">{tooMuch}</Alert>}
      {inTemplate ? (
        <p className="hc-quiet">{t.ways.inTemplate}</p>
      ) : (
        <div className="hc-beside">
          <ConsoleSteps steps={policySteps(policies.map(policy => policy.name))} />
          <Documents key={form} policies={policies} />
        </div>
      )}
      <ActionsFolded permissions={permissions} />
    </Part>
  )
}
