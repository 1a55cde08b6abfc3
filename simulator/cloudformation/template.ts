// Templates as CloudFormation reads them: JSON or YAML with short intrinsic tags, checked for their structure.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
import { type CollectionTag, parseDocument, type ScalarTag, type Tags, type YAMLMap, type YAMLSeq } from 'yaml'
import { AwsError } from '../contract.ts'
import type { Json, JsonObject } from './model.ts'

export interface ParameterDeclaration {
  type: string
  fallback?: string
  allowedValues?: string[]
  allowedPattern?: string
  minLength?: number
  maxLength?: number
  constraintDescription?: string
  description?: string
  noEcho: boolean
}

export interface ResourceDeclaration {
  type: string
  properties: JsonObject
  condition?: string
  dependsOn: string[]
  retained: boolean
}

export interface OutputDeclaration {
  value: Json
  description?: string
  condition?: string
}

export interface Template {
  description?: string
  metadata?: Json
  parameters: Record<string, ParameterDeclaration>
  conditions: Record<string, Json>
  resources: Record<string, ResourceDeclaration>
  outputs: Record<string, OutputDeclaration>
}

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message)

const shortTags = ['Ref', 'Condition', 'GetAtt', 'Sub', 'Join', 'If', 'Equals', 'Not', 'And', 'Or', 'Select']

