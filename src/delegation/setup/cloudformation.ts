// The one CloudFormation template: static, for every account and every choice of features; what differs are its parameters.
import { createHash } from 'node:crypto'
import { stringify } from 'yaml'
import { defaultFeatures, type Feature, features } from '../../core/define.ts'
import { featureWords } from '../../services/feature-words.ts'
import { chunkActions, managedPolicyLimit, policySize } from '../policies/document.ts'
import { type ActionsOf, createPolicies, defaultRoleName } from '../policies/policies.ts'
import { shrink } from '../policies/wildcards.ts'

export const templateFileName = 'heycloud-integration.yaml'
export const defaultStackName = 'HeyCloudIntegration'

/** `--template-body` takes no more bytes (CloudFormation User Guide, "CloudFormation quotas"). */
export const templateLimit = 51_200
/** Managed policies of a role by default, of which SecurityAudit may be one (IAM User Guide, "IAM and AWS STS quotas"). */
const policiesPerRole = 10

type Value = string | number | Value[] | { [key: string]: Value }

const ref = (name: string): Value => ({ Ref: name })
const choose = (condition: string, then: Value, otherwise: Value = ref('AWS::NoValue')): Value => ({
  'Fn::If': [condition, then, otherwise],
})
const equals = (parameter: string, value: string): Value => ({ 'Fn::Equals': [ref(parameter), value] })

/** `event_bus` -> `FeatureEventBus`: the parameter that switches a feature. */
export const featureParameter = (feature: Feature): string =>
  `Feature${feature
    .split('_')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`
const featureCondition = (feature: Feature): string => featureParameter(feature).replace('Feature', 'With')

/** One statement of one policy: what a feature needs, or as much of it as fits. */
interface Piece {
  feature: Feature
  strict: string[]
  wildcard: string[]
}

/** The quota counts what is in force: the longer form, with every feature on. */
const fits = (pieces: readonly Piece[]): boolean =>
  policySize(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: pieces.map(({ feature, strict }) => ({
        Sid: featureParameter(feature),
        Effect: 'Allow',
        Action: strict,
        Resource: '*',
      })),
    }),
  ) <= managedPolicyLimit

/** Room for the Sid and for the statement's place in a list. */
const pieceLimit = managedPolicyLimit - 100

/** As few policies as hold all pieces in order, each within IAM's limit. */
function packed(pieces: readonly Piece[]): Piece[][] {
  const policies: Piece[][] = []
  for (const piece of pieces) {
    const last = policies.at(-1)
    if (last && fits([...last, piece])) last.push(piece)
    else policies.push([piece])
  }
  if (policies.length >= policiesPerRole) throw new Error(`a role takes fewer than ${policies.length} policies`)
  return policies
}

async function piecesOf(actionsOf: ActionsOf): Promise<Piece[]> {
  const { actions } = createPolicies(actionsOf)
  const chunks = features.flatMap(feature =>
    chunkActions(actions([feature]), pieceLimit).map(strict => ({ feature, strict })),
  )
  return Promise.all(chunks.map(async chunk => ({ ...chunk, wildcard: await shrink(chunk.strict) })))
}

/** CloudFormation shows anything beyond ASCII as a question mark. */
const ascii = (words: string): string => words.replaceAll('’', "'")

const same = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

function statement({ feature, strict, wildcard }: Piece): Value {
  return choose(featureCondition(feature), {
    Sid: featureParameter(feature).replace('Feature', 'HeyCloud'),
    Effect: 'Allow',
    Action: same(strict, wildcard) ? strict : choose('Strict', strict, wildcard),
    Resource: '*',
  })
}

const policyId = (index: number): string => `HeyCloudIntegrationPolicy${index === 0 ? '' : index + 1}`

function policyResource(pieces: readonly Piece[], index: number): Value {
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    Condition: `Needs${policyId(index)}`,
    Properties: {
      Description: 'What HeyCloud reads in this account',
      PolicyDocument: { Version: '2012-10-17', Statement: pieces.map(statement) },
    },
  }
}

/** A policy without a statement is none: it is there when one of its features is on. */
function policyCondition(pieces: readonly Piece[]): Value {
  const conditions = [...new Set(pieces.map(({ feature }) => featureCondition(feature)))].map(name => ({
    Condition: name,
  }))
  const [only] = conditions
  return conditions.length === 1 && only ? only : { 'Fn::Or': conditions }
}

