// What HeyCloud calls: chosen by feature, with the policies for it and every action's purpose.
import Alert from '@cloudscape-design/components/alert'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Permissions } from '../../../../src/server/schema/permissions.ts'
import { t } from '../../i18n.ts'
import { api } from '../../lib/api.ts'
import { useSetup } from '../../lib/queries.ts'
import { Panel } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { type Choice, chosenOf, defaultChoice } from '../add/choice.ts'
import { EveryAction, FeatureChoice, Width } from '../add/features.tsx'
import { Documents, FormOfPolicies, Meter } from '../add/policy.tsx'

const words = t.permissions

interface Props {
  permissions: Permissions
  choice: Choice
  onChoice: (choice: Choice) => void
}

function Chosen({ permissions, choice, onChoice }: Props) {
  const price = useSetup().data?.price_per_1000_metrics_month
  const { form } = choice
  const chosen = chosenOf(choice, permissions.features)
  const policies = [...permissions.policies[form], ...permissions.mutating.policies]
  const tooMuch = permissions.too_much[form]
  return (
    <div className="hc-stack">
      <Panel title={t.ways.features}>
        <FeatureChoice
          permissions={permissions}
          chosen={chosen}
          onChoose={features => onChoice({ ...choice, features })}
          price={price}
        />
      </Panel>
      <Panel title={words.policies}>
        <div className="hc-stack">
          <FormOfPolicies form={form} onForm={next => onChoice({ ...choice, form: next })}>
            <Meter
              used={Math.max(0, ...policies.map(policy => policy.characters))}
              limit={permissions.limits.characters}
              policies={policies.length}
            />
          </FormOfPolicies>
          {form === 'wildcard' ? <Width width={permissions.width} /> : null}
          {tooMuch === null ? null : <Alert type="warning">{tooMuch}</Alert>}
          <Documents key={form} policies={policies} />
        </div>
      </Panel>
      <Panel title={t.add.everyAction(permissions.actions.length)}>
        <EveryAction permissions={permissions} withStops />
      </Panel>
    </div>
  )
}

export function Calls() {
  const [choice, onChoice] = useState(defaultChoice)
  const permissions = useQuery({
    queryKey: ['permissions', choice.features, 'role'],
    queryFn: () => api.permissions(choice.features),
    select: reply => reply.data.attributes,
    placeholderData: keepPreviousData,
  })
  return (
    <Loaded of={permissions} lines={12}>
      {data => <Chosen permissions={data} choice={choice} onChoice={onChoice} />}
    </Loaded>
  )
}
