import { describe, expect, it } from 'vitest'
import { pretty } from '../policies/document.ts'
import { lintTrustPolicy, type TrustExpectation } from './lint.ts'
import { trustPolicy, trustPolicyForOwnRole } from './policy.ts'

const id = '3f6c1d2ab7e94c5d8e0f1a2b3c4d5e6f'
const heycloud = '060482727757'
const expected: TrustExpectation = { partition: 'aws', trustedAccountId: heycloud, externalId: id }
const good = trustPolicy({ partition: 'aws', trustedAccountId: heycloud, externalId: id })

/** The good policy with parts of its statement replaced; undefined takes a part away. */
const changed = (part: object, ...more: object[]): string =>
  JSON.stringify({ ...good, Statement: [{ ...good.Statement[0], ...part }, ...more] })

const faultsOf = (text: string, over: Partial<TrustExpectation> = {}) =>
  lintTrustPolicy(text, { ...expected, ...over }).faults

describe('a trust policy without faults', () => {
  const forms: [string, string][] = [
    ['as the page shows it', pretty(good)],
    ['URL-encoded, as IAM’s API returns it', encodeURIComponent(JSON.stringify(good))],
    ['within the output of get-role', JSON.stringify({ Role: { RoleName: 'X', AssumeRolePolicyDocument: good } })],
    ['as a JSON string', JSON.stringify(JSON.stringify(good))],
    ['with the account’s number as principal', changed({ Principal: { AWS: heycloud } })],
    ['with HeyCloud’s role as principal', changed({ Principal: { AWS: `arn:aws:iam::${heycloud}:role/heycloud` } })],
    ['with one statement that is no list', JSON.stringify({ ...good, Statement: good.Statement[0] })],
    ['with a pattern operator and no pattern', changed({ Condition: { StringLike: { 'sts:ExternalId': id } } })],
    ['with the key in other letters', changed({ Condition: { StringEquals: { 'STS:externalid': id } } })],
    [
      'with a second lock',
      changed(
        {},
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:AssumeRole',
          Condition: { StringNotEquals: { 'sts:ExternalId': id } },
        },
      ),
    ],
  ]
  it.each(forms)('%s', (_, text) => {
    expect(lintTrustPolicy(text, expected)).toMatchObject({ faults: [], corrected: null })
  })

  it('for HeyCloud’s own role alone', () => {
    const ownArn = `arn:aws:sts::${heycloud}:assumed-role/heycloud/i-0abc`
    const own = trustPolicyForOwnRole({ partition: 'aws', trustedAccountId: heycloud, externalId: id, ownArn })
    expect(own?.Statement[0]?.Condition?.ArnEquals).toEqual({
      'aws:PrincipalArn': [`arn:aws:iam::${heycloud}:role/heycloud`, `arn:aws:iam::${heycloud}:role/*/heycloud`],
    })
    expect(faultsOf(JSON.stringify(own))).toEqual([])
  })
})