const longForm = (name: string): string => (name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`)

/** `!GetAtt Role.Arn` names the attribute behind the first dot; the long form takes a list. */
function scalarValue(name: string, text: string): Json {
  if (name !== 'GetAtt') return text
  const dot = text.indexOf('.')
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)]
}

/** Each short tag stands before a word, a list or a map. */
function tagsOf(name: string): (ScalarTag | CollectionTag)[] {
  const tag = `!${name}`
  const ofCollection = (node: YAMLSeq | YAMLMap) => ({ [longForm(name)]: node.toJSON() as Json })
  return [
    { tag, resolve: (text: string) => ({ [longForm(name)]: scalarValue(name, text) }) },
    { tag, collection: 'seq', resolve: node => ofCollection(node as YAMLSeq) },
    { tag, collection: 'map', resolve: node => ofCollection(node as YAMLMap) },
  ]
}

/** YAML 1.1 without dates, which CloudFormation leaves as they are written. */
const customTags = (tags: Tags): Tags => [
  ...tags.filter(tag => tag !== 'timestamp' && !(typeof tag === 'object' && tag.tag.endsWith(':timestamp'))),
  ...shortTags.flatMap(tagsOf),
]

function parse(text: string): Json {
  if (text.trimStart().startsWith('{')) {
    try {
      return JSON.parse(text) as Json
    } catch {
      throw validationError('Template format error: JSON not well-formed.')
    }
  }
  const document = parseDocument(text, { version: '1.1', customTags, logLevel: 'silent' })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault) {
    const { line = 1, col = 1 } = fault.linePos?.[0] ?? {}
    throw validationError(`Template format error: YAML not well-formed. (line ${line}, column ${col})`)
  }
  return document.toJSON() as Json
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function objectAt(value: Json | undefined, path: string): JsonObject {
  if (value === undefined) return {}
  if (!isObject(value)) throw validationError(`Template format error: [${path}] must be an object.`)
  return value
}

function refuseNulls(value: Json, path: string): void {
  if (value === null) throw validationError(`[${path}] 'null' values are not allowed in templates`)
  if (typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) refuseNulls(inner, `${path}/${key}`)
}

const sections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Transform',
  'Resources',
  'Outputs',
]
/** Sections that this simulation knows of and does not act on: refusing is better than ignoring. */
const unsimulated = ['Mappings', 'Rules', 'Transform']

const textAt = (object: JsonObject, key: string): string | undefined =>
  object[key] === undefined ? undefined : String(object[key])

const given = <T>(key: string, value: T | undefined) => (value === undefined ? {} : { [key]: value })

const parameterTypes = ['String', 'Number', 'CommaDelimitedList', 'List<Number>']

function parameterOf(name: string, value: Json): ParameterDeclaration {
  const object = objectAt(value, `/Parameters/${name}`)
  const type = textAt(object, 'Type')
  if (type === undefined)
    throw validationError(`Template format error: Every Parameters object must contain a Type member.`)
  if (!parameterTypes.includes(type))
    throw validationError(`Template format error: Unrecognized parameter type: ${type}`)
  const numberAt = (key: string) => (object[key] === undefined ? undefined : Number(object[key]))
  return {
    type,
    noEcho: String(object.NoEcho) === 'true',
    ...given('fallback', textAt(object, 'Default')),
    ...given('allowedValues', Array.isArray(object.AllowedValues) ? object.AllowedValues.map(String) : undefined),
    ...given('allowedPattern', textAt(object, 'AllowedPattern')),
    ...given('constraintDescription', textAt(object, 'ConstraintDescription')),
    ...given('description', textAt(object, 'Description')),
    ...given('minLength', numberAt('MinLength')),
    ...given('maxLength', numberAt('MaxLength')),
  }
}

const resourceMembers = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
]

function resourceOf(name: string, value: Json): ResourceDeclaration {
  const object = objectAt(value, `/Resources/${name}`)
  if (!/^[A-Za-z0-9]+$/.test(name))
    throw validationError(`Template format error: Resource name ${name} is non alphanumeric.`)
  const type = textAt(object, 'Type')
  if (type === undefined)
    throw validationError(
      `Template format error: [/Resources/${name}] Every Resources object must contain a Type member.`,
    )
  const odd = Object.keys(object).find(key => !resourceMembers.includes(key))
  if (odd !== undefined) throw validationError(`Invalid template resource property '${odd}'`)
  const after = object.DependsOn ?? []
  return {
    type,
    properties: objectAt(object.Properties, `/Resources/${name}/Properties`),
    dependsOn: Array.isArray(after) ? after.map(String) : [String(after)],
    retained: object.DeletionPolicy === 'Retain',
    ...given('condition', textAt(object, 'Condition')),
  }
}

function outputOf(name: string, value: Json): OutputDeclaration {
  const object = objectAt(value, `/Outputs/${name}`)
  if (object.Value === undefined)
    throw validationError(`Template format error: Every Outputs member must contain a Value object`)
  return {
    value: object.Value,
    ...given('description', textAt(object, 'Description')),
    ...given('condition', textAt(object, 'Condition')),
  }
}

const each = <T>(object: JsonObject, read: (name: string, value: Json) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, read(name, value)]))

/** Bytes that `TemplateBody` takes. */
const bodyLimit = 51_200

/** Throws `ValidationError` in CloudFormation's words. */
export function readTemplate(text: string): Template {
  if (Buffer.byteLength(text) > bodyLimit)
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${bodyLimit}`,
    )
  const root = parse(text)
  if (!isObject(root)) throw validationError('Template format error: unsupported structure.')
  const odd = Object.keys(root).filter(key => !sections.includes(key))
  if (odd.length > 0) throw validationError(`Invalid template property or properties [${odd.join(', ')}]`)
  const missing = unsimulated.find(section => root[section] !== undefined)
  if (missing) throw validationError(`Template error: this simulation does not have ${missing}.`)
  refuseNulls(root, '')
  const resources = each(objectAt(root.Resources, '/Resources'), resourceOf)
  if (Object.keys(resources).length === 0)
    throw validationError('Template format error: At least one Resources member must be defined.')
  return {
    resources,
    parameters: each(objectAt(root.Parameters, '/Parameters'), parameterOf),
    conditions: objectAt(root.Conditions, '/Conditions'),
    outputs: each(objectAt(root.Outputs, '/Outputs'), outputOf),
    ...given('description', textAt(root, 'Description')),
    ...given('metadata', root.Metadata),
  }
}
