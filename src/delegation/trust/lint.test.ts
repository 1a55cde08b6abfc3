import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { pretty } from '../policies/document.ts'
import { vendorOf } from './known-accounts.ts'
import { lintTrustPolicy, type TrustExpectation } from './lint.ts'
import { trustPolicy, trustPolicyForOwnRole } from './policy.ts'
import { allow, externalId, heycloud, nextExternalId, ownArn, roleAccount, type TrustCase } from './testing/case.ts'
import { trustCases } from './testing/cases.ts'

const roleSession = `arn:aws:sts::${heycloud}:assumed-role/heycloud/i-0abc`
const expected: TrustExpectation = { partition: 'aws', trustedAccountId: heycloud, externalId, ownArn }
const good = trustPolicy({ partition: 'aws', trustedAccountId: heycloud, externalId })

const write = (statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const expectationOf = ({ rotating, asRole }: TrustCase): TrustExpectation => ({
  ...expected,
  target: { accountId: roleAccount },
  ...(rotating ? { nextExternalId } : {}),
  ...(asRole ? { ownArn: roleSession } : {}),
})
const faultsOf = (text: string, over: Partial<TrustExpectation> = {}) =>
  lintTrustPolicy(text, { ...expected, ...over }).faults

describe('the cases', () => {
  it('are many, and each is told from the others', () => {
    expect(trustCases.length).toBeGreaterThan(80)
    expect(new Set(trustCases.map(one => write(one.statements))).size).toBeGreaterThan(trustCases.length - 5)
  })

  it.each(trustCases.map(one => [one.name, one] as const))('%s', (_, one) => {
    const lint = lintTrustPolicy(write(one.statements), expectationOf(one))
    expect(lint.faults.map(({ id, path }) => [id, path])).toEqual(one.faults)
    for (const { title, explanation } of lint.faults) {
      expect(title).toMatch(/^[A-Za-z].{8,}[^.]$/)
      expect(explanation).toMatch(/^.{20,}\.$/s)
    }
    if (one.faults.length === 0) expect(lint.corrected).toBeNull()
  })

  it.each(trustCases.filter(one => one.faults.length > 0).map(one => [one.name, one] as const))(
    '%s is mended by the corrected policy, which is left alone then',
    (_, one) => {
      const lint = lintTrustPolicy(write(one.statements), expectationOf(one))
      if (one.keepsWarnings && lint.corrected === null) {
        expect(lint.faults.map(({ severity }) => severity)).not.toContain('error')
        return
      }
      const again = lintTrustPolicy(lint.corrected ?? '', expectationOf(one))
      const left = again.faults.map(({ severity }) => severity)
      expect(left).toEqual(one.keepsWarnings ? left.map(() => 'warning') : [])
      expect(again.corrected).toBeNull()
    },
  )
})

describe('what may be pasted', () => {
  const role = { RoleName: 'X', Arn: `arn:aws:iam::${roleAccount}:role/X`, AssumeRolePolicyDocument: good }
  const forms: [string, string][] = [
    ['the policy as the page shows it', pretty(good)],
    ['URL-encoded, as IAM’s API returns it', encodeURIComponent(JSON.stringify(good))],
    ['the output of get-role', JSON.stringify({ Role: role })],
    ['the output of get-role as YAML', stringify({ Role: role })],
    ['the policy as YAML', `---\n${stringify(good)}`],
    [
      'get-role with the document URL-encoded',
      JSON.stringify({ Role: { ...role, AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(good)) } }),
    ],
    ['a role of list-roles', JSON.stringify(role)],
    ['a JSON string', JSON.stringify(JSON.stringify(good))],
    ['a byte order mark before it', `\uFEFF${pretty(good)}`],
    ['one statement that is no list', JSON.stringify({ ...good, Statement: good.Statement[0] })],
  ]
  it.each(forms)('%s', (_, text) => {
    expect(lintTrustPolicy(text, expected)).toMatchObject({ faults: [], corrected: null })
  })

  it.each([
    ['nothing', '  ', /Nothing was pasted/],
    ['half a policy', '{"Version": ', /neither JSON nor/],
    ['another JSON', '{"Version": "2012-10-17"}', /no "Statement"/],
    ['the table output', '-----------\n|  GetRole  |\n', /--output json/],
    ['the text output', 'ROLE\tarn:aws:iam::111122223333:role/X\t2026', /--output json/],
    [
      'YAML with a bomb in it',
      `a: &a [x]\n${[...'bcdefghijklmnopqrstuvwxyz'].map((c, i, all) => `${c}: &${c} [*${all[i - 1] ?? 'a'}, *${all[i - 1] ?? 'a'}]`).join('\n')}`,
      /neither JSON nor|no "Statement"/,
    ],
    ['something far too deep', `{"Statement": ${'['.repeat(40)}${']'.repeat(40)}}`, /nested too deeply/],
  ])('%s is refused in words', (_, text, sentence) => {
    expect(faultsOf(text)).toMatchObject([{ id: 'unreadable', path: '', explanation: expect.stringMatching(sentence) }])
  })
})

