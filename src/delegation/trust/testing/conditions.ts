// Trust policies with conditions that shut HeyCloud out, or may.
import { allow, also, arn, condition, deny, externalId, heycloud, type TrustCase } from './case.ts'

export const conditions: TrustCase[] = [
  {
    name: 'MFA',
    statements: [also({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
    faults: [['mfa_condition', condition('Bool', 'aws:MultiFactorAuthPresent')]],
  },
  {
    name: 'MFA if there is a session',
    statements: [also({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } })],
    faults: [['mfa_condition', condition('BoolIfExists', 'aws:MultiFactorAuthPresent')]],
    asRole: true,
  },
  {
    name: 'MFA lately',
    statements: [also({ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } })],
    faults: [['mfa_condition', condition('NumericLessThan', 'aws:MultiFactorAuthAge')]],
  },
  {
    name: 'a Deny without MFA',
    statements: [allow(), deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })],
    faults: [['mfa_condition', condition('BoolIfExists', 'aws:MultiFactorAuthPresent', 1)]],
  },
  {
    name: 'an address',
    statements: [also({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } })],
    faults: [['place_condition', condition('IpAddress', 'aws:SourceIp')]],
    keepsWarnings: true,
  },
  {
    name: 'an organization',
    statements: [also({ StringEquals: { 'sts:ExternalId': externalId, 'aws:PrincipalOrgID': 'o-abcdefghij' } })],
    faults: [['place_condition', condition('StringEquals', 'aws:PrincipalOrgID')]],
    keepsWarnings: true,
  },
  {
    name: 'a source account',
    statements: [also({ StringEquals: { 'sts:ExternalId': externalId, 'aws:SourceAccount': heycloud } })],
    faults: [['source_condition', condition('StringEquals', 'aws:SourceAccount')]],
  },
  {
    name: 'a source ARN',
    statements: [also({ ArnLike: { 'aws:SourceArn': 'arn:aws:*' } })],
    faults: [['source_condition', condition('ArnLike', 'aws:SourceArn')]],
  },
  {
    name: 'a provider’s audience',
    statements: [also({ StringEquals: { 'sts:ExternalId': externalId, 'saml:aud': 'x' } })],
    faults: [['source_condition', condition('StringEquals', 'saml:aud')]],
  },
  {
    name: 'another principal by condition',
    statements: [also({ ArnEquals: { 'aws:PrincipalArn': arn(heycloud, 'role/Other') } })],
    faults: [['principal_arn_condition', condition('ArnEquals', 'aws:PrincipalArn')]],
  },
  {
    name: 'another account by condition',
    statements: [also({ StringEquals: { 'sts:ExternalId': externalId, 'aws:PrincipalAccount': '999999999999' } })],
    faults: [['principal_account_condition', condition('StringEquals', 'aws:PrincipalAccount')]],
  },
  {
    name: 'session tags',
    statements: [also({ StringLike: { 'aws:RequestTag/team': '*' } })],
    faults: [['session_tags_condition', condition('StringLike', 'aws:RequestTag/team')]],
  },
  {
    name: 'tag keys',
    statements: [also({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } })],
    faults: [['session_tags_condition', condition('ForAnyValue:StringEquals', 'aws:TagKeys')]],
  },
  {
    name: 'a source identity',
    statements: [also({ StringLike: { 'sts:SourceIdentity': '*' } })],
    faults: [['source_identity_condition', condition('StringLike', 'sts:SourceIdentity')]],
  },
  {
    name: 'another session name',
    statements: [also({ StringEquals: { 'sts:ExternalId': externalId, 'sts:RoleSessionName': 'monitoring' } })],
    faults: [['session_name_condition', condition('StringEquals', 'sts:RoleSessionName')]],
  },
  {
    name: 'a principal’s tag',
    statements: [also({ StringEquals: { 'sts:ExternalId': externalId, 'aws:PrincipalTag/team': 'x' } })],
    faults: [['unknown_condition', condition('StringEquals', 'aws:PrincipalTag/team')]],
    keepsWarnings: true,
  },
  {
    name: 'services alone',
    statements: [also({ Bool: { 'aws:PrincipalIsAWSService': 'true' } })],
    faults: [['condition_refuses', condition('Bool', 'aws:PrincipalIsAWSService')]],
  },
]
