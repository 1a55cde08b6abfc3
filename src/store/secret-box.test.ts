// Sealing and opening: what is under another name, another key, or was changed stays shut.
import { describe, expect, it } from 'vitest'
import { deriveKey, open, type SecretKeys, seal } from './secret-box.ts'
import { secretKeys } from './secret-keys.ts'

const keysOf = (...texts: string[]): SecretKeys => secretKeys(texts, '/nowhere/secret.key')
const first = 'a'.repeat(32)
const second = 'b'.repeat(32)
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

describe('a sealed secret', () => {
  it('opens under its name with its key, and shows nothing of itself', () => {
    const row = seal(keysOf(first), 'cfg-1', secret)
    expect(open(keysOf(first), 'cfg-1', row)).toBe(secret)
    expect(row.keyVersion).toBe(deriveKey(first).version)
    expect(row.nonce).toMatch(/^[0-9a-f]{24}$/)
    expect(row.sealed).toHaveLength(2 * (secret.length + 16))
    for (const shown of [secret, Buffer.from(secret).toString('hex'), first])
      expect(JSON.stringify(row)).not.toContain(shown)
  })
  it('never uses a nonce twice', () => {
    const rows = Array.from({ length: 500 }, () => seal(keysOf(first), 'cfg-1', secret))
    expect(new Set(rows.map(row => row.nonce)).size).toBe(500)
    expect(new Set(rows.map(row => row.sealed)).size).toBe(500)
  })
  it('does not open under another name, nor when a bit was changed', () => {
    const row = seal(keysOf(first), 'cfg-1', secret)
    const flipped = (hex: string, at: number) => hex.slice(0, at) + (hex[at] === '0' ? '1' : '0') + hex.slice(at + 1)
    const changed = { code: 'secrets_unreadable', detail: expect.stringContaining('changed') }
    const opening = (name: string, over: Partial<typeof row>) => () => open(keysOf(first), name, { ...row, ...over })
    expect(opening('cfg-2', {})).toThrow(expect.objectContaining(changed))
    for (const at of [0, row.sealed.length - 1])
      expect(opening('cfg-1', { sealed: flipped(row.sealed, at) })).toThrow(expect.objectContaining(changed))
    expect(opening('cfg-1', { nonce: flipped(row.nonce, 3) })).toThrow(expect.objectContaining(changed))
    // A shortened tag would be easier to guess.
    expect(opening('cfg-1', { sealed: row.sealed.slice(0, 8) })).toThrow(expect.objectContaining(changed))
  })
  it('names the key that it wants', () => {
    const row = seal(keysOf(first), 'cfg-1', secret)
    const { version } = deriveKey(first)
    expect(() => open(keysOf(second), 'cfg-1', row)).toThrow(
      expect.objectContaining({ code: 'secrets_unreadable', detail: expect.stringContaining(version) }),
    )
    expect(open(keysOf(second, first), 'cfg-1', row)).toBe(secret)
  })
})
