// With no account connected: where to begin, on every page that would be empty.
import Button from '@cloudscape-design/components/button'
import { useNavigate } from 'react-router'
import { t } from '../i18n.ts'
import { paths } from '../shell/nav.ts'

const words = t.account

export function AddButton() {
  const navigate = useNavigate()
  return (
    <Button
      variant="primary"
      href={paths.add}
      onFollow={event => {
        event.preventDefault()
        void navigate(paths.add)
      }}
    >
      {words.emptyAction}
    </Button>
  )
}

export function First() {
  return (
    <section className="hc-panel hc-first">
      <div className="hc-panel-body hc-stack">
        <h2>{words.emptyHeading}</h2>
        <p className="hc-quiet">{words.emptyText}</p>
        <ol className="hc-steps-ahead">
          {words.emptySteps.map(step => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div>
          <AddButton />
        </div>
      </div>
    </section>
  )
}
