// What an account is called, the tags on everything of it, and its regions.
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Textarea from '@cloudscape-design/components/textarea'
import { t } from '../../../i18n.ts'
import { parseTags } from '../../../lib/account-form.ts'
import { LinkButton } from '../../../ui/link-button.tsx'
import { Fold, type SectionProps } from './section.tsx'

const words = t.settings
const shared = t.account.settings

interface Props extends SectionProps {
  /** Regions that are enabled in the account; empty before that is known. */
  enabled: readonly string[]
}

function RegionChoice({ form, faults, onEdit, enabled }: Props) {
  const { picked } = form
  const shown = [...new Set([...enabled, ...picked])].sort()
  const toggle = (region: string, on: boolean) =>
    onEdit({ picked: on ? [...picked, region] : picked.filter(other => other !== region) })
  return (
    <>
      <FormField
        label={words.chosenRegions}
        errorText={form.otherRegions === '' ? faults.aws_regions : undefined}
        stretch
      >
        {shown.length === 0 ? (
          <p className="hc-quiet">{words.regionsUnknown}</p>
        ) : (
          <>
            <p className="hc-row hc-space-below">
              <LinkButton onClick={() => onEdit({ picked: shown })}>{words.tickAll}</LinkButton>
              <LinkButton onClick={() => onEdit({ picked: [] })}>{words.untickAll}</LinkButton>
            </p>
            <ul className="hc-ticks">
              {shown.map(region => (
                <li key={region}>
                  <Checkbox
                    checked={picked.includes(region)}
                    onChange={({ detail }) => toggle(region, detail.checked)}
                    description={enabled.length > 0 && !enabled.includes(region) ? words.notEnabled : undefined}
                  >
                    {region}
                  </Checkbox>
                </li>
              ))}
            </ul>
          </>
        )}
      </FormField>
      <FormField
        label={words.otherRegions}
        description={shared.regionsHelp}
        errorText={form.otherRegions === '' ? undefined : faults.aws_regions}
      >
        <Input
          spellcheck={false}
          value={form.otherRegions}
          onChange={({ detail }) => onEdit({ otherRegions: detail.value })}
        />
      </FormField>
    </>
  )
}

export function General(props: Props) {
  const { form, faults, onEdit } = props
  const regions = form.regions === 'all' ? shared.all : words.regionCount(form.picked.length)
  return (
    <Fold
      open
      title={words.general}
      summary={words.generalSummary(regions, parseTags(form.tags).tags.length)}
      faulty={Boolean(faults.account_name || faults.account_tags || faults.aws_regions)}
    >
      <FormField label={shared.name} description={shared.nameHelp} errorText={faults.account_name}>
        <Input value={form.name} onChange={({ detail }) => onEdit({ name: detail.value })} />
      </FormField>
      <FormField label={shared.tags} description={shared.tagsHelp} errorText={faults.account_tags}>
        <Textarea
          rows={3}
          spellcheck={false}
          value={form.tags}
          onChange={({ detail }) => onEdit({ tags: detail.value })}
        />
      </FormField>
      <FormField label={shared.regions}>
        <RadioGroup
          value={form.regions}
          onChange={({ detail }) => onEdit({ regions: detail.value === 'all' ? 'all' : 'only' })}
          items={[
            { value: 'all', label: shared.all },
            { value: 'only', label: shared.only },
          ]}
        />
      </FormField>
      {form.regions === 'all' ? null : <RegionChoice {...props} />}
    </Fold>
  )
}
