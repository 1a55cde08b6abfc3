// A policy document as a value: the JSON text read into statements with every list made a list.

export interface PrincipalSet {
  /** `"Principal": "*"`. */
  anyone: boolean
  AWS: string[]
  Service: string[]
  Federated: string[]
  CanonicalUser: string[]
}

export interface ConditionEntry {
  operator: string
  key: string
  values: string[]
}

export interface Statement {
  sid?: string
  effect: 'Allow' | 'Deny'
  actions?: string[]
  notActions?: string[]
  resources?: string[]
  notResources?: string[]
  principals?: PrincipalSet
  notPrincipals?: PrincipalSet
  conditions: ConditionEntry[]
}

/** Where a document comes from, as simulations and refusals name it. */
export interface PolicyOrigin {
  /** A managed policy's name; `role_Reader_inline` for an inline one. */
  id: string
  /** An inline policy has none. */
  arn?: string
  text: string
}

export interface PolicyDocument {
  origin?: PolicyOrigin
  /** Policy variables are read from `2012-10-17` on. */
  version: string
  statements: Statement[]
}

const list = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(item => String(item))

function principalSet(value: unknown): PrincipalSet {
  const set: PrincipalSet = { anyone: false, AWS: [], Service: [], Federated: [], CanonicalUser: [] }
  if (value === '*') return { ...set, anyone: true }
  if (typeof value !== 'object' || value === null) return set
  const given = value as Record<string, unknown>
  return {
    anyone: false,
    AWS: list(given.AWS),
    Service: list(given.Service),
    Federated: list(given.Federated),
    CanonicalUser: list(given.CanonicalUser),
  }
}

function conditionEntries(value: unknown): ConditionEntry[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([operator, block]) =>
    Object.entries((block ?? {}) as Record<string, unknown>).map(([key, values]) => ({
      operator,
      key,
      values: list(values),
    })),
  )
}

function statementOf(raw: Record<string, unknown>): Statement {
  return {
    effect: raw.Effect === 'Deny' ? 'Deny' : 'Allow',
    conditions: conditionEntries(raw.Condition),
    ...(typeof raw.Sid === 'string' ? { sid: raw.Sid } : {}),
    ...(raw.Action === undefined ? {} : { actions: list(raw.Action) }),
    ...(raw.NotAction === undefined ? {} : { notActions: list(raw.NotAction) }),
    ...(raw.Resource === undefined ? {} : { resources: list(raw.Resource) }),
    ...(raw.NotResource === undefined ? {} : { notResources: list(raw.NotResource) }),
    ...(raw.Principal === undefined ? {} : { principals: principalSet(raw.Principal) }),
    ...(raw.NotPrincipal === undefined ? {} : { notPrincipals: principalSet(raw.NotPrincipal) }),
  }
}

/** A parsed JSON value as a policy document. Its form is checked elsewhere (`document-rules.ts`), before it is stored. */
export function documentOf(value: unknown): PolicyDocument {
  const raw = value as { Version?: unknown; Statement?: unknown }
  const statements = Array.isArray(raw.Statement) ? raw.Statement : raw.Statement === undefined ? [] : [raw.Statement]
  return {
    version: typeof raw.Version === 'string' ? raw.Version : '2008-10-17',
    statements: statements.map(statement => statementOf(statement as Record<string, unknown>)),
  }
}

const parsed = new Map<string, PolicyDocument>()
const MOST_KEPT = 2000

/** Reads a document's text; the same text is read once. Throws SyntaxError when it is no JSON. */
export function parseDocument(text: string): PolicyDocument {
  let document = parsed.get(text)
  if (!document) {
    document = documentOf(JSON.parse(text))
    if (parsed.size >= MOST_KEPT) parsed.clear()
    parsed.set(text, document)
  }
  return document
}

/** The same with its origin. */
export const originalDocument = (origin: PolicyOrigin): PolicyDocument => ({ ...parseDocument(origin.text), origin })
