// Values that a listing's own description holds, for metrics that CloudWatch does not have.
import type { DerivedMetric } from '../core/define.ts'

/** How many entries of an attribute's list have this value in this member; null where the description has no such list. */
export const countOf = (attribute: string, member: string, value: string): DerivedMetric['value'] => {
  return ({ attributes }) => {
    const list = attributes[attribute]
    if (!Array.isArray(list)) return null
    return list.filter(one => one !== null && typeof one === 'object' && !Array.isArray(one) && one[member] === value)
      .length
  }
}

/** An attribute that is a number. */
export const numberOf = (attribute: string): DerivedMetric['value'] => {
  return ({ attributes }) => {
    const value = attributes[attribute]
    return typeof value === 'number' ? value : null
  }
}
