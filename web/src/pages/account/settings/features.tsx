// What else is read of an account, and the features that somebody has to want: each with what it needs.
import Checkbox from '@cloudscape-design/components/checkbox'
import type { ReactNode } from 'react'
import type { Permissions } from '../../../../../src/server/schema/permissions.ts'
import { t } from '../../../i18n.ts'
import type { SettingsForm } from '../../../lib/settings-form.ts'
import { Fold, type SectionProps } from './section.tsx'

const words = t.settings

interface Props extends SectionProps {
  permissions: Permissions
}
type Offered = Permissions['features'][number]
type Name = Offered['feature']

/** Where the form keeps each feature's switch; metrics have a section of their own, and the account’s cannot be switched. */
const switches: Partial<
  Record<Name, { on: (form: SettingsForm) => boolean; set: (on: boolean, form: SettingsForm) => Partial<SettingsForm> }>
> = {
  resources: { on: form => form.resources, set: resources => ({ resources }) },
  alarms: { on: form => form.alarms, set: alarms => ({ alarms }) },
  ...Object.fromEntries(
    (['tags', 'diagnosis', 'organization', 'event_bus', 'cost_management'] as const).map(feature => [
      feature,
      {
        on: (form: SettingsForm) => form.features[feature],
        set: (on: boolean, form: SettingsForm) => ({ features: { ...form.features, [feature]: on } }),
      },
    ]),
  ),
}

function Needs({ feature, permissions }: { feature: Name; permissions: Permissions }) {
  const needed = permissions.actions.filter(action => action.features.includes(feature)).map(({ action }) => action)
  return (
    <details className="hc-needs">
      <summary>{words.needs(needed.length)}</summary>
      <p className="hc-names">{needed.join(' · ')}</p>
    </details>
  )
}

function Switch({ offered, form, onEdit, permissions, note }: Props & { offered: Offered; note?: ReactNode }) {
  const { feature, title, description } = offered
  const own = switches[feature]
  if (own === undefined) return null
  return (
    <li>
      <Checkbox
        checked={own.on(form)}
        description={[description, note].filter(Boolean).join(' ')}
        onChange={({ detail }) => onEdit(own.set(detail.checked, form))}
      >
        {title}
      </Checkbox>
      <Needs feature={feature} permissions={permissions} />
    </li>
  )
}

const onAmong = (offered: readonly Offered[], form: SettingsForm): string[] =>
  offered.filter(({ feature }) => switches[feature]?.on(form)).map(({ title }) => title)

function Posture({ form, faults, onEdit, needs }: SectionProps & { needs: string }) {
  return (
    <li>
      <Checkbox
        checked={form.posture && form.resources}
        disabled={!form.resources}
        description={`${words.postureHelp} ${words.postureNeeds(needs)}`}
        onChange={({ detail }) => onEdit({ posture: detail.checked })}
      >
        {words.posture}
      </Checkbox>
      {faults.resources_config === undefined ? null : <p className="hc-bad">{faults.resources_config}</p>}
    </li>
  )
}

/** Needs no action beyond those of metrics, so that it is no feature of the role’s policy. */
function Linked({ form, onEdit }: SectionProps) {
  return (
    <li>
      <Checkbox
        checked={form.features.linked_accounts}
        disabled={!form.metrics}
        description={words.linkedHelp}
        onChange={({ detail }) => onEdit({ features: { ...form.features, linked_accounts: detail.checked } })}
      >
        {words.linked}
      </Checkbox>
    </li>
  )
}

export function Features(props: Props) {
  const { form, faults, permissions } = props
  const known = permissions.features.filter(({ feature }) => switches[feature] !== undefined)
  const usual = known.filter(one => one.default)
  const optIn = known.filter(one => !one.default)
  const chosen = [...onAmong(optIn, form), ...(form.features.linked_accounts ? [words.linked] : [])]
  return (
    <>
      <Fold
        title={words.others}
        summary={words.othersSummary(onAmong(usual, form))}
        faulty={faults.resources_config !== undefined}
      >
        <ul className="hc-plain hc-stack">
          {usual.flatMap(offered => [
            <Switch
              key={offered.feature}
              {...props}
              offered={offered}
              note={offered.feature === 'tags' ? words.tagsNeed : undefined}
            />,
            ...(offered.feature === 'resources' ? [<Posture key="posture" {...props} needs={offered.title} />] : []),
          ])}
        </ul>
      </Fold>
      <Fold title={words.optIn} summary={chosen.length === 0 ? words.optInOff : chosen.join(', ')}>
        <ul className="hc-plain hc-stack">
          {optIn.map(offered => (
            <Switch
              key={offered.feature}
              {...props}
              offered={offered}
              note={offered.mutating ? words.writes : undefined}
            />
          ))}
          <Linked {...props} />
        </ul>
      </Fold>
    </>
  )
}
