// Whether a policy document is well formed, in IAM's words: trust policies, identity policies and session policies.
import { AwsError } from '../contract.ts'
import type { Partition } from '../partitions.ts'
import { isKnownOperator } from './conditions/conditions.ts'
import { matchesWildcard } from './wildcard.ts'

/** `trust` names principals and no resources; `identity` the other way round. */
export type DocumentKind = 'trust' | 'identity'

type Raw = Record<string, unknown>

const malformed = (message: string) => new AwsError('MalformedPolicyDocument', message, 400)

const documentFields = new Set(['Version', 'Id', 'Statement'])
const statementFields = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
])

function parse(text: string): Raw {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('This policy contains invalid Json')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('Syntax errors in policy.')
  return value as Raw
}

function isTextOrTexts(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every(item => typeof item === 'string'))
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

function checkOneOf(statement: Raw, name: string, missing: string): void {
  const [plain, negated] = [statement[name], statement[`Not${name}`]]
  if (plain !== undefined && negated !== undefined) throw malformed('Syntax errors in policy.')
  const value = plain ?? negated
  if (value === undefined) throw malformed(missing)
  if (name !== 'Principal' && !isTextOrTexts(value)) throw malformed('Syntax errors in policy.')
  if (Array.isArray(value) && value.length === 0) throw malformed(missing)
}

function checkActions(statement: Raw, kind: DocumentKind): void {
  checkOneOf(statement, 'Action', 'Policy statement must contain actions.')
  for (const action of texts(statement.Action ?? statement.NotAction)) {
    if (kind === 'trust' && !/^sts:/i.test(action))
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.')
    if (action !== '*' && !action.includes(':'))
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
    if (action !== '*' && !/^[A-Za-z0-9*?-]+:[\w*?]+$/.test(action))
      throw malformed(`Action ${action} is not valid: it may hold letters, digits and wildcards.`)
  }
}

function checkResources(statement: Raw, partition: Partition | undefined): void {
  checkOneOf(statement, 'Resource', 'Policy statement must contain resources.')
  for (const resource of texts(statement.Resource ?? statement.NotResource)) {
    if (resource === '*') continue
    if (!/^arn:([^:]*:){4}.+/.test(resource)) throw malformed(`Resource ${resource} must be in ARN format or "*".`)
    const [, named = ''] = resource.split(':')
    if (partition !== undefined && !matchesWildcard(named, partition))
      throw malformed(`Partition "${named}" is not valid for resource "${resource}".`)
  }
}

function checkValue(value: unknown): boolean {
  const scalar = (item: unknown) => ['string', 'number', 'boolean'].includes(typeof item)
  return scalar(value) || (Array.isArray(value) && value.every(scalar))
}

function checkConditions(condition: unknown): void {
  if (condition === undefined) return
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition))
    throw malformed('Syntax errors in policy.')
  for (const [operator, block] of Object.entries(condition)) {
    if (!isKnownOperator(operator)) throw malformed(`Invalid Condition type : ${operator}`)
    if (typeof block !== 'object' || block === null || Array.isArray(block)) throw malformed('Syntax errors in policy.')
    for (const [key, value] of Object.entries(block)) {
      if (!key.includes(':'))
        throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
      if (!checkValue(value)) throw malformed('Syntax errors in policy.')
    }
  }
}

const principalTypes = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser'])

function checkPrincipals(statement: Raw): void {
  checkOneOf(statement, 'Principal', 'Missing required field Principal')
  if (statement.NotPrincipal !== undefined && statement.Effect === 'Allow')
    throw malformed('Allow with NotPrincipal is not allowed.')
  const principal = statement.Principal ?? statement.NotPrincipal
  if (principal === '*') return
  if (typeof principal !== 'object' || principal === null || Array.isArray(principal))
    throw malformed(`Invalid principal in policy: ${JSON.stringify(principal)}`)
  const entries = Object.entries(principal)
  if (entries.length === 0) throw malformed('Missing required field Principal cannot be empty!')
  for (const [type, value] of entries)
    if (!principalTypes.has(type) || !isTextOrTexts(value) || texts(value).length === 0)
      throw malformed(`Invalid principal in policy: "${type}":${JSON.stringify(value)}`)
}

function checkStatement(value: unknown, kind: DocumentKind, partition: Partition | undefined): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('Syntax errors in policy.')
  const statement = value as Raw
  const unknownField = Object.keys(statement).find(name => !statementFields.has(name))
  if (unknownField !== undefined) throw malformed('Syntax errors in policy.')
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw malformed('Syntax errors in policy.')
  if (kind === 'trust') {
    const hasResource = statement.Resource !== undefined || statement.NotResource !== undefined
    if (hasResource) throw malformed('Has prohibited field Resource')
    checkPrincipals(statement)
  } else if (statement.Principal !== undefined || statement.NotPrincipal !== undefined)
    throw malformed('Policy document should not specify a principal.')
  checkActions(statement, kind)
  if (kind === 'identity') checkResources(statement, partition)
  checkConditions(statement.Condition)
}

function checkSids(statements: Raw[]): void {
  const sids = statements.map(({ Sid }) => Sid).filter(sid => sid !== undefined && sid !== '')
  if (sids.some(sid => typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid)))
    throw malformed(
      `Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*`,
    )
  if (new Set(sids).size !== sids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.')
}

/** Throws AwsError `MalformedPolicyDocument`, also where a resource is of another partition than the given; returns the parsed JSON. */
export function checkDocument(text: string, kind: DocumentKind, partition?: Partition): Raw {
  const document = parse(text)
  if (Object.keys(document).some(name => !documentFields.has(name))) throw malformed('Syntax errors in policy.')
  const { Version: version, Statement: statement } = document
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17')
    throw malformed('Syntax errors in policy.')
  if (kind === 'identity' && version !== undefined && version !== '2012-10-17')
    throw malformed('Policy document must be version 2012-10-17 or greater.')
  if (statement === undefined) throw malformed('Syntax errors in policy.')
  const statements = Array.isArray(statement) ? statement : [statement]
  if (statements.length === 0) throw malformed('Syntax errors in policy.')
  for (const item of statements) checkStatement(item, kind, partition)
  checkSids(statements as Raw[])
  return document
}

/** A session policy has an identity policy's form. */
export function checkSessionPolicy(text: string, partition: Partition): void {
  checkDocument(text, 'identity', partition)
}
