// Everything that the Add-account page shows: HeyCloud's identity, the draft external ID, policies, the trust policy and the CLI block.
import type { AwsAccess, CredentialSource, OwnIdentity } from '../../aws/access.ts'
import type { Partition } from '../../core/account.ts'
import { type Feature, features } from '../../core/define.ts'
import type { Observation } from '../../core/observation.ts'
import { featureWords } from '../../services/feature-words.ts'
import type { ExternalIdDraft, ExternalIds } from '../external-ids.ts'
import type { ExplainedAction } from '../policies/action-facts.ts'
import { managedPolicyLimit, type NamedPolicy, pretty } from '../policies/document.ts'
import { defaultPolicyName, defaultRoleName, type Policies } from '../policies/policies.ts'
import { trustPolicy, trustPolicyForOwnRole } from '../trust/policy.ts'
import { trustedAccount } from '../trust/trusted-account.ts'
import { cloudShellBlock } from './cli-block.ts'
import { defaultChoices, securityAuditArn } from './values.ts'

export interface FeatureFacts {
  feature: Feature
  title: string
  description: string
  actions: number
}

export interface Setup {
  identity: Observation<OwnIdentity>
  /** Asked only while there is no identity: it takes seconds. */
  sources: CredentialSource[]
  trustedAccountId: string | null
  trustedAccountWarning: string | null
  draft: ExternalIdDraft
  roleName: string
  policyName: string
  trustPolicy: string | null
  trustPolicyOwnRole: string | null
  features: FeatureFacts[]
  wildcard: NamedPolicy[]
  strict: NamedPolicy[]
  policyLimit: number
  actions: ExplainedAction[]
  cli: string | null
  securityAuditArn: string
}

export interface SetupDependencies {
  aws: Pick<AwsAccess, 'identity' | 'credentialSources'>
  externalIds: ExternalIds
  policies: Policies
  configuredAccountId?: string | undefined
}

const partitionOf = (identity: Observation<OwnIdentity>): Partition =>
  identity.state === 'seen' ? identity.value.partition : 'aws'

/** One organisation's page. While HeyCloud has no identity no trust policy is made up: roles could trust nobody yet. */
export async function describeSetup(organisation: string, deps: SetupDependencies): Promise<Setup> {
  const { aws, externalIds, policies } = deps
  const [identity, draft, wildcard, actions] = await Promise.all([
    aws.identity(),
    externalIds.pageDraft(organisation),
    policies.wildcard(),
    policies.explain(),
  ])
  const partition = partitionOf(identity)
  const { accountId, warning } = trustedAccount(identity, deps.configuredAccountId)
  const input = accountId === null ? null : { partition, trustedAccountId: accountId, externalId: draft.value }
  const own =
    input && identity.state === 'seen' ? trustPolicyForOwnRole({ ...input, ownArn: identity.value.arn }) : null
  const trust = input && pretty(trustPolicy(input))
  return {
    identity,
    sources: identity.state === 'seen' ? [] : await aws.credentialSources(),
    trustedAccountId: accountId,
    trustedAccountWarning: warning,
    draft,
    roleName: defaultRoleName,
    policyName: defaultPolicyName,
    trustPolicy: trust,
    trustPolicyOwnRole: own && pretty(own),
    features: features.map(feature => ({
      feature,
      ...featureWords[feature],
      actions: policies.actions([feature]).length,
    })),
    wildcard,
    strict: policies.strict(),
    policyLimit: managedPolicyLimit,
    actions,
    cli: input && cloudShellBlock({ ...input, ...defaultChoices }, wildcard),
    securityAuditArn: securityAuditArn(partition),
  }
}
