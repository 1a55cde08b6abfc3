// Judges how a statement of a trust policy treats sts:ExternalId: required and right, or which hole it leaves.
import type { TrustFault } from '../../core/verification.ts'
import { unknown } from './caller.ts'
import type { ConditionEntry, TrustStatement } from './document.ts'
import { error, firstDifference, lead, warning } from './fault.ts'
import { type Holding, holdsFor, operatorOf } from './hold.ts'

/** What HeyCloud sends, and what it will send once a rotation is finished; undefined where a policy is pasted without an account. */
export interface ExpectedId {
  externalId?: string | undefined
  nextExternalId?: string | undefined
}

export const isExternalId = (entry: ConditionEntry): boolean => entry.key.toLowerCase() === 'sts:externalid'

const hasWildcard = (value: string): boolean => /[*?]/.test(value)
const hasVariable = (value: string): boolean => value.includes('${')

/** Whether the entry alone lets nobody in without one of exactly these values. */
function isStrict({ operator, values }: ConditionEntry): boolean {
  const { base, negated, ifExists, forAll } = operatorOf(operator)
  if (negated || ifExists || forAll || values.some(hasVariable)) return false
  return base === 'stringequals' || (base === 'stringlike' && !values.some(hasWildcard))
}

/** `Null: true`: only callers without an external ID. */
const forbids = ({ operator, values }: ConditionEntry): boolean =>
  operatorOf(operator).base === 'null' && values.some(value => value.toLowerCase() === 'true')

/** Whether it lets HeyCloud's call through; where the external ID is not known, whether it lets a right one. */
export function externalIdHolds(entry: ConditionEntry, { externalId }: ExpectedId): Holding {
  if (externalId !== undefined) return holdsFor(entry, [externalId])
  if (operatorOf(entry.operator).base === 'null') return forbids(entry) ? 'fails' : 'holds'
  // What is compared with is taken for the right one.
  return operatorOf(entry.operator).negated ? 'fails' : holdsFor(entry, unknown)
}

/** Why an entry does not require the external ID. */
function looseFault(entry: ConditionEntry): TrustFault {
  const { operator, path, values } = entry
  const { base, ifExists, forAll } = operatorOf(operator)
  if (base === 'null')
    return error(
      'external_id_any_value',
      path,
      'Any external ID is admitted',
      'Null with "false" asks only that there be one. Use StringEquals with the whole value.',
    )
  if (ifExists)
    return error(
      'external_id_if_exists',
      path,
      `${operator} does not require the external ID`,
      'An operator with IfExists is also true when no external ID is sent. Use StringEquals.',
    )
  if (forAll)
    return error(
      'external_id_for_all_values',
      path,
      'ForAllValues does not require the external ID',
      'ForAllValues is also true when the key is absent. Use StringEquals without a set operator.',
    )
  if (values.some(hasVariable))
    return error(
      'external_id_variable',
      path,
      'The external ID is a policy variable',
      `${values.filter(hasVariable).join(', ')} stands for something that the caller brings. Use StringEquals with the whole value.`,
    )
  if (base === 'stringlike')
    return error(
      'external_id_wildcard',
      path,
      'The external ID is matched by a pattern',
      `${values.filter(hasWildcard).join(', ')} admits other external IDs. Use StringEquals with the whole value.`,
    )
  if (base === 'stringequalsignorecase')
    return error(
      'external_id_ignore_case',
      path,
      'The external ID is compared without regard to case',
      'Other spellings of the external ID are admitted too. Use StringEquals.',
    )
  return error(
    'external_id_operator',
    path,
    `${operator} does not require this external ID`,
    'It admits more than one value of the external ID. Use StringEquals with the whole value.',
  )
}

function wrongFault(entry: ConditionEntry, externalId: string, { nextExternalId }: ExpectedId): TrustFault {
  const alike = (value: string): number => lead([...value], [...externalId])
  const [nearest = ''] = entry.values.toSorted((a, b) => alike(b) - alike(a))
  if (nextExternalId !== undefined && entry.values.includes(nextExternalId))
    return error(
      'wrong_external_id',
      entry.path,
      'The present external ID is not there any more',
      'The policy has the next external ID alone, while HeyCloud still sends the present one. Put both there, or finish the rotation.',
    )
  return error(
    'wrong_external_id',
    entry.path,
    'The external ID is another one',
    `The policy has ${JSON.stringify(nearest)}; HeyCloud sends ${JSON.stringify(externalId)}. ${firstDifference(nearest, externalId)}`,
  )
}

const severalFault = (entry: ConditionEntry): TrustFault =>
  warning(
    'several_external_ids',
    entry.path,
    'Another external ID is admitted',
    'Whoever holds the other one can be admitted too. Leave one, unless the external ID is being changed just now.',
  )

/** Values that are neither the present nor the next one. */
const others = (entry: ConditionEntry, { externalId, nextExternalId }: ExpectedId): string[] =>
  externalId === undefined
    ? entry.values.slice(1)
    : entry.values.filter(value => value !== externalId && value !== nextExternalId)

/**
 * Faults of one statement that admits HeyCloud. Without an expected value only the form is judged. `elsewhere`: another statement
 * lets HeyCloud in with the right one, so that another value here shuts nobody out.
 */
export function externalIdFaults(statement: TrustStatement, expected: ExpectedId, elsewhere: boolean): TrustFault[] {
  const entries = statement.conditions.filter(isExternalId)
  if (entries.length === 0)
    return [
      error(
        'missing_external_id',
        statement.conditions.length > 0 ? `${statement.path}.Condition` : statement.path,
        'No external ID is required',
        'Anybody who can make HeyCloud use this role gets in. Add a Condition: StringEquals, sts:ExternalId, and the external ID shown.',
      ),
    ]
  const { externalId } = expected
  const forbidden = entries.filter(forbids)
  const strict = entries.filter(isStrict)
  const wrong = externalId === undefined ? [] : strict.filter(entry => !entry.values.includes(externalId))
  return [
    ...forbidden.map(entry =>
      error(
        'external_id_forbidden',
        entry.path,
        'Callers with an external ID are refused',
        'Null with "true" admits only those who send none. Use StringEquals with the whole value.',
      ),
    ),
    ...(strict.length === 0 ? entries.filter(entry => !forbids(entry)).map(looseFault) : []),
    ...wrong.flatMap(entry => {
      if (!elsewhere) return [wrongFault(entry, externalId ?? '', expected)]
      return others(entry, expected).length > 0 ? [severalFault(entry)] : []
    }),
    ...strict.filter(entry => !wrong.includes(entry) && others(entry, expected).length > 0).map(severalFault),
    ...strict
      .filter(entry => operatorOf(entry.operator).forAny)
      .map(entry =>
        warning(
          'external_id_for_any_value',
          entry.path,
          'ForAnyValue is meant for keys with several values',
          'A call has one external ID. StringEquals without a set operator says the same, and is read rightly by everybody.',
        ),
      ),
  ]
}
