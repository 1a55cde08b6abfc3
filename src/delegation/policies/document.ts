// IAM policy documents as values: writing them, measuring them as AWS does, and cutting them to fit.
import type { Access } from '../../core/define.ts'
import { narrowedTo } from '../../services/narrowed.ts'

/** "IAM doesn't count white space when calculating the size of a policy against these quotas" (IAM User Guide, "IAM and AWS STS quotas"). */
export const managedPolicyLimit = 6_144
/** All inline policies of one role, or of one user, together; white space does not count either (the same page). */
export const inlinePolicyLimits = { role: 10_240, key: 2_048 } as const satisfies Record<Access, number>
/** Managed policies that a role or a user takes unless AWS has raised the quota (the same page). */
export const managedPolicyCount = 10
/** Inline and managed session policies together, before packing (STS API reference, AssumeRole). White space counts here. */
export const sessionPolicyLimit = 2_048

export interface PolicyStatement {
  Sid?: string
  Effect: 'Allow' | 'Deny'
  Principal?: { AWS: string | string[] }
  Action: string | string[]
  Resource?: string | readonly string[]
  Condition?: Record<string, Record<string, string | string[]>>
}
export interface PolicyDocument {
  Version: '2012-10-17'
  Statement: PolicyStatement[]
}

/** A policy ready to paste, with its size as AWS counts it. */
export interface NamedPolicy {
  name: string
  document: string
  characters: number
}

export const policyDocument = (...statements: PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
})

/** Two spaces, as the console shows it. */
export const pretty = (document: PolicyDocument): string => JSON.stringify(document, null, 2)

/** Characters that count against the quota of a managed or trust policy. */
export const policySize = (document: PolicyDocument | string): number =>
  (typeof document === 'string' ? document : JSON.stringify(document)).replaceAll(/\s/g, '').length

/** Order that puts one service's actions together and never depends on a locale. */
export const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The actions by what they are allowed on: everything first, then what is narrowed. Actions sorted, each once. */
export function byResource(actions: readonly string[]): { actions: string[]; resource: string | readonly string[] }[] {
  const sorted = [...new Set(actions)].sort(byName)
  const plain = sorted.filter(action => narrowedTo(action) === undefined)
  const narrow = sorted.flatMap(action => {
    const resource = narrowedTo(action)
    return resource ? [{ actions: [action], resource }] : []
  })
  return plain.length > 0 ? [{ actions: plain, resource: '*' }, ...narrow] : narrow
}

/** Grants on everything, but for the few that would then read too much: most reads support no narrower resource, or are made for every one. */
export const allowActions = (actions: readonly string[]): PolicyDocument =>
  policyDocument(
    ...byResource(actions).map(({ actions: Action, resource: Resource }) => ({
      Effect: 'Allow' as const,
      Action,
      Resource,
    })),
  )

/** The actions in lists of which each makes a policy of at most `limit` characters as AWS counts. */
export function chunkActions(actions: readonly string[], limit = managedPolicyLimit): string[][] {
  const chunks: string[][] = []
  let present: string[] = []
  for (const action of [...new Set(actions)].sort(byName)) {
    if (present.length > 0 && policySize(allowActions([...present, action])) > limit) {
      chunks.push(present)
      present = []
    }
    present.push(action)
  }
  return present.length > 0 ? [...chunks, present] : chunks
}

/**
 * One or more policies that together allow `patterns`. The first bears `name`, the others `name-2`, `name-3` … (a role takes ten
 * managed policies by default).
 */
export const chunkedPolicies = (name: string, patterns: readonly string[], limit = managedPolicyLimit): NamedPolicy[] =>
  chunkActions(patterns, limit).map((actions, index) => {
    const document = allowActions(actions)
    return {
      name: index === 0 ? name : `${name}-${index + 1}`,
      document: pretty(document),
      characters: policySize(document),
    }
  })

/** How policies are put on a role or a user: as managed policies of their own, or inline. */
export type Attachment = 'managed' | 'inline'

/** The most characters that one policy may have. */
export const limitOf = (attachment: Attachment, access: Access): number =>
  attachment === 'managed' ? managedPolicyLimit : inlinePolicyLimits[access]

/** Says so where one role or user cannot take these policies; null where it can. */
export function tooMuch(policies: readonly NamedPolicy[], attachment: Attachment, access: Access): string | null {
  const holder = access === 'role' ? 'a role' : 'a user'
  if (attachment === 'managed') {
    if (policies.length <= managedPolicyCount) return null
    return `These are ${policies.length} managed policies, and ${holder} takes ${managedPolicyCount}: ask AWS to raise the quota, or leave out a feature.`
  }
  const characters = policies.reduce((sum, policy) => sum + policy.characters, 0)
  const limit = inlinePolicyLimits[access]
  if (characters <= limit) return null
  return `These are ${characters} characters, and the inline policies of ${holder} may have ${limit} together: attach managed policies instead.`
}
