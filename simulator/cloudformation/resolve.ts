// Intrinsic functions: what a template's values and conditions come to, given parameters and what has been made.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
import type { Json, JsonObject } from './model.ts'
import { substitution } from './references.ts'
import { type Template, validationError } from './template.ts'

export interface Scope {
  /** Of parameters and pseudo parameters; lists for CommaDelimitedList. */
  values: Record<string, string | string[]>
  conditions: Record<string, boolean>
  /** Ref of a resource; undefined where it is not there. */
  ref(logicalId: string): string | undefined
  attribute(logicalId: string, name: string): string | undefined
}

/** What `Ref: AWS::NoValue` comes to: its property is left out. */
const nothing = Symbol('AWS::NoValue')
type Resolved = Json | typeof nothing

const listOf = (value: Json, fn: string): Json[] => {
  if (!Array.isArray(value)) throw validationError(`Template error: every ${fn} object requires a list`)
  return value
}

function refer(name: string, scope: Scope): Resolved {
  if (name === 'AWS::NoValue') return nothing
  const value = Object.hasOwn(scope.values, name) ? scope.values[name] : scope.ref(name)
  if (value === undefined) throw validationError(`Unresolved resource dependencies [${name}] in the template`)
  return value
}

function attributeOf(logicalId: string, name: string, scope: Scope): string {
  const value = scope.attribute(logicalId, name)
  if (value === undefined)
    throw validationError(`Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`)
  return value
}

function substitute(argument: Json, scope: Scope): string {
  const [text, map = {}] = Array.isArray(argument) ? argument : [argument]
  const own = resolve(map ?? {}, scope) as JsonObject
  const filled = String(text).replace(substitution, (_, given: string) => {
    const name = given.trim()
    const dot = name.indexOf('.')
    if (Object.hasOwn(own, name)) return String(own[name])
    if (dot > 0) return attributeOf(name.slice(0, dot), name.slice(dot + 1), scope)
    return String(refer(name, scope))
  })
  return filled.replace(/\$\{!/g, '${')
}

function choose(argument: Json, scope: Scope): Resolved {
  const [name, then, otherwise] = listOf(argument, 'Fn::If')
  if (typeof name !== 'string' || then === undefined || otherwise === undefined)
    throw validationError('Template error: Fn::If requires a list argument with the first element being a condition')
  return resolveAny(scope.conditions[name] ? then : otherwise, scope)
}

function join(argument: Json, scope: Scope): string {
  const [separator, items] = listOf(argument, 'Fn::Join')
  const resolved = items === undefined ? null : resolve(items, scope)
  if (typeof separator !== 'string' || !Array.isArray(resolved))
    throw validationError(
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined',
    )
  return resolved.map(String).join(separator)
}

const functions: Record<string, (argument: Json, scope: Scope) => Resolved> = {
  Ref: (name, scope) => refer(String(name), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.')
    return attributeOf(logicalId, rest.join('.'), scope)
  },
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::If': choose,
  'Fn::Select': (argument, scope) => {
    const [index, items] = listOf(resolve(argument, scope), 'Fn::Select')
    const found = Array.isArray(items) ? items[Number(index)] : undefined
    if (found === undefined) throw validationError('Template error: Fn::Select cannot select nonexistent value')
    return found
  },
}

function resolveAny(value: Json, scope: Scope): Resolved {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => resolveAny(item, scope)).filter(item => item !== nothing)
  const [[name, argument] = ['', null], ...others] = Object.entries(value)
  const fn = others.length === 0 && Object.hasOwn(functions, name) ? functions[name] : undefined
  if (fn) return fn(argument, scope)
  if (others.length === 0 && name.startsWith('Fn::'))
    throw validationError(`Template error: this simulation does not have ${name}.`)
  const entries = Object.entries(value).map(([key, inner]) => [key, resolveAny(inner, scope)] as const)
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Json] => entry[1] !== nothing))
}

/** The value with every function carried out. Throws `ValidationError`. */
export function resolve(value: Json, scope: Scope): Json {
  const resolved = resolveAny(value, scope)
  return resolved === nothing ? '' : resolved
}

/** And and Or take two to ten conditions. */
function severalOf(argument: Json, fn: string): Json[] {
  const conditions = listOf(argument, fn)
  if (conditions.length < 2 || conditions.length > 10)
    throw validationError(
      `Template error: every ${fn} object requires a list of at least 2 and at most 10 boolean parameters.`,
    )
  return conditions
}

/** Conditions by name; they see parameters alone. Throws `ValidationError` for what is no condition. */
export function evaluateConditions(template: Template, values: Scope['values']): Record<string, boolean> {
  const scope: Scope = { values, conditions: {}, ref: () => undefined, attribute: () => undefined }
  const known: Record<string, boolean> = {}
  const named = (name: string, path: readonly string[]): boolean => {
    if (path.includes(name)) throw validationError(`Template error: circular dependency of the condition ${name}`)
    known[name] ??= holds(template.conditions[name] ?? null, [...path, name])
    return known[name]
  }
  const holds = (value: Json, path: readonly string[]): boolean => {
    const [[fn, argument] = ['', null]] = Object.entries(value ?? {}) as [string, Json][]
    if (fn === 'Condition') return named(String(argument), path)
    if (fn === 'Fn::And') return severalOf(argument, fn).every(inner => holds(inner, path))
    if (fn === 'Fn::Or') return severalOf(argument, fn).some(inner => holds(inner, path))
    if (fn === 'Fn::Not') return !holds(listOf(argument, fn)[0] ?? null, path)
    if (fn === 'Fn::Equals') {
      const [left, right] = listOf(argument, fn).map(side => JSON.stringify(resolve(side, scope)))
      return left === right
    }
    throw validationError(
      'Template format error: Conditions can only be boolean operations on parameters and other conditions',
    )
  }
  for (const name of Object.keys(template.conditions)) named(name, [])
  return known
}
