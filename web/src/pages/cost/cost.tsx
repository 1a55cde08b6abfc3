// Cost of monitoring: what reading costs, what a change would cost, and the limits.
import { t } from '../../i18n.ts'
import { useAccounts, useCost } from '../../lib/queries.ts'
import { useAssumptions } from '../../lib/queries-cost.ts'
import { External } from '../../ui/external.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { First } from '../first.tsx'
import { AccountCosts } from './accounts.tsx'
import { Days } from './days.tsx'
import { Month } from './month.tsx'
import { Places } from './places.tsx'
import { OtherWays } from './ways.tsx'

const words = t.cost

function Assumptions() {
  const assumptions = useAssumptions()
  return (
    <div className="hc-stack">
      <p className="hc-quiet">{words.assumptionsText}</p>
      <Loaded of={assumptions}>
        {rows => (
          <dl className="hc-assumptions">
            {rows.map(({ id, attributes: { title, text, source } }) => (
              <div key={id}>
                <dt>{title}</dt>
                <dd>
                  {text} <External href={source}>{words.source}</External>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </div>
  )
}

export function CostOfMonitoring() {
  const cost = useCost()
  const none = useAccounts().data?.length === 0
  return (
    <Page title={words.heading} text={words.text}>
      {none ? (
        <First />
      ) : (
        <Loaded of={cost} lines={12}>
          {data => (
            <div className="hc-stack">
              <Panel title={words.month}>
                <Month cost={data} />
              </Panel>
              <Days cost={data} />
              <Panel title={words.accounts}>
                <AccountCosts cost={data} />
              </Panel>
              <Panel title={words.places}>
                <Places cost={data} />
              </Panel>
              <Panel title={words.ways}>
                <OtherWays />
              </Panel>
              <Panel title={words.assumptions}>
                <Assumptions />
              </Panel>
            </div>
          )}
        </Loaded>
      )}
    </Page>
  )
}
