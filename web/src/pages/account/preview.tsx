// What a change of settings comes to, before it is saved: what is different, what follows, and the price.
import Alert from '@cloudscape-design/components/alert'
import { t } from '../../i18n.ts'
import type { AccountAttributes } from '../../lib/api.ts'
import { dollars } from '../../lib/format.ts'
import { usePreview } from '../../lib/queries-life.ts'
import { Failure } from '../../ui/states.tsx'

const words = t.life
const price = (amount: number | null) => (amount === null ? words.unknownPrice : dollars(amount))

/** `change` is null while what is typed cannot be saved. */
export function Preview({ id, change }: { id: string; change: Partial<AccountAttributes> | null }) {
  const preview = usePreview(id, change)
  if (change === null) return null
  if (preview.error) return <Failure error={preview.error} />
  const found = preview.data
  if (found === undefined) return <p className="hc-quiet">{words.asking}</p>
  if (found.changes.length === 0) return null
  const { changes, consequences, verification, monthly_charge_now: now, monthly_charge_then: then } = found
  return (
    <Alert type={verification === 'anew' ? 'warning' : 'info'} header={words.changes}>
      <div className="hc-stack" aria-live="polite">
        <table className="hc-table">
          <thead>
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.from}</th>
              <th scope="col">{words.to}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(one => (
              <tr key={one.field}>
                <th scope="row">{one.title}</th>
                <td>{one.from || '–'}</td>
                <td>{one.to || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <ul>
          {consequences.map(sentence => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="hc-num">{words.price(price(now), price(then))}</p>
      </div>
    </Alert>
  )
}
