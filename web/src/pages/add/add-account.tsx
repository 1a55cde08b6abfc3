// Add AWS Account: the guide as one scrolling page of four parts, beside the values that are copied from it.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearchParams } from 'react-router'
import type { Permissions } from '../../../../src/server/schema/permissions.ts'
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
import { type Choice, choiceSchema, chosenOf, defaultChoice } from './choice.ts'
import { CompletePart } from './complete.tsx'
import { ExternalIdPart } from './external-id.tsx'
import { attributesOf, blank, typedKey, typedSchema, withRoleArn } from './form.ts'
import { IdentityStrip } from './identity.tsx'
import { KeyParts } from './keys.tsx'
import { keepLimit } from './limit.ts'
import { PolicyPart } from './policy.tsx'
import { RolePart } from './role.tsx'
import { type AccessType, type Way, Ways, ways } from './ways.tsx'

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

/** Which way is taken stands in the address, so that it can be linked to and gone back to. */
function useWay() {
  const [params, setParams] = useSearchParams()
  const way: Way = ways.find(one => one === params.get('way')) ?? 'manually'
  const access: AccessType = way === 'manually' && params.get('access') === 'keys' ? 'keys' : 'role'
  return {
    way,
    access,
    onWay: (next: Way) => setParams(next === 'manually' ? {} : { way: next }, { replace: true }),
    onAccess: (next: AccessType) => setParams(next === 'role' ? {} : { access: next }, { replace: true }),
  }
}

interface RoleProps {
  setup: Setup
  refetch: () => Promise<unknown>
  checking: boolean
  permissions: Permissions
  chosen: readonly string[]
  choice: Choice
  onChoice: (choice: Choice) => void
  way: Way
  onWay: (way: Way) => void
}

function RoleParts({ setup, refetch, checking, permissions, chosen, choice, onChoice, way, onWay }: RoleProps) {
  const [typed, setTyped, forget] = useSaved(typedKey, typedSchema, blank)
  const create = useCreateAccount()
  const navigate = useNavigate()
  // Without an account to trust there is no trust policy that would be safe to copy.
  const locked = setup.trusted_account_id === null
  const save = () =>
    create.mutate(attributesOf(typed, setup.external_id, chosen), {
      onSuccess: async ({ data: { id } }) => {
        const state = await keepLimit(id, typed.limit)
        forget()
        void navigate(paths.verify(id), { state })
      },
      onError: error => {
        // The page's ID was used or ran out: the one shown from now on is the one that will be sent.
        if (error instanceof ApiError && error.code === 'invalid_external_id') void refetch()
      },
    })
  return (
    <>
      <IdentityStrip setup={setup} onCheck={() => void refetch()} checking={checking} />
      <ExternalIdPart setup={setup} onChanged={refetch} />
      <PolicyPart
        {...{ permissions, chosen, choice, onChoice, locked }}
        price={setup.price_per_1000_metrics_month}
        inTemplate={way !== 'manually'}
      />
      <RolePart
        {...{ setup, locked, way, onWay, choice, onChoice }}
        features={chosen}
        onArn={arn => setTyped(withRoleArn(typed, arn))}
      />
      <CompletePart
        {...{ setup, locked, typed, setTyped }}
        onSave={save}
        saving={create.isPending}
        error={create.error}
      />
    </>
  )
}

function Parts({ setup, refetch, checking }: Pick<RoleProps, 'setup' | 'refetch' | 'checking'>) {
  const { way, access, onWay, onAccess } = useWay()
  const [choice, onChoice] = useSaved('heycloud.add-choice', choiceSchema, defaultChoice)
  const permissions = useQuery({
    queryKey: ['permissions', choice.features, access],
    queryFn: () => api.permissions(choice.features, access === 'keys' ? 'key' : 'role'),
    select: reply => reply.data.attributes,
    placeholderData: keepPreviousData,
  })
  return (
    <div className="hc-add">
      <div className="hc-add-parts">
        <Ways {...{ way, access, onWay, onAccess }} />
        <Loaded of={permissions} lines={12}>
          {data => {
            const chosen = chosenOf(choice, data.features)
            const shared = { chosen, choice, onChoice, permissions: data }
            return access === 'keys' ? (
              <KeyParts {...shared} price={setup.price_per_1000_metrics_month} />
            ) : (
              <RoleParts {...shared} {...{ setup, refetch, checking, way, onWay }} />
            )
          }}
        </Loaded>
      </div>
      {access === 'keys' ? null : <Rail setup={setup} />}
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
