// Trust policies that trust somebody else, or nobody.
import { allow, also, arn, externalId, heycloud, roleAccount, type TrustCase } from './case.ts'

const at = 'Statement[0].Principal.AWS'

export const principals: TrustCase[] = [
  {
    name: 'everybody',
    statements: [allow({ Principal: '*' })],
    faults: [['principal_wildcard', 'Statement[0].Principal']],
  },
  { name: 'everybody of AWS', statements: [allow({ Principal: { AWS: '*' } })], faults: [['principal_wildcard', at]] },
  {
    name: 'everybody’s root',
    statements: [allow({ Principal: { AWS: 'arn:aws:iam::*:root' } })],
    faults: [['principal_wildcard', at]],
    draft: true,
  },
  {
    name: 'everybody, narrowed by a condition',
    statements: [
      { ...also({ StringEquals: { 'sts:ExternalId': externalId, 'aws:PrincipalAccount': heycloud } }), Principal: '*' },
    ],
    faults: [['principal_wildcard_narrowed', 'Statement[0].Principal']],
  },
  {
    name: 'everybody but one',
    statements: [allow({ Principal: undefined, NotPrincipal: { AWS: arn('999999999999') } })],
    faults: [['principal_wildcard', 'Statement[0].NotPrincipal']],
    draft: true,
  },
  {
    name: 'a stranger instead of HeyCloud',
    statements: [allow({ Principal: { AWS: arn('999999999999') } })],
    faults: [
      ['heycloud_not_trusted', 'Statement[0].Principal'],
      ['foreign_principal', at],
    ],
  },
  {
    name: 'a vendor beside HeyCloud',
    statements: [allow({ Principal: { AWS: [arn(heycloud), arn('754728514883')] } })],
    faults: [['foreign_principal', at]],
    keepsWarnings: true,
  },
  {
    name: 'a service beside HeyCloud',
    statements: [allow(), allow({ Principal: { Service: 'ec2.amazonaws.com' }, Condition: undefined })],
    faults: [['foreign_principal', 'Statement[1].Principal.Service']],
    keepsWarnings: true,
  },
  {
    name: 'a provider of identities beside HeyCloud',
    statements: [
      allow(),
      {
        ...{ Effect: 'Allow', Principal: { Federated: arn(roleAccount, 'saml-provider/Corp') } },
        Action: 'sts:AssumeRoleWithSAML',
      },
    ],
    faults: [['foreign_principal', 'Statement[1].Principal.Federated']],
    keepsWarnings: true,
  },
  {
    name: 'the account itself beside HeyCloud',
    statements: [allow(), allow({ Principal: { AWS: arn(roleAccount) }, Condition: undefined })],
    faults: [['own_account_principal', 'Statement[1].Principal.AWS']],
    keepsWarnings: true,
  },
  {
    name: 'a deleted role',
    statements: [allow({ Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } })],
    faults: [
      ['heycloud_not_trusted', 'Statement[0].Principal'],
      ['principal_deleted', at],
    ],
  },
  {
    name: 'a deleted user',
    statements: [allow({ Principal: { AWS: ['AIDAEXAMPLEEXAMPLE123', heycloud] } })],
    faults: [['principal_deleted', at]],
  },
  {
    name: 'another partition',
    statements: [allow({ Principal: { AWS: `arn:aws-cn:iam::${heycloud}:root` } })],
    faults: [['principal_partition', at]],
    draft: true,
  },
  {
    name: 'another user of HeyCloud’s account',
    statements: [allow({ Principal: { AWS: arn(heycloud, 'user/other') } })],
    faults: [
      ['heycloud_not_trusted', 'Statement[0].Principal'],
      ['principal_other_role', at],
    ],
    draft: true,
  },
  {
    name: 'one session of HeyCloud',
    statements: [allow({ Principal: { AWS: `arn:aws:sts::${heycloud}:assumed-role/heycloud/i-0abc` } })],
    faults: [['principal_session', at]],
    asRole: true,
    draft: true,
  },
  {
    name: 'two digits exchanged',
    statements: [allow({ Principal: { AWS: arn('060482727775') } })],
    faults: [
      ['heycloud_not_trusted', 'Statement[0].Principal'],
      ['principal_mistyped', at],
    ],
  },
  {
    name: 'dashes in the number',
    statements: [allow({ Principal: { AWS: '0604-8272-7757' } })],
    faults: [
      ['heycloud_not_trusted', 'Statement[0].Principal'],
      ['principal_malformed', at],
    ],
    draft: true,
  },
  {
    name: 'a digit too few',
    statements: [allow({ Principal: { AWS: '06048272775' } })],
    faults: [
      ['heycloud_not_trusted', 'Statement[0].Principal'],
      ['principal_malformed', at],
    ],
    draft: true,
  },
]
