// What functions and modifiers take beside their metric: declared once, checked while the query is read.

/** `default` makes it optional. */
export type Parameter =
  | { name: string; kind: 'number'; min?: number; max?: number; default?: number }
  | { name: string; kind: 'choice'; choices: readonly string[]; default?: string }

/** A parameter as it was written. */
export interface Given {
  value: number | string
  offset: number
}

/** Why what was given does not fit, and where. */
export interface Misfit {
  offset: number
  message: string
}

const signature = (name: string, parameters: readonly Parameter[], first: readonly string[]): string => {
  const rest = parameters.map(parameter => (parameter.default === undefined ? parameter.name : `[${parameter.name}]`))
  return `${name}(${[...first, ...rest].join(', ')})`
}

function misfitOf(parameter: Parameter, given: Given): string | null {
  const { value } = given
  if (parameter.kind === 'choice') {
    const known = typeof value === 'string' && parameter.choices.includes(value)
    return known ? null : `${parameter.name} is one of ${parameter.choices.join(', ')}, not ${value}.`
  }
  if (typeof value !== 'number') return `${parameter.name} is a number, not "${value}".`
  if (parameter.min !== undefined && value < parameter.min) return `${parameter.name} is at least ${parameter.min}.`
  if (parameter.max !== undefined && value > parameter.max) return `${parameter.name} is at most ${parameter.max}.`
  return null
}

/**
 * The values in the order declared, defaults filled in, or the first misfit. `end` is where a missing one should have stood;
 * `first` names what the function takes before its parameters.
 */
export function fitParameters(
  name: string,
  parameters: readonly Parameter[],
  given: readonly Given[],
  end: number,
  first: readonly string[] = [],
): (number | string)[] | Misfit {
  const values: (number | string)[] = []
  const tooMany = given[parameters.length]
  if (tooMany) return { offset: tooMany.offset, message: `too many parameters: ${signature(name, parameters, first)}.` }
  for (const [index, parameter] of parameters.entries()) {
    const item = given[index]
    if (item) {
      const message = misfitOf(parameter, item)
      if (message) return { offset: item.offset, message }
      values.push(item.value)
    } else if (parameter.default !== undefined) values.push(parameter.default)
    else return { offset: end, message: `${parameter.name} is missing: ${signature(name, parameters, first)}.` }
  }
  return values
}
