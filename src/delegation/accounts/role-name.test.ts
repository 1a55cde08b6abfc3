import { describe, expect, it } from 'vitest'
import { accountIdFault, parseRoleName, roleNameFault, writtenRoleName } from './role-name.ts'

describe('a role name', () => {
  it.each([
    'HeyCloudIntegrationRole',
    'a',
    'x'.repeat(64),
    'team/monitoring/Role',
    'a+b=c,d.e@f-g_h',
    'we!rd/Role'.replace('!', ''),
  ])('is %s', name => {
    expect(roleNameFault(name)).toBeUndefined()
    expect(writtenRoleName(parseRoleName(name))).toBe(name)
  })

  const faults: [string, string][] = [
    ['', 'is required'],
    ['Role ', 'there is a space after the name'],
    [' Role', 'there is a space before the name'],
    ['Role\u00a0', 'there is a space after the name'],
    ['My Role', 'character 3 is a space or other white space (U+0020)'],
    ['НeyCloud', 'character 1 is "Н" (U+041D)'],
    ['Role\u200b', '(U+200B)'],
    ['Role!', 'character 5 is "!" (U+0021)'],
    ['x'.repeat(65), 'has 65 characters; IAM allows 64'],
    ['/team/Role', 'leave out the slash before the path: team/Role'],
    ['team//Role', 'two slashes in a row'],
    ['team/', 'ends with a slash'],
    [`${'p'.repeat(512)}/Role`, 'IAM allows 512'],
    ['arn:aws:iam::111122223333:role/team/Role', 'enter the role name alone, not its ARN: team/Role'],
    ["Role'; rm -rf /", 'character 5'],
  ]
  it.each(faults)('is not %j', (name, fault) => {
    expect(roleNameFault(name)).toContain(fault)
  })

  it('has its path apart', () => {
    expect(parseRoleName('team/monitoring/Role')).toEqual({ roleName: 'Role', rolePath: '/team/monitoring/' })
    expect(parseRoleName('Role')).toEqual({ roleName: 'Role', rolePath: '/' })
  })
})

describe('an account ID', () => {
  it('is 12 digits', () => expect(accountIdFault('012345678901')).toBeUndefined())
  it.each([
    ['1234-5678-9012', 'must be 12 digits without dashes or spaces: 123456789012'],
    ['12345678901', 'this has 11'],
    ['', 'is required'],
    ['١٢٣٤٥٦٧٨٩٠١٢', 'must be 12 digits'],
  ])('is not %j', (text, fault) => expect(accountIdFault(text)).toContain(fault))
})
