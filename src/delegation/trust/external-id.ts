// Judges how a statement of a trust policy treats sts:ExternalId: required and right, or which hole it leaves.
import type { TrustFault } from '../../core/verification.ts'
import type { ConditionEntry, TrustStatement } from './document.ts'

export const isExternalId = (entry: ConditionEntry): boolean => entry.key.toLowerCase() === 'sts:externalid'

const base = (operator: string): string =>
  operator
    .toLowerCase()
    .replace(/^for(any|all)values:/, '')
    .replace(/ifexists$/, '')
const hasWildcard = (value: string): boolean => /[*?]/.test(value)

/** Whether the entry alone lets nobody in without one of exactly these values. */
function isStrict({ operator, values }: ConditionEntry): boolean {
  if (/ifexists$/i.test(operator) || /^forallvalues:/i.test(operator)) return false
  return base(operator) === 'stringequals' || (base(operator) === 'stringlike' && !values.some(hasWildcard))
}

const fault = (id: string, path: string, title: string, explanation: string): TrustFault => ({
  id,
  severity: 'error',
  title,
  explanation,
  path,
})

/** Why an entry does not require the external ID. */
function looseFault(entry: ConditionEntry): TrustFault {
  const { operator, path } = entry
  if (/ifexists$/i.test(operator))
    return fault(
      'external_id_if_exists',
      path,
      `${operator} does not require the external ID`,
      'An operator with IfExists is also true when no external ID is sent. Use StringEquals.',
    )
  if (/^forallvalues:/i.test(operator))
    return fault(
      'external_id_for_all_values',
      path,
      'ForAllValues does not require the external ID',
      'ForAllValues is also true when the key is absent. Use StringEquals without a set operator.',
    )
  if (base(operator) === 'stringlike')
    return fault(
      'external_id_wildcard',
      path,
      'The external ID is matched by a pattern',
      `${entry.values.filter(hasWildcard).join(', ')} admits other external IDs. Use StringEquals with the whole value.`,
    )
  if (base(operator) === 'stringequalsignorecase')
    return fault(
      'external_id_ignore_case',
      path,
      'The external ID is compared without regard to case',
      'Other spellings of the external ID are admitted too. Use StringEquals.',
    )
  return fault(
    'external_id_operator',
    path,
    `${operator} does not require this external ID`,
    'It admits more than one value of the external ID. Use StringEquals with the whole value.',
  )
}

const lead = (a: string, b: string): number => {
  let index = 0
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1
  return index
}

/** Where two texts part, in words; positions count from 1. */
export function firstDifference(present: string, expected: string): string {
  if (present.trim() === expected) return 'There is white space before or after it.'
  const at = lead(present, expected)
  if (at === present.length) return `It ends after ${at} characters; the whole value has ${expected.length}.`
  if (at === expected.length) return `It goes on after character ${at}, where the value ends.`
  return `Character ${at + 1} is "${present[at]}" and must be "${expected[at]}".`
}

function wrongFault(entry: ConditionEntry, expected: string): TrustFault {
  const [nearest = ''] = entry.values.toSorted((a, b) => lead(b, expected) - lead(a, expected))
  return fault(
    'wrong_external_id',
    entry.path,
    'The external ID is another one',
    `The policy has ${JSON.stringify(nearest)}; HeyCloud sends ${JSON.stringify(expected)}. ${firstDifference(nearest, expected)}`,
  )
}

/** Faults of one statement that admits HeyCloud. Without an expected value only the form is judged. */
export function externalIdFaults(statement: TrustStatement, expected: string | undefined): TrustFault[] {
  const entries = statement.conditions.filter(isExternalId)
  if (entries.length === 0)
    return [
      fault(
        'missing_external_id',
        statement.conditions.length > 0 ? `${statement.path}.Condition` : statement.path,
        'No external ID is required',
        'Anybody who can make HeyCloud use this role gets in. Add a Condition: StringEquals, sts:ExternalId, and the external ID shown.',
      ),
    ]
  const strict = entries.filter(isStrict)
  const wrong = expected === undefined ? [] : strict.filter(entry => !entry.values.includes(expected))
  const several = strict.filter(entry => entry.values.length > 1 && !wrong.includes(entry))
  return [
    ...(strict.length === 0 ? entries.map(looseFault) : []),
    ...wrong.map(entry => wrongFault(entry, expected ?? '')),
    ...several.map(entry => ({
      ...fault(
        'several_external_ids',
        entry.path,
        'Several external IDs are admitted',
        'Whoever holds one of the others can be admitted too. Leave one, unless the ID is being changed just now.',
      ),
      severity: 'warning' as const,
    })),
  ]
}
