// What a template refers to: found, checked against what it declares, and put into the order in which resources are made.
import type { Json } from './model.ts'
import { type Template, validationError } from './template.ts'

const pseudoParameters = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]

interface References {
  /** Ref, and `${Name}` of Fn::Sub. */
  refs: Set<string>
  /** Logical id and attribute, of Fn::GetAtt and `${Name.Attribute}`. */
  attributes: { logicalId: string; attribute: string }[]
  conditions: Set<string>
}

/** `${Name}` and `${Name.Attribute}`; `${!Literal}` is left alone. */
export const substitution = /\$\{([^!${}][^${}]*)\}/g

function addName(found: References, name: string): void {
  const dot = name.indexOf('.')
  if (dot < 0) found.refs.add(name)
  else found.attributes.push({ logicalId: name.slice(0, dot), attribute: name.slice(dot + 1) })
}

function collectSub(argument: Json, found: References): void {
  const [text, own = {}] = Array.isArray(argument) ? argument : [argument]
  for (const [, name = ''] of String(text).matchAll(substitution)) {
    const isOwn = typeof own === 'object' && own !== null && Object.hasOwn(own, name)
    if (!isOwn) addName(found, name.trim())
  }
  collect(own, found)
}

function collect(value: Json, found: References): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found)
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'Ref') found.refs.add(String(inner))
    else if (key === 'Condition' && typeof inner === 'string') found.conditions.add(inner)
    else if (key === 'Fn::Sub') collectSub(inner, found)
    else if (key === 'Fn::GetAtt') addName(found, Array.isArray(inner) ? inner.map(String).join('.') : String(inner))
    else {
      if (key === 'Fn::If' && Array.isArray(inner)) found.conditions.add(String(inner[0]))
      collect(inner, found)
    }
  }
}

/** Everything that a value names. An IAM policy's `Condition` is a map and is no template condition. */
export function referencesOf(value: Json): References {
  const found: References = { refs: new Set(), attributes: [], conditions: new Set() }
  collect(value, found)
  return found
}

function checkBlock(template: Template, block: string, value: Json, conditions: readonly (string | undefined)[]): void {
  const found = referencesOf(value)
  const known = (name: string) =>
    Object.hasOwn(template.resources, name) ||
    Object.hasOwn(template.parameters, name) ||
    pseudoParameters.includes(name)
  const unknown = [...found.refs].filter(name => !known(name))
  if (unknown.length > 0)
    throw validationError(
      `Template format error: Unresolved resource dependencies [${unknown.join(', ')}] in the ${block} block of the template`,
    )
  for (const { logicalId } of found.attributes)
    if (!Object.hasOwn(template.resources, logicalId))
      throw validationError(`Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`)
  for (const name of [...found.conditions, ...conditions])
    if (name !== undefined && !Object.hasOwn(template.conditions, name))
      throw validationError(
        `Template format error: Unresolved condition dependency ${name} in the ${block} block of the template`,
      )
}

/** Throws `ValidationError` for a name that the template does not declare. */
export function checkReferences(template: Template): void {
  const resources = Object.values(template.resources)
  const outputs = Object.values(template.outputs)
  checkBlock(template, 'Conditions', template.conditions, [])
  checkBlock(
    template,
    'Resources',
    resources.map(({ properties }) => properties),
    resources.map(({ condition }) => condition),
  )
  checkBlock(
    template,
    'Outputs',
    outputs.map(({ value }) => value),
    outputs.map(({ condition }) => condition),
  )
  const absent = resources.flatMap(({ dependsOn }) => dependsOn).filter(id => !Object.hasOwn(template.resources, id))
  if (absent.length > 0)
    throw validationError(
      `Template format error: Unresolved resource dependencies [${absent.join(', ')}] in the Resources block of the template`,
    )
  const inConditions = [...referencesOf(template.conditions).refs].filter(name =>
    Object.hasOwn(template.resources, name),
  )
  if (inConditions.length > 0)
    throw validationError(
      `Template format error: Unresolved dependencies [${inConditions.join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    )
}

/** The resources that one resource waits for. */
export function prerequisites(template: Template, logicalId: string): string[] {
  const resource = template.resources[logicalId]
  if (!resource) return []
  const { refs, attributes } = referencesOf(resource.properties)
  const named = [...refs, ...attributes.map(attribute => attribute.logicalId), ...resource.dependsOn]
  return [...new Set(named)].filter(name => Object.hasOwn(template.resources, name))
}

/** Logical ids, each behind those that it waits for. Throws `ValidationError` for a circle. */
export function creationOrder(template: Template): string[] {
  const order: string[] = []
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (order.includes(logicalId)) return
    if (path.includes(logicalId))
      throw validationError(
        `Circular dependency between resources: [${path.slice(path.indexOf(logicalId)).join(', ')}]`,
      )
    for (const first of prerequisites(template, logicalId)) visit(first, [...path, logicalId])
    order.push(logicalId)
  }
  for (const logicalId of Object.keys(template.resources)) visit(logicalId, [])
  return order
}