describe('a fault', () => {
  const external = (operator: string, value: string | string[] = id) =>
    changed({ Condition: { [operator]: { 'sts:ExternalId': value } } })
  const at = 'Statement[0].Condition'
  const key = 'sts:ExternalId'
  const cases: [id: string, path: string, text: string][] = [
    ['missing_external_id', 'Statement[0]', changed({ Condition: undefined })],
    ['missing_external_id', at, changed({ Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } })],
    ['external_id_if_exists', `${at}.StringEqualsIfExists.${key}`, external('StringEqualsIfExists')],
    ['external_id_wildcard', `${at}.StringLike.${key}`, external('StringLike', '*')],
    ['external_id_wildcard', `${at}.StringLike.${key}`, external('StringLike', `${id.slice(0, 30)}??`)],
    ['external_id_for_all_values', `${at}.ForAllValues:StringEquals.${key}`, external('ForAllValues:StringEquals')],
    ['external_id_ignore_case', `${at}.StringEqualsIgnoreCase.${key}`, external('StringEqualsIgnoreCase')],
    ['external_id_operator', `${at}.StringNotEquals.${key}`, external('StringNotEquals', 'x')],
    ['wrong_external_id', `${at}.StringEquals.${key}`, external('StringEquals', 'f'.repeat(32))],
    ['several_external_ids', `${at}.StringEquals.${key}`, external('StringEquals', [id, 'other'])],
    ['principal_wildcard', 'Statement[0].Principal', changed({ Principal: '*' })],
    ['principal_wildcard', 'Statement[0].Principal.AWS', changed({ Principal: { AWS: '*' } })],
    [
      'principal_wildcard',
      'Statement[0].NotPrincipal',
      changed({ Principal: undefined, NotPrincipal: { AWS: '999999999999' } }),
    ],
    [
      'heycloud_not_trusted',
      'Statement[0].Principal',
      changed({ Principal: { AWS: 'arn:aws:iam::999999999999:root' } }),
    ],
    ['principal_deleted', 'Statement[0].Principal.AWS', changed({ Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } })],
    [
      'principal_partition',
      'Statement[0].Principal.AWS',
      changed({ Principal: { AWS: `arn:aws-cn:iam::${heycloud}:root` } }),
    ],
    [
      'mfa_condition',
      `${at}.Bool.aws:MultiFactorAuthPresent`,
      changed({ Condition: { ...good.Statement[0]?.Condition, Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    ],
    [
      'place_condition',
      `${at}.IpAddress.aws:SourceIp`,
      changed({ Condition: { ...good.Statement[0]?.Condition, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
    ],
    ['wrong_action', 'Statement[0].Action', changed({ Action: 'sts:AssumeRoleWithSAML' })],
    [
      'deny_statement',
      'Statement[1]',
      changed({}, { Effect: 'Deny', Principal: { AWS: heycloud }, Action: 'sts:AssumeRole' }),
    ],
    [
      'foreign_principal',
      'Statement[1].Principal.Service',
      changed({}, { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    ],
    [
      'foreign_principal',
      'Statement[0].Principal.AWS',
      changed({ Principal: { AWS: [heycloud, 'arn:aws:iam::999999999999:root'] } }),
    ],
    ['unreadable', '', '{"Version": '],
    ['unreadable', '', '{"Version": "2012-10-17"}'],
    ['unreadable', '', '  '],
  ]
  it.each(cases)('%s at %s', (fault, path, text) => {
    const found = faultsOf(text).find(one => one.id === fault)
    expect(found).toMatchObject({ id: fault, path })
  })

  it.each(cases.filter(([fault]) => !['unreadable', 'place_condition', 'foreign_principal'].includes(fault)))(
    '%s at %s is mended by the corrected policy',
    (_, __, text) => {
      const { corrected } = lintTrustPolicy(text, expected)
      expect(faultsOf(corrected ?? '')).toEqual([])
    },
  )

  it('names the first character that differs', () => {
    const wrong = `${id.slice(0, 4)}X${id.slice(5)}`
    expect(faultsOf(external('StringEquals', wrong))[0]?.explanation).toContain(
      `Character 5 is "X" and must be "${id[4]}".`,
    )
    expect(faultsOf(external('StringEquals', `${id} `))[0]?.explanation).toContain('white space')
    expect(faultsOf(external('StringEquals', id.slice(0, 20)))[0]?.explanation).toContain('ends after 20 characters')
  })

  it('of the role itself is told from the pasted ARN', () => {
    const pasted = (arn: string) => JSON.stringify({ Role: { Arn: arn, AssumeRolePolicyDocument: good } })
    const target = { accountId: '111122223333', roleName: 'HeyCloudRole', rolePath: '/' }
    const first = (arn: string) => faultsOf(pasted(arn), { target })[0]
    expect(first('arn:aws:iam::111122223333:role/HeyCloudRole')).toBeUndefined()
    expect(first('arn:aws:iam::222222222222:role/HeyCloudRole')).toMatchObject({
      id: 'account_differs',
      explanation: 'The role is in 222222222222, you entered 111122223333.',
    })
    expect(first('arn:aws:iam::111122223333:role/heycloudRole')).toMatchObject({
      id: 'role_name_differs',
      title: 'The role name differs in upper and lower case',
    })
    expect(first('arn:aws:iam::111122223333:role/team/HeyCloudRole')).toMatchObject({
      id: 'role_path_differs',
      explanation: expect.stringContaining('Enter team/HeyCloudRole.'),
    })
  })

  it('of principals is not guessed while HeyCloud has no identity', () => {
    const { faults, corrected } = lintTrustPolicy(changed({ Principal: { AWS: 'arn:aws:iam::999999999999:root' } }), {
      ...expected,
      trustedAccountId: null,
    })
    expect([faults, corrected]).toEqual([[], null])
  })
})

it('keeps what others were given, and conditions that are not at fault', () => {
  const other = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }
  const text = changed(
    { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, StringLike: { 'sts:ExternalId': '*' } } },
    other,
  )
  const corrected = JSON.parse(lintTrustPolicy(text, expected).corrected ?? '')
  expect(corrected.Statement[1]).toEqual(other)
  expect(corrected.Statement[0].Condition).toEqual({
    IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] },
    StringEquals: { 'sts:ExternalId': id },
  })
})
