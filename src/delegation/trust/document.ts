// Reads a trust policy from what people paste: the policy, the whole output of `aws iam get-role`, or the URL-encoded document that IAM's API returns.

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
  /** NotPrincipal admits everybody but the named. */
  negated: boolean
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

function parseJson(text: string): unknown {
  const trimmed = text.trim().replace(/^\uFEFF/, '')
  const decoded = /^%7[bB]/.test(trimmed) ? decodeURIComponent(trimmed) : trimmed
  const value: unknown = JSON.parse(decoded)
  return typeof value === 'string' ? parseJson(value) : value
}

/** Finds the policy and the role's ARN in whichever of the accepted forms. */
function unwrap(value: unknown): { policy: unknown; roleArn: string | null } {
  if (!isObject(value)) return { policy: value, roleArn: null }
  const role = isObject(value.Role) ? value.Role : value
  if (!('AssumeRolePolicyDocument' in role)) return { policy: role, roleArn: null }
  const inner = role.AssumeRolePolicyDocument
  return {
    policy: typeof inner === 'string' ? parseJson(inner) : inner,
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
  return {
    index,
    path,
    raw,
    effect: textOf(raw.Effect ?? ''),
    principals: principalsOf(raw.Principal ?? raw.NotPrincipal),
    negated: 'NotPrincipal' in raw,
    actions: strings(raw.Action ?? raw.NotAction),
    conditions: conditionsOf(raw.Condition, `${path}.Condition`),
  }
}

/** Never throws: what cannot be read is said in a sentence for the person who pasted it. */
export function readTrustDocument(text: string): TrustReading {
  if (text.trim() === '') return { ok: false, sentence: 'Nothing was pasted.' }
  let found: ReturnType<typeof unwrap>
  try {
    found = unwrap(parseJson(text))
  } catch (error) {
    return { ok: false, sentence: `This is not JSON: ${(error as Error).message}` }
  }
  if (isDeeper(found.policy, deepest)) return { ok: false, sentence: 'This is nested too deeply for a trust policy.' }
  if (!isObject(found.policy) || !('Statement' in found.policy))
    return { ok: false, sentence: 'This JSON holds no trust policy: there is no "Statement" in it.' }
  const raw = list(found.policy.Statement).filter(isObject)
  const policy = { ...found.policy, Statement: raw }
  return { ok: true, document: { policy, statements: raw.map(statementOf), roleArn: found.roleArn } }
}
