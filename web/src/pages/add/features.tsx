// The choice of features, what it costs, how wide its permissions are, and every action in it.
import Checkbox from '@cloudscape-design/components/checkbox'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import type { Permissions } from '../../../../src/server/schema/permissions.ts'
import { t } from '../../i18n.ts'
import { dollars } from '../../lib/format.ts'
import { External } from '../../ui/external.tsx'
import { toggled } from './choice.ts'

const words = t.ways
type Offered = Permissions['features'][number]

interface Props {
  permissions: Permissions
  chosen: readonly string[]
  onChoose: (features: string[]) => void
}

function Options({ offered, ...props }: Props & { offered: readonly Offered[] }) {
  const { permissions, chosen, onChoose } = props
  return (
    <ul className="hc-features">
      {offered.map(({ feature, title, description, actions }) => (
        <li key={feature}>
          <Checkbox
            checked={chosen.includes(feature)}
            disabled={feature === 'account'}
            description={description}
            onChange={() => onChoose(toggled(chosen, feature, permissions.features))}
          >
            {title} <span className="hc-quiet">{feature === 'account' ? words.alwaysOn : t.actions(actions)}</span>
          </Checkbox>
        </li>
      ))}
    </ul>
  )
}

/** The sums are said in one sentence each: whether anything writes, and what reading costs. */
export function FeatureChoice({ price, ...props }: Props & { price: number | undefined }) {
  const { permissions } = props
  const usual = permissions.features.filter(one => one.default)
  const optIn = permissions.features.filter(one => !one.default && !one.mutating)
  const mutating = permissions.features.filter(one => one.mutating)
  const writes = permissions.mutating.actions
  return (
    <div className="hc-stack">
      <p className="hc-quiet">
        {writes.length === 0 ? words.readOnly : words.writes(writes)}{' '}
        {price === undefined ? '' : words.price(dollars(price))}
      </p>
      <Options {...props} offered={usual} />
      <ExpandableSection headerText={words.optIn} defaultExpanded={optIn.some(one => one.chosen)}>
        <Options {...props} offered={optIn} />
      </ExpandableSection>
      <ExpandableSection
        headerText={words.mutating(mutating.reduce((sum, one) => sum + one.actions, 0))}
        defaultExpanded={mutating.some(one => one.chosen)}
      >
        <div className="hc-stack">
          <p className="hc-quiet">{words.mutatingText}</p>
          <Options {...props} offered={mutating} />
        </div>
      </ExpandableSection>
    </div>
  )
}

export function Width({ width }: { width: Permissions['width'] }) {
  return (
    <div>
      <p className="hc-quiet">{words.width(width.strict, width.wildcard)}</p>
      <ExpandableSection headerText={words.widthNames}>
        <p className="hc-names">{width.extra.join(' · ')}</p>
      </ExpandableSection>
    </div>
  )
}

/** Every action with what it is for; `withStops` adds what stops without it. */
export function EveryAction({ permissions, withStops = false }: { permissions: Permissions; withStops?: boolean }) {
  const titles = new Map<string, string>(permissions.features.map(one => [one.feature, one.title]))
  return (
    <div className={withStops ? undefined : 'hc-scroll'}>
      <table className="hc-table">
        <thead>
          <tr>
            <th scope="col">{t.account.action}</th>
            <th scope="col">{t.account.feature}</th>
            <th scope="col">{t.add.level}</th>
            <th scope="col">{t.account.why}</th>
            {withStops ? <th scope="col">{t.permissions.stops}</th> : null}
          </tr>
        </thead>
        <tbody>
          {permissions.actions.map(action => (
            <tr key={action.action}>
              <th scope="row">
                {/^https:\/\//.test(action.reference) ? (
                  <External href={action.reference}>
                    <code>{action.action}</code>
                  </External>
                ) : (
                  <code>{action.action}</code>
                )}
              </th>
              <td>{action.features.map(feature => titles.get(feature) ?? feature).join(', ')}</td>
              <td>{action.access_level}</td>
              <td>{action.why}</td>
              {withStops ? <td>{action.stops}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export const ActionsFolded = ({ permissions }: { permissions: Permissions }) => (
  <ExpandableSection headerText={t.add.everyAction(permissions.actions.length)}>
    <EveryAction permissions={permissions} />
  </ExpandableSection>
)