const roleResource = (policies: number): Value => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: ref('RoleName'),
    Path: ref('RolePath'),
    Description: 'Read by HeyCloud',
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
      ...Array.from({ length: policies }, (_, index) => choose(`Needs${policyId(index)}`, ref(policyId(index)))),
      choose('WithSecurityAudit', { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/SecurityAudit` }),
    ],
  },
})

const onOff = (Description: string, on: boolean): Value => ({
  Type: 'String',
  Description,
  AllowedValues: ['true', 'false'],
  Default: String(on),
})

const text = (Description: string, AllowedPattern: string, ConstraintDescription: string, Default?: string): Value => ({
  Type: 'String',
  Description,
  AllowedPattern,
  ConstraintDescription,
  ...(Default === undefined ? {} : { Default }),
})

const trustParameters: Record<string, Value> = {
  ExternalId: text(
    'The external ID that HeyCloud shows on the page Add AWS Account. Not a secret.',
    '^[0-9a-f]{32}$',
    'must be the 32 characters that HeyCloud shows: 0-9 and a-f',
  ),
  TrustedAccountId: text(
    'The AWS account that HeyCloud runs in: the only one that may assume the role.',
    '^[0-9]{12}$',
    'must be 12 digits, without dashes',
  ),
}

const roleParameters: Record<string, Value> = {
  RoleName: text(
    'Name of the role. HeyCloud has to know it exactly; it is case sensitive.',
    '^[A-Za-z0-9_+=,.@-]{1,64}$',
    'must be 1 to 64 of A-Z a-z 0-9 and _+=,.@-',
    defaultRoleName,
  ),
  RolePath: text(
    'Path of the role; / unless your organisation sorts roles by paths.',
    '^/([!-.0-~]+/)*$',
    'must begin and end with /',
    '/',
  ),
}

const narrowingParameters: Record<string, Value> = {
  TrustedPrincipalArn: {
    Type: 'CommaDelimitedList',
    Description: "Optional: trust only HeyCloud's own role, by these values of aws:PrincipalArn, separated by commas.",
    Default: '',
  },
  NextExternalId: text(
    'Optional: the second external ID while the external ID is being rotated.',
    '^([0-9a-f]{32})?$',
    'must be empty, or the 32 characters that HeyCloud shows',
    '',
  ),
}

const formParameters: Record<string, Value> = {
  PermissionForm: {
    Type: 'String',
    Description: 'wildcard: read-only patterns such as ec2:Describe*. strict: complete action names.',
    AllowedValues: ['wildcard', 'strict'],
    Default: 'wildcard',
  },
  SecurityAudit: onOff("Also attach AWS's own policy SecurityAudit, for checks of the account's configuration.", false),
}

function parameterGroups(used: readonly Feature[]): [label: string, parameters: Record<string, Value>][] {
  const switches = used.map(feature => [
    featureParameter(feature),
    onOff(ascii(featureWords[feature].description), defaultFeatures.includes(feature)),
  ])
  return [
    ['Who may assume the role', trustParameters],
    ['The role', roleParameters],
    ['What HeyCloud may read', Object.fromEntries(switches)],
    ['How permissions are granted', formParameters],
    ['Narrowing and rotation', narrowingParameters],
  ]
}

const interfaceOf = (groups: ReturnType<typeof parameterGroups>, used: readonly Feature[]): Value => ({
  ParameterGroups: groups.map(([label, parameters]) => ({
    Label: { default: label },
    Parameters: Object.keys(parameters),
  })),
  ParameterLabels: {
    ExternalId: { default: 'External ID' },
    TrustedAccountId: { default: "HeyCloud's account ID" },
    ...Object.fromEntries(used.map(feature => [featureParameter(feature), { default: featureWords[feature].title }])),
  },
})

const comment = `# Lets HeyCloud read this account: a role that HeyCloud's account may assume with the external ID, and its policies.
# Generated from HeyCloud's registry; the same file serves every account, what differs are the parameters.
`

async function build(actionsOf: ActionsOf): Promise<string> {
  const pieces = await piecesOf(actionsOf)
  const policies = packed(pieces)
  const used = features.filter(feature => pieces.some(piece => piece.feature === feature))
  const groups = parameterGroups(used)
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'HeyCloud: a role that HeyCloud may assume with an external ID, to read this account.',
    Metadata: { 'AWS::CloudFormation::Interface': interfaceOf(groups, used) },
    Parameters: Object.assign({}, ...groups.map(([, parameters]) => parameters)) as Record<string, Value>,
    Conditions: {
      Strict: equals('PermissionForm', 'strict'),
      Rotating: { 'Fn::Not': [equals('NextExternalId', '')] },
      OwnRoleOnly: { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', ref('TrustedPrincipalArn')] }, ''] }] },
      WithSecurityAudit: equals('SecurityAudit', 'true'),
      ...Object.fromEntries(used.map(name => [featureCondition(name), equals(featureParameter(name), 'true')])),
      ...Object.fromEntries(policies.map((held, index) => [`Needs${policyId(index)}`, policyCondition(held)])),
    },
    Resources: {
      ...Object.fromEntries(policies.map((held, index) => [policyId(index), policyResource(held, index)])),
      HeyCloudIntegrationRole: roleResource(policies.length),
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
