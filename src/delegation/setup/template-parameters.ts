// The template's parameters: how they are declared and grouped in the console, and which values a person's choices give them.
import { defaultFeatures, type Feature, features } from '../../core/define.ts'
import { featureWords } from '../../services/feature-words.ts'
import { defaultRoleName } from '../policies/policies.ts'
import type { ConnectValues } from './values.ts'

/** A part of a template. */
export type Value = string | number | Value[] | { [key: string]: Value }

/** `event_bus` -> `FeatureEventBus`: the parameter that switches a feature. */
export const featureParameter = (feature: Feature): string =>
  `Feature${feature
    .split('_')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`

/** Without `account` no account can be read: it has no switch. */
export const switchedFeatures: readonly Feature[] = features.filter(feature => feature !== 'account')

/** CloudFormation shows anything beyond ASCII as a question mark. */
const ascii = (words: string): string => words.replaceAll('’', "'")

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

const featureParameters: Record<string, Value> = Object.fromEntries(
  switchedFeatures.map(feature => [
    featureParameter(feature),
    onOff(ascii(featureWords[feature].description), defaultFeatures.includes(feature)),
  ]),
)

const formParameters: Record<string, Value> = {
  PermissionForm: {
    Type: 'String',
    Description: 'wildcard: read-only patterns such as ec2:Describe*. strict: complete action names.',
    AllowedValues: ['wildcard', 'strict'],
    Default: 'wildcard',
  },
  SecurityAudit: onOff("Also attach AWS's own policy SecurityAudit, for checks of the account's configuration.", false),
}

/** In the order in which the console shows them. */
const groups: readonly [label: string, parameters: Record<string, Value>][] = [
  ['Who may assume the role', trustParameters],
  ['The role', roleParameters],
  ['What HeyCloud may read', featureParameters],
  ['How permissions are granted', formParameters],
  ['Narrowing and rotation', narrowingParameters],
]

export const declaredParameters: Record<string, Value> = Object.assign(
  {},
  ...groups.map(([, parameters]) => parameters),
)

/** Each parameter as a person reads of it. */
export const parameterFacts = Object.entries(declaredParameters as Record<string, Record<string, string>>).map(
  ([name, { Description = '', Default }]) => ({ name, description: Description, fallback: Default }),
)

/** By which the console groups and names parameters (CloudFormation User Guide, "AWS::CloudFormation::Interface"). */
export const parameterInterface: Value = {
  ParameterGroups: groups.map(([label, parameters]) => ({
    Label: { default: label },
    Parameters: Object.keys(parameters),
  })),
  ParameterLabels: {
    ExternalId: { default: 'External ID' },
    TrustedAccountId: { default: "HeyCloud's account ID" },
    ...Object.fromEntries(
      switchedFeatures.map(feature => [featureParameter(feature), { default: featureWords[feature].title }]),
    ),
  },
}

export interface TemplateParameter {
  name: string
  value: string
}

/**
 * Every parameter of the template, also those that are at their default: `aws cloudformation deploy` keeps a present stack's values
 * for those that are left out, and a feature that was once switched off would stay so.
 */
export const templateParameters = (values: ConnectValues): TemplateParameter[] => [
  { name: 'ExternalId', value: values.externalId },
  { name: 'TrustedAccountId', value: values.trustedAccountId },
  { name: 'RoleName', value: values.roleName },
  { name: 'RolePath', value: values.rolePath },
  ...switchedFeatures.map(name => ({ name: featureParameter(name), value: String(values.features.includes(name)) })),
  { name: 'PermissionForm', value: values.form },
  { name: 'SecurityAudit', value: String(values.securityAudit) },
  { name: 'TrustedPrincipalArn', value: values.principalArns.join(',') },
  { name: 'NextExternalId', value: values.nextExternalId ?? '' },
]
