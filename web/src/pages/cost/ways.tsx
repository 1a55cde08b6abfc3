// What a month would cost in other ways, in all and by account.
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import type { AlternativeCosts } from '../../../../src/server/schema/cost.ts'
import { t } from '../../i18n.ts'
import { dollars } from '../../lib/format.ts'
import { useAlternatives } from '../../lib/queries-cost.ts'
import { External } from '../../ui/external.tsx'
import { Loaded } from '../../ui/states.tsx'

const words = t.cost
const amount = (charge: number | null | undefined) => (charge == null ? words.unknown : dollars(charge))

function ByAccount({ ways, accounts }: AlternativeCosts) {
  return (
    <ExpandableSection headerText={words.perAccount}>
      <div className="hc-scroll">
        <table className="hc-table">
          <thead>
            <tr>
              <th scope="col">{words.account}</th>
              {ways.map(({ way }) => (
                <th key={way} scope="col" className="hc-num">
                  {words.wayNames[way]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {accounts.map(account => (
              <tr key={account.account_config_id}>
                <th scope="row">{account.account_name}</th>
                {ways.map(({ way }) => (
                  <td key={way} className="hc-num">
                    {amount(account.charges[way])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ExpandableSection>
  )
}

export function OtherWays() {
  const alternatives = useAlternatives()
  return (
    <Loaded of={alternatives}>
      {data => (
        <div className="hc-stack">
          <p className="hc-quiet">{words.waysText}</p>
          <table className="hc-table hc-cost-ways">
            <caption className="hc-offscreen">{words.ways}</caption>
            <thead>
              <tr>
                <th scope="col">{words.way}</th>
                <th scope="col" className="hc-num">
                  {words.charge}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.ways.map(({ way, title, text, source, charge }) => (
                <tr key={way} data-now={way === 'now'}>
                  <th scope="row">
                    <strong>{title}</strong>
                    <p className="hc-quiet">
                      {text} <External href={source}>{words.source}</External>
                    </p>
                  </th>
                  <td className="hc-num">{amount(charge)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {data.accounts.length > 1 ? <ByAccount {...data} /> : null}
        </div>
      )}
    </Loaded>
  )
}
