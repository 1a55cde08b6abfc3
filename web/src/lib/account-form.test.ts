// The Add-account form's sentences: what is mended, what is refused, and what is never changed silently.
import { describe, expect, it } from 'vitest'
import {
  checkAccountId,
  checkRoleArn,
  checkRoleName,
  parseNamespaces,
  parseRegions,
  parseRoleArn,
  parseTags,
} from './account-form.ts'

describe('account ID', () => {
  it('takes dashes out and says so', () => {
    expect(checkAccountId('1234-5678-9012')).toEqual({
      value: '123456789012',
      note: 'Dashes were removed.',
      error: null,
    })
    expect(checkAccountId('1234–5678–9012').value).toBe('123456789012')
  })
  it('takes white space out and says so', () => {
    expect(checkAccountId(' 123456789012\n')).toMatchObject({ value: '123456789012', note: 'Spaces were removed.' })
  })
  it('names what is wrong', () => {
    expect(checkAccountId('').error).toMatch(/Enter the 12-digit/)
    expect(checkAccountId('12345678901O').error).toBe('“O” is not a digit')
    expect(checkAccountId('12345').error).toBe('This has 5 digits; an account ID has 12')
    expect(checkAccountId('1234567890123').error).toBe('This has 13 digits; an account ID has 12')
  })
  it('does not take other digits for digits', () => {
    expect(checkAccountId('١23456789012').error).toBe('“١” is not a digit')
  })
})

describe('role name', () => {
  it('offers to remove a space at either end, and never does it itself', () => {
    expect(checkRoleName('HeyCloudIntegrationRole ')).toEqual({
      message: 'There is a space after the name',
      mended: 'HeyCloudIntegrationRole',
    })
    expect(checkRoleName('\tRole')).toEqual({ message: 'There is a space before the name', mended: 'Role' })
    expect(checkRoleName('Hey Cloud')).toEqual({
      message: 'There is a space at position 4; role names have none',
      mended: null,
    })
  })
  it('names a letter that only looks right', () => {
    expect(checkRoleName('HeyСloud')).toEqual({
      message: '“С” (U+0421) at position 4 only looks like “C”',
      mended: 'HeyCloud',
    })
    expect(checkRoleName('Rolé')?.message).toBe('“é” (U+00E9) at position 4 cannot be in a role’s name')
  })
  it('finds what cannot be seen', () => {
    expect(checkRoleName('Hey\u200bCloud\ufeff')).toEqual({
      message: 'There is an invisible character (U+200B) at position 4',
      mended: 'HeyCloud',
    })
    expect(checkAccountId('\u202a123456789012\u202c')).toMatchObject({ value: '123456789012', error: null })
  })
  it('allows all that IAM allows, with a path', () => {
    expect(checkRoleName('a_b+c=d,e.f@g-h')).toBeNull()
    expect(checkRoleName('team/monitoring/Role')).toBeNull()
    expect(checkRoleName('team//Role')?.message).toMatch(/path/)
    expect(checkRoleName('x'.repeat(64))).toBeNull()
    expect(checkRoleName('x'.repeat(65))?.message).toMatch(/65 characters/)
  })
  it('tells an ARN from a name', () => {
    expect(checkRoleName('arn:aws:iam::123456789012:role/R')?.message).toBe('This is an ARN, not a name.')
  })
})

describe('role ARN', () => {
  it('fills account ID and role name, with the path', () => {
    expect(parseRoleArn(' arn:aws:iam::123456789012:role/team/R \n')).toEqual({
      partition: 'aws',
      accountId: '123456789012',
      roleName: 'team/R',
    })
  })
  it('is read out of JSON, and its own comma stays', () => {
    expect(parseRoleArn('"arn:aws:iam::123456789012:role/R",')?.roleName).toBe('R')
    expect(parseRoleArn('arn:aws:iam::123456789012:role/R,')?.roleName).toBe('R,')
  })
  it('refuses what is not a role', () => {
    expect(checkRoleArn('arn:aws:iam::123456789012:user/R')).toMatch(/not a role’s ARN/)
    expect(checkRoleArn('arn:aws:sts::123456789012:assumed-role/R/s')).toMatch(/session of a role/)
    expect(checkRoleArn('')).toBeNull()
  })
})

describe('tags and regions', () => {
  it('reads namespaces, whose names may hold spaces', () => {
    expect(parseNamespaces('AWS/SQS, AWS/Network Manager,AWS/SQS,')).toEqual(['AWS/SQS', 'AWS/Network Manager'])
  })
  it('reads one tag a line', () => {
    expect(parseTags('env:prod\nteam:core, owner:a:b')).toEqual({
      tags: ['env:prod', 'team:core', 'owner:a:b'],
      bad: null,
    })
    expect(parseTags('env').bad).toBe('env')
  })
  it('reads regions of any partition and refuses host-name tricks', () => {
    expect(parseRegions('us-east-1, us-gov-west-1 us-east-1')).toEqual({
      regions: ['us-east-1', 'us-gov-west-1'],
      bad: null,
    })
    expect(parseRegions('us-east-1.evil.example').bad).toBe('us-east-1.evil.example')
  })
})
