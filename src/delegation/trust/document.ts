// Reads a trust policy from what people paste: the policy, the output of `aws iam get-role` as JSON or YAML, or the URL-encoded document
// that IAM's API returns.
import { parse as parseYaml } from 'yaml'

export interface ConditionEntry {
  /** As written: `StringEqualsIfExists`, `ForAllValues:StringLike`. */
  operator: string
  key: string
  values: string[]
  /** `Statement[0].Condition.StringEquals.sts:ExternalId` */
  path: string
}

export interface Principal {
  kind: string
  value: string
}

export interface TrustStatement {
  index: number
  path: string
  effect: string
  principals: Principal[]
  /** NotPrincipal: everybody but the named. */
  negated: boolean
  /** The element that names the actions. */
  actionElement: 'Action' | 'NotAction'
  actions: string[]
  conditions: ConditionEntry[]
  raw: Record<string, unknown>
}

export interface TrustDocument {
  /** The policy alone, with `Statement` always a list: what paths refer to. */
  policy: Record<string, unknown> & { Statement: Record<string, unknown>[] }
  statements: TrustStatement[]
  /** From get-role's output. */
  roleArn: string | null
}

export type TrustReading = { ok: true; document: TrustDocument } | { ok: false; sentence: string }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])
/** What should be text and is not is shown as the JSON that it was. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))
const strings = (value: unknown): string[] => list(value).map(textOf)

/** No trust policy nests deeper than a get-role's output with a list of values at its bottom. */
const deepest = 20
const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some(inner => isDeeper(inner, levels - 1)))

/** The aws-cli's other forms of output, which leave out what is needed or cannot be told apart. */
const isTable = (text: string): boolean => /^-{5,}\s*$/m.test(text) && /^\|/m.test(text)
const isTabbed = (text: string): boolean => /^ROLE\t/m.test(text)

/** Keys as text, dates as they stand (`2012-10-17` is one to YAML), and no more aliases than a person writes. */
const yamlOf = (text: string): unknown => parseYaml(text, { schema: 'failsafe', maxAliasCount: 20 })

function parsed(text: string): unknown {
  const trimmed = text.trim().replace(/^\uFEFF/, '')
  const decoded = /^%7[bB]/.test(trimmed) ? decodeURIComponent(trimmed) : trimmed
  const isYaml = /^(?:---\s*\n)?[A-Za-z]+:(?:\s|$)/.test(decoded)
  const value: unknown = isYaml ? yamlOf(decoded) : JSON.parse(decoded)
  return typeof value === 'string' ? parsed(value) : value
}

/** Finds the policy and the role's ARN in whichever of the accepted forms. */
function unwrap(value: unknown): { policy: unknown; roleArn: string | null } {
  if (!isObject(value)) return { policy: value, roleArn: null }
  const role = isObject(value.Role) ? value.Role : value
  if (!('AssumeRolePolicyDocument' in role)) return { policy: role, roleArn: null }
  const inner = role.AssumeRolePolicyDocument
  return {
    policy: typeof inner === 'string' ? parsed(inner) : inner,
    roleArn: typeof role.Arn === 'string' ? role.Arn : null,
  }
}

function principalsOf(value: unknown): Principal[] {
  if (isObject(value))
    return Object.entries(value).flatMap(([kind, names]) => strings(names).map(v => ({ kind, value: v })))
  return strings(value).map(name => ({ kind: 'AWS', value: name }))
}

function conditionsOf(value: unknown, path: string): ConditionEntry[] {
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, values]) => ({
          operator,
          key,
          values: strings(values),
          path: `${path}.${operator}.${key}`,
        }))
      : [],
  )
}

function statementOf(raw: Record<string, unknown>, index: number): TrustStatement {
  const path = `Statement[${index}]`
  const actionElement = 'NotAction' in raw ? 'NotAction' : 'Action'
  return {
    index,
    path,
    raw,
    effect: textOf(raw.Effect ?? ''),
    principals: principalsOf(raw.Principal ?? raw.NotPrincipal),
    negated: 'NotPrincipal' in raw,
    actionElement,
    actions: strings(raw[actionElement]),
    conditions: conditionsOf(raw.Condition, `${path}.Condition`),
  }
}

const unreadable = (text: string): string | undefined => {
  if (text.trim() === '') return 'Nothing was pasted.'
  if (isTable(text) || isTabbed(text))
    return 'This is the aws-cli’s table or text output, which cannot be read back. Add --output json (or yaml) to the command.'
  return undefined
}

/** Never throws: what cannot be read is said in a sentence for the person who pasted it. */
export function readTrustDocument(text: string): TrustReading {
  const sentence = unreadable(text)
  if (sentence) return { ok: false, sentence }
  let found: ReturnType<typeof unwrap>
  try {
    found = unwrap(parsed(text))
  } catch (fault) {
    const [first = ''] = (fault as Error).message.split('\n')
    return { ok: false, sentence: `This is neither JSON nor the aws-cli’s YAML: ${first}` }
  }
  if (isDeeper(found.policy, deepest)) return { ok: false, sentence: 'This is nested too deeply for a trust policy.' }
  if (!isObject(found.policy) || !('Statement' in found.policy))
    return { ok: false, sentence: 'This holds no trust policy: there is no "Statement" in it.' }
  const raw = list(found.policy.Statement).filter(isObject)
  const policy = { ...found.policy, Statement: raw }
  return { ok: true, document: { policy, statements: raw.map(statementOf), roleArn: found.roleArn } }
}
