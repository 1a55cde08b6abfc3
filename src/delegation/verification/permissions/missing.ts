// The list of missing actions as a value: refusals folded in, what has been mended dropped, and what to say and to add.
import { HOUR } from '../../../core/clock.ts'
import { type Coverage, wasAsked } from '../../../core/coverage.ts'
import { type ActionUse, type Feature, features } from '../../../core/define.ts'
import type { Denied } from '../../../core/observation.ts'
import type { MissingAction, Verification } from '../../../core/verification.ts'
import { featureWords } from '../../../services/feature-words.ts'
import type { Policies } from '../../policies/policies.ts'
import { problem } from '../state.ts'
import { isGlobal, type Refusal } from './simulate.ts'

export const missingOf = (
  use: ActionUse,
  refusal: Partial<Refusal>,
  metBy: MissingAction['metBy'] = 'verification',
): MissingAction => ({
  action: use.action,
  feature: use.feature,
  why: use.why,
  regions: refusal.regions ?? [],
  cause: refusal.cause ?? 'unknown',
  explicitDeny: refusal.explicitDeny ?? false,
  deniedBy: refusal.deniedBy ?? null,
  metBy,
})

/**
 * A refusal that a call met. AWS words a Deny statement otherwise than a permission that nobody granted, and may name the policy
 * (IAM User Guide, "Troubleshoot access denied error messages").
 */
export const refusedIn = (region: string | null, { cause, message }: Denied): Partial<Refusal> => ({
  regions: region === null ? [] : [region],
  cause,
  explicitDeny: /with an explicit deny/.test(message),
  deniedBy: /polic[a-z]+: (arn:\S+?)[.,]?$/.exec(message)?.[1] ?? null,
})

/** Adds one refusal to what is known; the same action gains its regions, and one refused everywhere stays so. */
export function withMissing(known: readonly MissingAction[], added: MissingAction): MissingAction[] {
  const before = known.find(row => row.action === added.action)
  if (!before) return [...known, added]
  if (before.regions.length === 0 || added.regions.length === 0) return [...known]
  const regions = [...new Set([...before.regions, ...added.regions])].sort()
  return regions.length === before.regions.length
    ? [...known]
    : known.map(row => (row === before ? { ...row, regions } : row))
}

/** What collection met holds for as long as the coverage ledger says that the action is denied in that region. */
export function stillRefused(missing: readonly MissingAction[], coverage: readonly Coverage[]): MissingAction[] {
  const denied = new Set(coverage.filter(row => row.state === 'denied').map(row => `${row.action} ${row.region}`))
  return missing.flatMap(row => {
    if (row.metBy === 'verification') return [row]
    const regions = row.regions.filter(region => denied.has(`${row.action} ${region}`))
    return regions.length > 0 ? [{ ...row, regions }] : []
  })
}

/** What tells whether a whole region is denied. */
export interface Reach {
  coverage: readonly Coverage[]
  /** Every action that the account's features call. */
  needed: readonly string[]
}

/** What was not asked yet, or not for a while (types that are not there are looked for seldom), says nothing either way. */
function lately(rows: readonly Coverage[]): Coverage[] {
  const newest = Math.max(...rows.map(row => row.lastAttempt ?? 0))
  return rows.filter(row => (row.lastAttempt ?? 0) >= newest - HOUR / 2)
}

/** Regions of which nothing was seen, and in which a policy of the AWS Organization refuses each call, as IAM or the calls tell. */
function deniedRegionsOf(missing: readonly MissingAction[], { coverage, needed }: Reach): string[] {
  const byOrganization = missing.filter(row => row.cause === 'scp')
  const refused = new Set(byOrganization.flatMap(row => row.regions.map(region => `${row.action} ${region}`)))
  // Policies that deny regions leave S3 out too, since its list of buckets is asked anywhere.
  const regional = needed.filter(action => !isGlobal(action) && !action.startsWith('s3:'))
  return [...new Set(byOrganization.flatMap(row => row.regions))].sort().filter(region => {
    const asked = lately(coverage.filter(row => row.region === region && wasAsked(row)))
    const met = asked.length > 0 && asked.every(row => refused.has(`${row.action} ${region}`) && row.state === 'denied')
    return met || (asked.length === 0 && regional.every(action => refused.has(`${action} ${region}`)))
  })
}