describe('words', () => {
  const external = (value: string) => write([allow({ Condition: { StringEquals: { 'sts:ExternalId': value } } })])
  const first = (text: string, over: Partial<TrustExpectation> = {}) => faultsOf(text, over)[0]?.explanation

  it('name the first character that differs, and one that only looks alike', () => {
    expect(first(external(`${externalId.slice(0, 4)}X${externalId.slice(5)}`))).toContain(
      `Character 5 is "X" and must be "${externalId[4]}".`,
    )
    expect(first(external(externalId.replace('a', 'а')))).toContain('is "а" (U+0430) and must be "a"')
    expect(first(external(`${externalId.slice(0, 8)}\u200b${externalId.slice(8)}`))).toContain('(U+200B)')
    expect(first(external(`${externalId} `))).toContain('white space')
    expect(first(external(externalId.slice(0, 20)))).toContain('ends after 20 characters')
    expect(first(external(`${externalId}0`))).toContain('goes on after character 32')
  })

  it('name a vendor, and the digit that is wrong', () => {
    expect(vendorOf('464622532012')).toBe('Datadog')
    const [vendor] = faultsOf(write([allow(), allow({ Principal: { AWS: '464622532012' } })]))
    expect(vendor?.title).toBe('Datadog may use this role too')
    expect(faultsOf(write([allow({ Principal: { AWS: '060482727767' } })])).at(-1)?.explanation).toContain(
      'Character 11',
    )
  })

  it('tell the next external ID from a wrong one', () => {
    expect(first(external(nextExternalId), { nextExternalId })).toContain('finish the rotation')
  })

  it('tell of the role itself from the pasted ARN', () => {
    const target = { accountId: roleAccount, roleName: 'HeyCloudRole', rolePath: '/' }
    const of = (arn: string) =>
      faultsOf(JSON.stringify({ Role: { Arn: arn, AssumeRolePolicyDocument: good } }), { target })[0]
    expect(of('arn:aws:iam::111122223333:role/HeyCloudRole')).toBeUndefined()
    expect(of('arn:aws:iam::222222222222:role/HeyCloudRole')).toMatchObject({
      id: 'account_differs',
      explanation: 'The role is in 222222222222, you entered 111122223333.',
    })
    expect(of('arn:aws:iam::111122223333:role/heycloudRole')).toMatchObject({
      id: 'role_name_differs',
      title: 'The role name differs in upper and lower case',
    })
    expect(of('arn:aws:iam::111122223333:role/team/HeyCloudRole')).toMatchObject({
      id: 'role_path_differs',
      explanation: expect.stringContaining('Enter team/HeyCloudRole.'),
    })
    expect(of('arn:aws-cn:iam::111122223333:role/HeyCloudRole')?.id).toBe('partition_differs')
  })
})

describe('HeyCloud’s own role alone', () => {
  const own = trustPolicyForOwnRole({ partition: 'aws', trustedAccountId: heycloud, externalId, ownArn: roleSession })
  const text = JSON.stringify(own)

  it('may be trusted by aws:PrincipalArn, at any path, also before HeyCloud knows what it calls as', () => {
    expect(own?.Statement[0]?.Condition?.ArnEquals).toEqual({
      'aws:PrincipalArn': [`arn:aws:iam::${heycloud}:role/heycloud`, `arn:aws:iam::${heycloud}:role/*/heycloud`],
    })
    for (const over of [{ ownArn: roleSession }, { ownArn: undefined }]) expect(faultsOf(text, over)).toEqual([])
    const withPath = text.replaceAll('role/heycloud"', 'role/team/heycloud"')
    expect(faultsOf(withPath, { ownArn: roleSession })).toEqual([])
  })

  it('is put right in the corrected policy when another is named', () => {
    const other = { ownArn: roleSession.replace('/heycloud/', '/other/') }
    const lint = lintTrustPolicy(text, { ...expected, ...other })
    expect(lint.faults.map(({ id }) => id)).toEqual(['principal_arn_condition'])
    expect(JSON.parse(lint.corrected ?? '').Statement[0].Condition.ArnEquals['aws:PrincipalArn'][0]).toMatch(
      /role\/other$/,
    )
  })
})

describe('what is not known is not guessed', () => {
  it('principals, while HeyCloud has no identity', () => {
    const lint = lintTrustPolicy(write([allow({ Principal: { AWS: 'arn:aws:iam::999999999999:root' } })]), {
      ...{ partition: 'aws', externalId },
      trustedAccountId: null,
    })
    expect([lint.faults, lint.corrected]).toEqual([[], null])
  })

  it('the external ID, where a policy is pasted without an account', () => {
    const { externalId: _, ...without } = expected
    expect(lintTrustPolicy(write([allow()]), without)).toMatchObject({ faults: [], corrected: null })
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }
    const locked = write([allow(), { ...deny, Condition: { StringNotEquals: { 'sts:ExternalId': externalId } } }])
    expect(lintTrustPolicy(locked, without).faults).toEqual([])
    const wild = write([allow({ Condition: { StringLike: { 'sts:ExternalId': '*' } } })])
    expect(lintTrustPolicy(wild, without).faults.map(({ id }) => id)).toEqual(['external_id_wildcard'])
  })
})

describe('the corrected policy', () => {
  const corrected = (statements: object[]) => JSON.parse(lintTrustPolicy(write(statements), expected).corrected ?? '')

  it('keeps what others were given, and conditions that are not at fault', () => {
    const other = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }
    const Condition = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' }, StringLike: { 'sts:ExternalId': '*' } }
    const { Statement } = corrected([allow({ Condition }), other])
    expect(Statement[1]).toEqual(other)
    expect(Statement[0].Condition).toEqual({
      IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] },
      StringEquals: { 'sts:ExternalId': externalId },
    })
  })

  it('leaves a stranger in the same statement what it had, apart from HeyCloud', () => {
    const stranger = 'arn:aws:iam::999999999999:root'
    const broken = allow({ Principal: { AWS: [heycloud, stranger] }, Condition: undefined })
    const { Statement } = corrected([broken])
    expect(Statement).toEqual(
      [good.Statement[0], { ...broken, Condition: undefined, Principal: { AWS: [stranger] } }].map(one =>
        JSON.parse(JSON.stringify(one)),
      ),
    )
  })
})
