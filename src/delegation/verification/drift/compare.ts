// Policy drift: the policies that a role or user has, judged by what this version of HeyCloud calls.
import type { PolicyDrift, RolePolicy } from '../../../core/verification.ts'
import { byName, byResource } from '../../policies/document.ts'
import { defaultPolicyName } from '../../policies/policies.ts'
import { reachedBy } from '../../policies/wildcards.ts'
import {
  covers,
  type Grant,
  grantsOf,
  matchesAction,
  patternsOf,
  type RawStatement,
  statementsOf,
  writesOf,
} from './grants.ts'
import { diffLines } from './lines.ts'
import type { HeldPolicy } from './read.ts'

export interface Called {
  /** What the account's chosen features call, complete names. */
  now: readonly string[]
  /** What any feature of this version calls: a policy made once for all of them is not too much. */
  ever: readonly string[]
}

interface Judged {
  held: HeldPolicy
  statements: RawStatement[]
  grants: Grant[]
  verdict: RolePolicy['verdict']
  note: string
}

const securityAudit = /^arn:[^:]+:iam::aws:policy\/SecurityAudit$/
const isAwsOwn = (arn: string | null): boolean => arn !== null && /^arn:[^:]+:iam::aws:policy\//.test(arn)

const some = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`

/** How many reads a policy allows beyond those that are called; undefined where it reaches into every service. */
async function readsBeyond(grants: readonly Grant[], called: readonly string[]): Promise<number | undefined> {
  const patterns = grants.flatMap(grant => grant.patterns)
  if (patterns.some(pattern => /^[^:]*[*?]/.test(pattern))) return undefined
  return (await reachedBy(patterns)).filter(action => !called.includes(action)).length
}

async function neededNote(grants: readonly Grant[], { now, ever }: Called): Promise<string> {
  const allowed = now.filter(action => grants.some(grant => covers(grant, action))).length
  const beyond = await readsBeyond(grants, ever)
  const more =
    beyond === undefined
      ? ' It lets HeyCloud read every service, customers’ data included, which it never does: a policy of HeyCloud’s own is narrower.'
      : beyond > 0
        ? ` It allows ${beyond.toLocaleString('en')} further reads, which it does not make.`
        : ''
  return `It allows ${allowed} of the ${now.length} actions that HeyCloud calls.${more}`
}

async function judge(held: HeldPolicy, called: Called): Promise<Judged> {
  const statements = held.document === null ? undefined : statementsOf(held.document)
  const grants = grantsOf(statements ?? [])
  const judged = (verdict: RolePolicy['verdict'], note: string): Judged => ({
    ...{ held, grants, verdict, note },
    statements: statements ?? [],
  })
  if (securityAudit.test(held.arn ?? ''))
    return judged('audit', 'AWS’s own policy for auditors: it reads settings and no data. It is never superfluous.')
  if (statements === undefined) return judged('unread', held.reason || 'This is no policy document.')
  if (grants.length === 0) return judged('unused', 'It allows nothing; it only denies.')
  const writes = await writesOf(grants, called.ever)
  if (writes.length > 0)
    return judged('too_wide', `It lets HeyCloud write: ${some(writes)}. Detach it; HeyCloud asks for none of this.`)
  if (!called.ever.some(action => grants.some(grant => covers(grant, action))))
    return judged(
      'unused',
      'HeyCloud calls nothing that it allows. Detach it, unless the role serves something else too.',
    )
  return judged('needed', await neededNote(grants, called))
}

/** A policy that was written for HeyCloud may be changed for it; AWS's own cannot, and what writes is somebody else's. */
const isOurs = ({ held, verdict }: Judged): boolean => verdict === 'needed' && !isAwsOwn(held.arn)

const superfluousIn = ({ statements }: Judged, ever: readonly string[]): string[] =>
  statements
    .filter(statement => statement.Effect === 'Allow')
    .flatMap(statement => patternsOf(statement.Action))
    .filter(pattern => !ever.some(action => matchesAction(pattern, action)))

const isPlain = ({ Effect, Action, Resource, Condition }: RawStatement): boolean =>
  Effect === 'Allow' && Action !== undefined && Resource === '*' && Condition === undefined

/** The statements without what is superfluous, and with what is missing in the first that allows on everything. */
function mended(statements: readonly RawStatement[], superfluous: readonly string[], missing: readonly string[]) {
  const kept = statements.flatMap(statement => {
    if (statement.Effect !== 'Allow' || statement.Action === undefined) return [statement]
    const patterns = patternsOf(statement.Action).filter(pattern => !superfluous.includes(pattern))
    return patterns.length > 0 ? [{ ...statement, Action: patterns }] : []
  })
  if (missing.length === 0) return kept
  const plain = kept.find(isPlain)
  const wanting = byResource(missing)
  const open = wanting.find(({ resource }) => resource === '*')?.actions ?? []
  const apart = wanting.filter(({ resource }) => resource !== '*' || !plain)
  const added = plain && { ...plain, Action: [...patternsOf(plain.Action), ...open].sort(byName) }
  return [
    ...kept.map(statement => (added && statement === plain ? added : statement)),
    ...apart.map(({ actions: Action, resource: Resource }) => ({ Effect: 'Allow', Action, Resource })),
  ]
}

/** Two spaces, actions always as a sorted list, so that only what differs differs. */
function written(statements: readonly RawStatement[]): string {
  const Statement = statements.map(statement =>
    statement.Action === undefined
      ? statement
      : { ...statement, Action: patternsOf(statement.Action).toSorted(byName) },
  )
  return JSON.stringify({ Version: '2012-10-17', Statement }, null, 2)
}

/** Every policy of HeyCloud's own that changes, each under a line with its name; what is missing comes into the first. */
function diffOf(ours: readonly Judged[], missing: readonly string[], ever: readonly string[]): string[] {
  const first = ours[0]
  if (!first)
    return missing.length === 0
      ? []
      : [
          `+${defaultPolicyName}`,
          ...written(mended([], [], missing))
            .split('\n')
            .map(line => `+${line}`),
        ]
  return ours.flatMap(policy => {
    const then = mended(policy.statements, superfluousIn(policy, ever), policy === first ? missing : [])
    const lines = diffLines(written(policy.statements), written(then))
    return lines.length > 0 ? [` ${policy.held.name}`, ...lines] : []
  })
}

/**
 * What is missing is known only where every policy was read: what one that was not might allow is not called missing. Pure but for
 * AWS's list of actions.
 */
export async function compare(held: readonly HeldPolicy[], called: Called, readAt: number): Promise<PolicyDrift> {
  const judged = await Promise.all(held.map(policy => judge(policy, called)))
  const ours = judged.filter(isOurs)
  const whole = judged.every(({ verdict }) => verdict !== 'unread')
  const grants = judged.flatMap(policy => policy.grants)
  const missing = whole
    ? called.now.filter(action => !grants.some(grant => covers(grant, action))).toSorted(byName)
    : []
  const superfluous = [...new Set(ours.flatMap(policy => superfluousIn(policy, called.ever)))].sort(byName)
  return {
    readAt,
    policies: judged.map(({ held: { name, arn }, verdict, note }) => ({ name, arn, verdict, note })),
    missing,
    superfluous,
    diff: diffOf(ours, missing, called.ever),
  }
}
