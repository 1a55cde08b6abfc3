// The one CloudFormation template: static, for every account and every choice of features; what differs are its parameters.
import { createHash } from 'node:crypto'
import { stringify } from 'yaml'
import { type Feature, features, mutatingFeatures } from '../../core/define.ts'
import { byResource, chunkActions, managedPolicyCount, managedPolicyLimit, policySize } from '../policies/document.ts'
import { type ActionsOf, createPolicies, defaultPolicyName, writePolicyName } from '../policies/policies.ts'
import { shrink } from '../policies/wildcards.ts'
import {
  declaredParameters,
  featureParameter,
  parameterInterface,
  switchedFeatures,
  type Value,
} from './template-parameters.ts'
import { policyDescription, roleDescription } from './values.ts'

export const templateFileName = 'heycloud-integration.yaml'
export const defaultStackName = 'HeyCloudIntegration'

/** `--template-body` takes no more bytes (CloudFormation User Guide, "CloudFormation quotas"). */
export const templateLimit = 51_200

const ref = (name: string): Value => ({ Ref: name })
const choose = (condition: string, then: Value, otherwise: Value = ref('AWS::NoValue')): Value => ({
  'Fn::If': [condition, then, otherwise],
})
const equals = (parameter: string, value: string): Value => ({ 'Fn::Equals': [ref(parameter), value] })

const featureCondition = (feature: Feature): string => featureParameter(feature).replace('Feature', 'With')

/** One statement of one policy: what a feature needs, or as much of it as fits. */
interface Piece {
  feature: Feature
  strict: string[]
  wildcard: string[]
  resource: string | readonly string[]
}

const sid = (feature: Feature): string => featureParameter(feature).replace('Feature', 'HeyCloud')
const allow = ({ feature, resource, strict }: Piece, actions: Value) => ({
  // Unique in its policy: what is narrowed stands apart, under its service's name.
  Sid: resource === '*' ? sid(feature) : `${sid(feature)}${strict[0]?.split(':')[0]?.replaceAll('-', '')}`,
  Effect: 'Allow',
  Action: actions,
  Resource: typeof resource === 'string' ? resource : [...resource],
})

/** The quota counts what is in force: the longer form, with every feature on. */
const sizeOf = (pieces: readonly Piece[]): number =>
  policySize(JSON.stringify({ Version: '2012-10-17', Statement: pieces.map(piece => allow(piece, piece.strict)) }))

/** As few policies as hold all pieces in order, each within IAM's limit. */
function packed(pieces: readonly Piece[]): Piece[][] {
  const policies: Piece[][] = []
  for (const piece of pieces) {
    const last = policies.at(-1)
    if (last && sizeOf([...last, piece]) <= managedPolicyLimit) last.push(piece)
    else policies.push([piece])
  }
  return policies
}

/** Room for the Sid and for the list that the statement stands in. */
const pieceLimit = managedPolicyLimit - 100

async function piecesOf(actionsOf: ActionsOf, chosen: readonly Feature[]): Promise<Piece[]> {
  const { actions } = createPolicies(actionsOf)
  const chunks = chosen.flatMap(feature =>
    byResource(actions([feature])).flatMap(({ actions: own, resource }) =>
      chunkActions(own, pieceLimit).map(strict => ({ feature, strict, resource })),
    ),
  )
  return Promise.all(
    chunks.map(async ({ feature, strict, resource }) => ({
      ...{ feature, strict, resource },
      // What writes is named wholly, also where reads are not.
      wildcard: mutatingFeatures.includes(feature) ? strict : await shrink(strict),
    })),
  )
}

interface Policy {
  /** The resource's name in the template, and the middle of the policy's own. */
  id: string
  pieces: Piece[]
}

