// What a change of settings comes to, before it is saved: what is different, what follows, and the price now and then.
import type { ChangePreview } from '../../../../../src/server/schema/account-change.ts'
import { t } from '../../../i18n.ts'
import { dollars } from '../../../lib/format.ts'

const words = t.settings
const price = (amount: number | null) => (amount === null ? words.unknownPrice : dollars(amount))

export function Change({ preview }: { preview: ChangePreview }) {
  const { changes, consequences, verification, monthly_charge_now: now, monthly_charge_then: then } = preview
  if (changes.length === 0) return <p className="hc-quiet">{words.nothing}</p>
  return (
    <div className="hc-stack">
      <dl className="hc-changes">
        {changes.map(one => (
          <div key={one.field}>
            <dt>{one.title}</dt>
            <dd>
              <s>
                <span className="hc-offscreen">{words.from}: </span>
                {one.from}
              </s>
              <ins>
                <span className="hc-offscreen">{words.to}: </span>
                {one.to}
              </ins>
            </dd>
          </div>
        ))}
      </dl>
      <ul className={verification === 'anew' ? 'hc-consequences hc-warn' : 'hc-consequences'}>
        {consequences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <dl className="hc-prices">
        <dt>{words.price}</dt>
        <dd className="hc-num">
          {price(now)} <span className="hc-quiet">{words.priceNow}</span>
        </dd>
        <dd className="hc-num">
          {price(then)} <span className="hc-quiet">{words.priceThen}</span>
        </dd>
      </dl>
    </div>
  )
}
