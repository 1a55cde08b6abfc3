// How an account is added: by hand, by a template or a script, or with a whole Organization; and whether by a role or by a key.
import RadioGroup from '@cloudscape-design/components/radio-group'
import Tiles from '@cloudscape-design/components/tiles'
import { useNavigate } from 'react-router'
import { t } from '../../i18n.ts'
import { paths } from '../../shell/nav.ts'

const words = t.ways

export const ways = ['manually', 'cloudformation', 'terraform', 'cli'] as const
export type Way = (typeof ways)[number]
export type AccessType = 'role' | 'keys'

const cards = [...ways, 'organization' as const].map(value => ({
  value,
  label: words.names[value],
  description: words.texts[value],
}))

interface Props {
  way: Way
  access: AccessType
  onWay: (way: Way) => void
  onAccess: (access: AccessType) => void
}

export function Ways({ way, access, onWay, onAccess }: Props) {
  const navigate = useNavigate()
  return (
    <div className="hc-ways">
      <Tiles
        ariaLabel={t.add.method}
        value={way}
        columns={3}
        items={cards}
        onChange={({ detail }) => {
          const chosen = ways.find(one => one === detail.value)
          if (chosen === undefined) void navigate(paths.connectOrganization)
          else onWay(chosen)
        }}
      />
      {way === 'manually' ? (
        <RadioGroup
          ariaLabel={t.add.access}
          value={access}
          direction="horizontal"
          onChange={({ detail }) => onAccess(detail.value === 'keys' ? 'keys' : 'role')}
          items={[
            { value: 'role', label: t.add.roleDelegation },
            { value: 'keys', label: t.add.accessKeys, description: words.keysText },
          ]}
        />
      ) : null}
    </div>
  )
}
