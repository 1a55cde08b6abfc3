// A stack's parameters: what was given, checked against what the template declares.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
import type { ParameterValues } from './model.ts'
import { type ParameterDeclaration, type Template, validationError } from './template.ts'

export interface GivenParameter {
  ParameterKey?: string | undefined
  ParameterValue?: string | undefined
  UsePreviousValue?: boolean | undefined
}

const isList = ({ type }: ParameterDeclaration): boolean => type === 'CommaDelimitedList' || type.startsWith('List<')

/** A list's items lose the white space around them. */
const itemsOf = (text: string): string[] => text.split(',').map(item => item.trim())

function faultOf(name: string, declared: ParameterDeclaration, value: string): string | undefined {
  const failed = (rest: string) =>
    declared.constraintDescription === undefined
      ? `Parameter '${name}' ${rest}`
      : `Parameter ${name} failed to satisfy constraint: ${declared.constraintDescription}`
  const values = isList(declared) ? itemsOf(value) : [value]
  const { allowedValues, allowedPattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = declared
  if (allowedValues && values.some(item => !allowedValues.includes(item))) return failed('must be one of AllowedValues')
  if (allowedPattern !== undefined && values.some(item => !new RegExp(`^(?:${allowedPattern})$`).test(item)))
    return failed(`must match pattern ${allowedPattern}`)
  if (value.length < minLength) return failed(`must contain at least ${minLength} characters`)
  if (value.length > maxLength) return failed(`must contain at most ${maxLength} characters`)
  if (declared.type === 'Number' && (value === '' || Number.isNaN(Number(value)))) return failed('must be a number')
  return undefined
}

/** The value of each parameter; `previous` are the stack's own. Throws `ValidationError`. */
export function parameterValues(
  template: Template,
  given: readonly GivenParameter[],
  previous: ParameterValues = {},
): ParameterValues {
  const odd = given.flatMap(({ ParameterKey = '' }) =>
    Object.hasOwn(template.parameters, ParameterKey) ? [] : ParameterKey,
  )
  if (odd.length > 0) throw validationError(`Parameters: [${odd.join(', ')}] do not exist in the template`)
  const chosen = new Map(
    given.map(({ ParameterKey = '', ParameterValue, UsePreviousValue }) => [
      ParameterKey,
      UsePreviousValue ? previous[ParameterKey] : ParameterValue,
    ]),
  )
  const values = Object.entries(template.parameters).map(([name, { fallback }]) => [name, chosen.get(name) ?? fallback])
  const absent = values.filter(([, value]) => value === undefined).map(([name]) => name)
  if (absent.length > 0) throw validationError(`Parameters: [${absent.join(', ')}] must have values`)
  const known = Object.fromEntries(values) as ParameterValues
  for (const [name, declared] of Object.entries(template.parameters)) {
    const fault = faultOf(name, declared, known[name] ?? '')
    if (fault !== undefined) throw validationError(fault)
  }
  return known
}

/** What Ref returns for each parameter. An empty list has no items. */
export const referredValues = (template: Template, values: ParameterValues): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(template.parameters).map(([name, declared]) => {
      const value = values[name] ?? ''
      if (!isList(declared)) return [name, value]
      return [name, value === '' ? [] : itemsOf(value)]
    }),
  )
