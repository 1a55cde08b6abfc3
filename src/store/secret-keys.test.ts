// The key file: made once, for its owner alone, and moved on without losing what is under the old key.
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { open, seal } from './secret-box.ts'
import { addKeyToFile, fileKeys, keepFirstKeyOfFile, secretKeys } from './secret-keys.ts'

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'heycloud-keys-'))
  file = join(directory, 'data', 'secret.key')
})
afterEach(() => rmSync(directory, { recursive: true }))

const refusal = (detail: string) =>
  expect.objectContaining({ code: 'secrets_unreadable', detail: expect.stringContaining(detail) })

describe('the key file', () => {
  it('is made on first need, for its owner alone, and is the same ever after', () => {
    const keys = fileKeys(file)
    expect(keys.present()).toBeUndefined()
    expect(existsSync(file)).toBe(false)
    const made = keys.current()
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(fileKeys(file).current()).toEqual(made)
    expect(keys.present()).toEqual(made)
    expect(readdirSync(join(directory, 'data'))).toEqual(['secret.key'])
  })
  it('is refused while others may read or change it', () => {
    fileKeys(file).current()
    for (const mode of [0o640, 0o604, 0o620]) {
      chmodSync(file, mode)
      expect(() => fileKeys(file).current()).toThrow(refusal(`chmod 600 ${file}`))
      expect(() => fileKeys(file).find('00000000')).toThrow(refusal(`mode ${mode.toString(8)}`))
    }
    chmodSync(file, 0o400)
    expect(fileKeys(file).current()).toBeDefined()
  })
  it('is not written over where it is empty or cannot be made', () => {
    fileKeys(file).current()
    writeFileSync(file, '')
    expect(() => fileKeys(file).current()).toThrow(refusal('is empty'))
    expect(readFileSync(file, 'utf8')).toBe('')
    expect(() => fileKeys(join(file, 'secret.key')).current()).toThrow(refusal('cannot be read'))
  })
  it('moves to a new key in two steps, of which each opens what is stored', () => {
    const before = seal(fileKeys(file), 'n', 'old')
    const version = addKeyToFile(file)
    const between = seal(fileKeys(file), 'n', 'new')
    expect(between.keyVersion).toBe(version)
    expect([open(fileKeys(file), 'n', before), open(fileKeys(file), 'n', between)]).toEqual(['old', 'new'])
    keepFirstKeyOfFile(file)
    expect(open(fileKeys(file), 'n', between)).toBe('new')
    expect(() => open(fileKeys(file), 'n', before)).toThrow(refusal(before.keyVersion))
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  })
})

describe('keys of the environment', () => {
  it('encrypt with the first, decrypt with all and with the file from before, and make no file', () => {
    const env = ['k'.repeat(40), 'o'.repeat(40)]
    const keys = secretKeys(env, file)
    const old = seal(secretKeys(env.slice(1), file), 'n', 'older')
    expect(open(keys, 'n', old)).toBe('older')
    expect(seal(keys, 'n', 's').keyVersion).not.toBe(old.keyVersion)
    expect(existsSync(file)).toBe(false)
    const filed = seal(fileKeys(file), 'n', 'filed')
    expect(open(keys, 'n', filed)).toBe('filed')
    expect(seal(keys, 'n', 's').keyVersion).not.toBe(filed.keyVersion)
    chmodSync(file, 0o644)
    expect(open(keys, 'n', old)).toBe('older')
  })
})