/** The list without the regions that are denied as a whole. */
export const apartFrom = (missing: readonly MissingAction[], deniedRegions: readonly string[]): MissingAction[] =>
  missing.flatMap(row => {
    const regions = row.regions.filter(region => !deniedRegions.includes(region))
    return row.regions.length > 0 && regions.length === 0 ? [] : [{ ...row, regions }]
  })

const causeWords: Record<MissingAction['cause'], string> = {
  identity: 'the role’s policies',
  scp: 'a policy of the AWS Organization',
  boundary: 'a permissions boundary',
  session: 'HeyCloud’s own session policy',
  resource: 'a policy of the resource',
  unknown: 'an unknown policy',
}

/** Whether a statement added to the role's policies would mend it. */
const isGrantable = (row: MissingAction): boolean =>
  !row.explicitDeny && (row.cause === 'identity' || row.cause === 'unknown')

/** What would mend one missing action, in a sentence for a person. */
export function mendOf(row: MissingAction): string {
  const by = row.deniedBy === null ? '' : ` (${row.deniedBy})`
  switch (row.cause) {
    case 'scp':
      return row.explicitDeny
        ? `Whoever manages the AWS Organization has to take ${row.action} out of the Deny${by} for this account.`
        : `Whoever manages the AWS Organization has to allow ${row.action} in the account's service control policies.`
    case 'boundary':
      return row.explicitDeny
        ? `Take ${row.action} out of the Deny in the permissions boundary${by}.`
        : `Allow ${row.action} in the permissions boundary too: it limits what policies can grant.`
    case 'session':
      return 'HeyCloud narrowed its own session too far. This is a fault of HeyCloud: please report it.'
    case 'resource':
      return `A policy of the resource itself refuses ${row.action}: look at the resource's own policy.`
    default:
      return row.explicitDeny
        ? `A Deny statement${by} refuses ${row.action}: take the action out of it; granting it elsewhere changes nothing.`
        : 'Add it to the policies: it is in the statement to add.'
  }
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** The features that lack something, in HeyCloud's order, each with how many of its actions are missing. */
export const reducedFeatures = (
  missing: readonly MissingAction[],
): { feature: Feature; title: string; missing: number }[] =>
  features.flatMap(feature => {
    const own = missing.filter(row => row.feature === feature).length
    return own > 0 ? [{ feature, title: featureWords[feature].title, missing: own }] : []
  })

/** "9 actions missing; 2 features reduced." */
export const missingSummary = (missing: readonly MissingAction[]): string =>
  `${count(missing.length, 'action')} missing; ${count(reducedFeatures(missing).length, 'feature')} reduced.`

const regionsSentence = (regions: readonly string[]): string => {
  const one = regions.length === 1
  return `${regions.join(', ')} ${one ? 'is' : 'are'} denied by an organization policy: leave ${one ? 'it' : 'them'} out of the account’s regions, or have the policy changed.`
}

function missingSentence(missing: readonly MissingAction[]): string {
  const causes = [...new Set(missing.map(row => causeWords[row.cause]))].join(', ')
  const regions = [...new Set(missing.flatMap(row => row.regions))].sort()
  const only = missing.every(row => row.regions.length > 0) ? ` Refused in ${regions.join(', ')} only.` : ''
  return `${missingSummary(missing)} Refused by ${causes}.${only}`
}

/** What there is to say of what is missing; empty when nothing is. */
export function missingWords(missing: readonly MissingAction[], deniedRegions: readonly string[]): string {
  const apart = apartFrom(missing, deniedRegions)
  return [
    ...(apart.length > 0 ? [missingSentence(apart)] : []),
    ...(deniedRegions.length > 0 ? [regionsSentence(deniedRegions)] : []),
  ].join(' ')
}

/** What of a verification follows from the list of missing actions. The policy to add holds only what adding would mend. */
export function missingChange(
  missing: MissingAction[],
  reach: Reach,
  policies: Pick<Policies, 'missing'>,
): Pick<Verification, 'missingActions' | 'deniedRegions' | 'missingPolicy' | 'problem'> {
  const deniedRegions = deniedRegionsOf(missing, reach)
  const grantable = apartFrom(missing, deniedRegions).filter(isGrantable)
  const words = missingWords(missing, deniedRegions)
  return {
    missingActions: missing,
    deniedRegions,
    missingPolicy: policies.missing(grantable.map(row => row.action)),
    problem: words === '' ? null : problem('missing_permissions', words),
  }
}
