// Chooses a page's time range; a range drawn on a chart shows here and can be left again.
import Button from '@cloudscape-design/components/button'
import Select from '@cloudscape-design/components/select'
import { t } from '../i18n.ts'
import { firstRange, type Range, type Running, rangeSeconds } from '../lib/range.ts'

const words = t.dashboard
const options = (Object.keys(rangeSeconds) as Running[]).map(value => ({ value, label: words.ranges[value] }))

const short = (seconds: number) =>
  new Date(seconds * 1000).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })

export function RangePicker({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const fixed =
    range.kind === 'fixed' ? { value: 'fixed', label: words.custom(short(range.from), short(range.to)) } : null
  return (
    <span className="hc-row">
      <Select
        ariaLabel={words.range}
        options={fixed === null ? options : [fixed, ...options]}
        selectedOption={
          fixed ?? options.find(option => range.kind === 'running' && option.value === range.name) ?? null
        }
        onChange={({ detail }) => {
          const chosen = options.find(option => option.value === detail.selectedOption.value)
          if (chosen) onChange({ kind: 'running', name: chosen.value })
        }}
      />
      {fixed === null ? null : (
        <Button
          variant="inline-icon"
          iconName="zoom-to-fit"
          ariaLabel={words.zoomOut}
          onClick={() => onChange(firstRange)}
        />
      )}
    </span>
  )
}