/** What reads, and apart from it what writes. Throws when a role could not take them all, and SecurityAudit besides. */
async function policiesOf(actionsOf: ActionsOf): Promise<Policy[]> {
  const named = (name: string, pieces: Piece[]): Policy[] =>
    packed(pieces).map((held, index) => ({ id: index === 0 ? name : `${name}${index + 1}`, pieces: held }))
  const reads = features.filter(feature => !mutatingFeatures.includes(feature))
  const policies = [
    ...named(defaultPolicyName, await piecesOf(actionsOf, reads)),
    ...named(writePolicyName, await piecesOf(actionsOf, mutatingFeatures)),
  ]
  if (policies.length >= managedPolicyCount) throw new Error(`a role takes fewer than ${policies.length} policies`)
  return policies
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

const featuresIn = ({ pieces }: Policy): Feature[] => [...new Set(pieces.map(({ feature }) => feature))]

/** One condition over several features. */
const jointCondition = ({ id }: Policy): string => `Needs${id}`

/** A policy without a statement is none, so it is there when one of its features is on; always where one has no switch. */
function conditionOf(policy: Policy): string | undefined {
  const held = featuresIn(policy)
  const [first] = held
  if (first === undefined || !held.every(feature => switchedFeatures.includes(feature))) return undefined
  return held.length === 1 ? featureCondition(first) : jointCondition(policy)
}

function statement(policy: Policy, piece: Piece): Value {
  const { feature, strict, wildcard } = piece
  const allowed = allow(piece, same(strict, wildcard) ? strict : choose('Strict', strict, wildcard))
  const condition = featureCondition(feature)
  const always = !switchedFeatures.includes(feature) || conditionOf(policy) === condition
  return always ? allowed : choose(condition, allowed)
}

function policyResource(policy: Policy): Value {
  const Condition = conditionOf(policy)
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    ...(Condition === undefined ? {} : { Condition }),
    Properties: {
      Description: policyDescription,
      PolicyDocument: { Version: '2012-10-17', Statement: policy.pieces.map(piece => statement(policy, piece)) },
    },
  }
}

function attached(policy: Policy): Value {
  const condition = conditionOf(policy)
  return condition === undefined ? ref(policy.id) : choose(condition, ref(policy.id))
}

const roleResource = (policies: readonly Policy[]): Value => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: ref('RoleName'),
    Path: ref('RolePath'),
    Description: roleDescription,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${TrustedAccountId}:root` } },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: {
              'sts:ExternalId': choose('Rotating', [ref('ExternalId'), ref('NextExternalId')], ref('ExternalId')),
            },
            ArnEquals: choose('OwnRoleOnly', { 'aws:PrincipalArn': ref('TrustedPrincipalArn') }),
          },
        },
      ],
    },
    ManagedPolicyArns: [
      ...policies.map(attached),
      choose('WithSecurityAudit', { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/SecurityAudit` }),
    ],
  },
})

const comment = `# Lets HeyCloud read this account: a role that HeyCloud's account may assume with the external ID, and its policies.
# Generated from HeyCloud's registry; the same file serves every account, what differs are the parameters.
`

const conditionsOf = (policies: readonly Policy[]): Record<string, Value> => ({
  Strict: equals('PermissionForm', 'strict'),
  Rotating: { 'Fn::Not': [equals('NextExternalId', '')] },
  OwnRoleOnly: { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', ref('TrustedPrincipalArn')] }, ''] }] },
  WithSecurityAudit: equals('SecurityAudit', 'true'),
  ...Object.fromEntries(switchedFeatures.map(name => [featureCondition(name), equals(featureParameter(name), 'true')])),
  ...Object.fromEntries(
    policies
      .filter(policy => conditionOf(policy) === jointCondition(policy))
      .map(policy => [
        jointCondition(policy),
        { 'Fn::Or': featuresIn(policy).map(feature => ({ Condition: featureCondition(feature) })) },
      ]),
  ),
})

async function build(actionsOf: ActionsOf): Promise<string> {
  const policies = await policiesOf(actionsOf)
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'HeyCloud: a role that HeyCloud may assume with an external ID, to read this account.',
    Metadata: { 'AWS::CloudFormation::Interface': parameterInterface },
    Parameters: declaredParameters,
    Conditions: conditionsOf(policies),
    Resources: {
      ...Object.fromEntries(policies.map(policy => [policy.id, policyResource(policy)])),
      HeyCloudIntegrationRole: roleResource(policies),
    },
  }
  const version = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 8)
  const Outputs = {
    RoleArn: {
      Description: 'Enter this in HeyCloud.',
      Value: { 'Fn::GetAtt': ['HeyCloudIntegrationRole', 'Arn'] },
    },
    ExternalId: { Description: 'The external ID that the role asks for.', Value: ref('ExternalId') },
    Version: { Description: "Which template made this: it changes when HeyCloud's permissions do.", Value: version },
  }
  // CloudFormation reads YAML 1.1, where yes, 0777 and 2012-10-17 are no strings unless they are quoted.
  return comment + stringify({ ...template, Outputs }, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })
}

const built = new WeakMap<ActionsOf, Promise<string>>()

/** The template as YAML, the same for everybody. Derived from the registry once. */
export function cloudFormationTemplate(actionsOf: ActionsOf): Promise<string> {
  const known = built.get(actionsOf) ?? build(actionsOf)
  built.set(actionsOf, known)
  return known
}
