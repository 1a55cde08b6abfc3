import { describe, expect, it } from 'vitest'
import type { KeyTarget, RoleTarget } from '../../core/account.ts'
import { changedTarget, enteredTarget, sameTarget } from './target.ts'

const role: RoleTarget = {
  ...{ partition: 'aws', accountId: '111122223333', roleName: 'Role', rolePath: '/team/', externalId: '0'.repeat(32) },
}
const keys: KeyTarget = {
  ...{ partition: 'aws-cn', accountId: '111122223333', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretId: 'config-1' },
}
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

describe('what was proven', () => {
  it.each<[string, Partial<RoleTarget>]>([
    ['partition', { partition: 'aws-cn' }],
    ['account', { accountId: '444455556666' }],
    ['role', { roleName: 'role' }],
    ['path', { rolePath: '/' }],
    ['external ID', { externalId: '1'.repeat(32) }],
  ])('of a role holds for no other %s', (_, other) => {
    expect(sameTarget(role, { ...role })).toBe(true)
    expect(sameTarget(role, { ...role, ...other })).toBe(false)
  })

  it.each<[string, Partial<KeyTarget>]>([
    ['partition', { partition: 'aws-us-gov' }],
    ['account', { accountId: '444455556666' }],
    ['key', { accessKeyId: 'AKIAIOSFODNN7EXAMPLF' }],
    ['secret’s place', { secretId: 'config-2' }],
  ])('of a key holds for no other %s', (_, other) => {
    expect(sameTarget(keys, { ...keys })).toBe(true)
    expect(sameTarget(keys, { ...keys, ...other })).toBe(false)
  })

  it('of a role holds for no key of the same account, nor the other way round', () => {
    const inChina = { ...role, partition: 'aws-cn' as const }
    expect([sameTarget(inChina, keys), sameTarget(keys, inChina)]).toEqual([false, false])
  })
})

describe('a new account', () => {
  const entered = (auth_config: object, aws_partition = 'aws-cn') =>
    enteredTarget({ aws_account_id: role.accountId, aws_partition, auth_config })

  it('is a role where one is named, in every partition, and keys where they are', () => {
    expect(entered({ role_name: 'team/Role', secret_access_key: null })).toMatchObject({ rolePath: '/team/' })
    expect(entered({ access_key_id: keys.accessKeyId, secret_access_key: secret })).toEqual({
      ...{ partition: 'aws-cn', accountId: role.accountId, accessKeyId: keys.accessKeyId, secret },
    })
  })

  it.each([
    ['keys in aws', { access_key_id: keys.accessKeyId, secret_access_key: secret }, 'aws', 'auth_config'],
    ['both', { role_name: 'R', access_key_id: keys.accessKeyId, secret_access_key: secret }, 'aws-cn', 'auth_config'],
    ['keys with an external ID', { external_id: 'x', access_key_id: 'AKIA' }, 'aws-cn', 'auth_config'],
    ['half a pair', { access_key_id: keys.accessKeyId }, 'aws-cn', 'auth_config.secret_access_key'],
    ['the other half', { secret_access_key: secret }, 'aws-cn', 'auth_config.access_key_id'],
    ['nothing', {}, 'aws-cn', 'auth_config.role_name'],
  ])('is not %s', (_, auth, partition, field) => {
    expect(() => entered(auth, partition)).toThrow(expect.objectContaining({ fields: { [field]: expect.any(String) } }))
  })

  it('never repeats a secret in a fault, in whatever field it was put', () => {
    for (const auth of [
      { access_key_id: secret, secret_access_key: secret },
      { access_key_id: keys.accessKeyId, secret_access_key: `${secret} ` },
      { access_key_id: keys.accessKeyId, secret_access_key: secret.repeat(4) },
    ])
      try {
        entered(auth)
        expect.unreachable()
      } catch (error) {
        expect(`${error}${JSON.stringify(error)}`).not.toContain(secret)
      }
  })
})

describe('a change', () => {
  it('leaves what it leaves out, and null is left out', () => {
    for (const input of [{}, { auth_config: null, aws_partition: null, aws_account_id: null }, { auth_config: {} }]) {
      expect(changedTarget(role, input)).toEqual({ target: role })
      expect(changedTarget(keys, input)).toEqual({ target: keys })
    }
  })

  it('of a key hands over its secret apart from what is stored with the account', () => {
    const auth_config = { access_key_id: 'AKIAIOSFODNN7EXAMPLF', secret_access_key: secret }
    const changed = changedTarget(keys, { auth_config })
    expect(changed).toEqual({ target: { ...keys, accessKeyId: auth_config.access_key_id }, secret })
    expect(changedTarget(keys, { auth_config: { access_key_id: keys.accessKeyId } })).toEqual({ target: keys })
  })

  it('never makes a key of a role, nor a role of a key', () => {
    const fixed = expect.objectContaining({ code: 'auth_kind_fixed' })
    for (const auth_config of [{ access_key_id: 'x' }, { secret_access_key: 'x' }])
      expect(() => changedTarget(role, { auth_config })).toThrow(fixed)
    for (const auth_config of [{ role_name: 'R' }, { external_id: 'x' }])
      expect(() => changedTarget(keys, { auth_config })).toThrow(fixed)
  })
})
