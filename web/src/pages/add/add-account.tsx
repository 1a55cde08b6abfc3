// Add AWS Account: the guide as one scrolling page of four parts, beside the values that are copied from it.
import RadioGroup from '@cloudscape-design/components/radio-group'
import Tiles from '@cloudscape-design/components/tiles'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Setup } from '../../../../src/server/schema/web.ts'
import { t } from '../../i18n.ts'
import { api } from '../../lib/api.ts'
import { ApiError } from '../../lib/http.ts'
import { useCreateAccount } from '../../lib/queries.ts'
import { useSaved } from '../../lib/saved.ts'
import { paths } from '../../shell/nav.ts'
import { Copyable } from '../../ui/copy.tsx'
import { Page } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { CompletePart } from './complete.tsx'
import { ExternalIdPart } from './external-id.tsx'
import { attributesOf, blank, typedKey, typedSchema, withRoleArn } from './form.ts'
import { IdentityStrip } from './identity.tsx'
import { PolicyPart } from './policy.tsx'
import { RolePart } from './role.tsx'

const words = t.add

function Rail({ setup }: { setup: Setup }) {
  const values: [string, string | null][] = [
    [words.externalId, setup.external_id],
    [words.accountId, setup.trusted_account_id],
    [words.policyName, setup.policy_name],
    [words.roleName, setup.role_name],
  ]
  return (
    <aside className="hc-rail" aria-label={words.rail}>
      <h2>{words.rail}</h2>
      <dl>
        {values.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value === null ? (
                <span className="hc-quiet">{words.unknown}</span>
              ) : (
                <Copyable text={value} what={label} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  )
}

function Ways() {
  return (
    <div className="hc-ways">
      <Tiles
        ariaLabel={words.method}
        value="manually"
        columns={1}
        items={[{ value: 'manually', label: words.manually, description: words.manuallyText }]}
      />
      <RadioGroup
        ariaLabel={words.access}
        value="role"
        direction="horizontal"
        items={[
          { value: 'role', label: words.roleDelegation },
          {
            value: 'keys',
            label: words.accessKeys,
            description: `${words.accessKeysText}. ${words.accessKeysNotYet}.`,
            disabled: true,
          },
        ]}
      />
    </div>
  )
}

function Parts({ setup, refetch, checking }: { setup: Setup; refetch: () => Promise<unknown>; checking: boolean }) {
  const [typed, setTyped, forget] = useSaved(typedKey, typedSchema, blank)
  const create = useCreateAccount()
  const navigate = useNavigate()
  // Without an account to trust there is no trust policy that would be safe to copy.
  const locked = setup.trusted_account_id === null
  const save = () =>
    create.mutate(attributesOf(typed, setup.external_id), {
      onSuccess: reply => {
        forget()
        void navigate(paths.verify(reply.data.id))
      },
      onError: error => {
        // The page's ID was used or ran out: the one shown from now on is the one that will be sent.
        if (error instanceof ApiError && error.code === 'invalid_external_id') void refetch()
      },
    })
  return (
    <div className="hc-add">
      <div className="hc-add-parts">
        <Ways />
        <IdentityStrip setup={setup} onCheck={() => void refetch()} checking={checking} />
        <ExternalIdPart setup={setup} onChanged={refetch} />
        <PolicyPart setup={setup} locked={locked} />
        <RolePart setup={setup} locked={locked} onArn={arn => setTyped(withRoleArn(typed, arn))} />
        <CompletePart
          setup={setup}
          locked={locked}
          typed={typed}
          setTyped={setTyped}
          onSave={save}
          saving={create.isPending}
          error={create.error}
        />
      </div>
      <Rail setup={setup} />
    </div>
  )
}

export function AddAccount() {
  // Not asked again behind the person's back: the ID that is shown is the ID that is sent.
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: api.setup,
    select: r => r.data.attributes,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return (
    <Page title={words.heading} text={words.text}>
      <Loaded of={setup} lines={12}>
        {data => <Parts setup={data} refetch={setup.refetch} checking={setup.isFetching} />}
      </Loaded>
    </Page>
  )
}
