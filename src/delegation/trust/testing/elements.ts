// Trust policies with other actions, denials and elements than they should have.
import { allow, arn, deny, heycloud, type TrustCase } from './case.ts'

export const elements: TrustCase[] = [
  {
    name: 'another action',
    statements: [allow({ Action: 'sts:AssumeRoleWithSAML' })],
    faults: [['wrong_action', 'Statement[0].Action']],
  },
  {
    name: 'NotAction without assuming',
    statements: [allow({ Action: undefined, NotAction: 'sts:AssumeRole' })],
    faults: [['wrong_action', 'Statement[0].NotAction']],
  },
  {
    name: 'NotAction with it',
    statements: [allow({ Action: undefined, NotAction: 'sts:TagSession' })],
    faults: [['not_action', 'Statement[0].NotAction']],
  },
  { name: 'a Deny', statements: [allow(), deny()], faults: [['deny_statement', 'Statement[1]']] },
  {
    name: 'a Deny of HeyCloud',
    statements: [allow(), deny({ Principal: { AWS: heycloud } })],
    faults: [['deny_statement', 'Statement[1]']],
  },
  {
    name: 'a Deny of everybody else that forgets HeyCloud',
    statements: [allow(), deny({ Principal: undefined, NotPrincipal: { AWS: arn('999999999999') } })],
    faults: [['deny_statement', 'Statement[1].NotPrincipal']],
  },
  {
    name: 'a Deny of everybody else that names HeyCloud’s account',
    statements: [allow(), deny({ Principal: undefined, NotPrincipal: { AWS: arn(heycloud) } })],
    faults: [['deny_statement', 'Statement[1].NotPrincipal']],
    keepsWarnings: true,
    asRole: true,
    draft: true,
  },
  {
    name: 'a Deny elsewhere',
    statements: [allow(), deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })],
    faults: [['deny_statement', 'Statement[1]']],
    keepsWarnings: true,
  },
  {
    name: 'a Deny of another external ID than the right one',
    statements: [allow(), deny({ Condition: { StringNotEquals: { 'sts:ExternalId': 'x' } } })],
    faults: [['deny_statement', 'Statement[1]']],
  },
  {
    name: 'a Resource',
    statements: [allow({ Resource: '*' })],
    faults: [['prohibited_resource', 'Statement[0].Resource']],
    draft: true,
  },
  {
    name: 'an effect in small letters',
    statements: [allow({ Effect: 'allow' })],
    faults: [
      ['heycloud_not_trusted', 'Statement'],
      ['effect', 'Statement[0].Effect'],
    ],
    draft: true,
  },
]
