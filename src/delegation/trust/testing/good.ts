// Trust policies without a fault.
import {
  allow,
  also,
  deny,
  external,
  externalId,
  heycloud,
  nextExternalId,
  ownArn,
  type TrustCase,
  under,
} from './case.ts'

export const good: TrustCase[] = [
  { name: 'as the page shows it', statements: [allow()], faults: [] },
  { name: 'with the number as principal', statements: [allow({ Principal: { AWS: heycloud } })], faults: [] },
  { name: 'with HeyCloud’s own user as principal', statements: [allow({ Principal: { AWS: ownArn } })], faults: [] },
  { name: 'with sts:* as action', statements: [allow({ Action: 'sts:*' })], faults: [] },
  {
    name: 'with sts:TagSession beside',
    statements: [allow({ Action: ['sts:AssumeRole', 'sts:TagSession'] })],
    faults: [],
  },
  {
    name: 'with sts:TagSession in a statement of its own, that needs no external ID',
    statements: [allow(), allow({ Action: 'sts:TagSession', Condition: undefined })],
    faults: [],
  },
  { name: 'StringLike without a pattern', statements: [external('StringLike')], faults: [] },
  {
    name: 'the key in other letters',
    statements: [under({ StringEquals: { 'STS:externalid': externalId } })],
    faults: [],
  },
  { name: 'presence asked for besides', statements: [also({ Null: { 'sts:ExternalId': 'false' } })], faults: [] },
  {
    name: 'a second lock',
    statements: [allow(), deny({ Condition: { StringNotEquals: { 'sts:ExternalId': externalId } } })],
    faults: [],
  },
  { name: 'its own user by condition', statements: [also({ ArnEquals: { 'aws:PrincipalArn': ownArn } })], faults: [] },
  {
    name: 'its account by condition',
    statements: [also({ StringEquals: { 'sts:ExternalId': externalId, 'aws:PrincipalAccount': heycloud } })],
    faults: [],
  },
  {
    name: 'its session names',
    statements: [also({ StringLike: { 'sts:RoleSessionName': 'heycloud-*' } })],
    faults: [],
  },
  { name: 'TLS asked for', statements: [also({ Bool: { 'aws:SecureTransport': 'true' } })], faults: [] },
  {
    name: 'a source account only if there is one',
    statements: [also({ StringEqualsIfExists: { 'aws:SourceAccount': '999999999999' } })],
    faults: [],
  },
  { name: 'a Deny of others’ actions', statements: [allow(), deny({ Action: 'sts:AssumeRoleWithSAML' })], faults: [] },
  {
    name: 'a Deny of another account',
    statements: [allow(), deny({ Principal: { AWS: '999999999999' } })],
    faults: [],
  },
  {
    name: 'a Deny that leaves assuming out',
    statements: [allow(), deny({ Action: undefined, NotAction: 'sts:AssumeRole' })],
    faults: [],
  },
  {
    name: 'both external IDs while one is changed',
    statements: [external('StringEquals', [externalId, nextExternalId])],
    faults: [],
    rotating: true,
  },
  {
    name: 'both external IDs in two statements while one is changed',
    statements: [allow(), external('StringEquals', nextExternalId)],
    faults: [],
    rotating: true,
  },
]
