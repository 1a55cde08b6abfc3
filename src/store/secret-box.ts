// Secrets at rest: AES-256-GCM under the operator's keys, each secret bound to its name, each row saying which key it is under.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { HeyCloudError } from '../core/errors.ts'
import { systemRandom } from '../core/random.ts'

/** One key of 256 bits. */
export interface SecretKey {
  /** A fingerprint that tells keys apart and gives nothing of them away: 8 lower-case hex digits. */
  version: string
  key: Uint8Array
}

/** Where the keys come from; asked each time, since a key file may be made or changed while HeyCloud runs. All throw `secrets_unreadable`. */
export interface SecretKeys {
  /** What new secrets go under, made where there is none yet. */
  current(): SecretKey
  /** The same, where there is one; makes none. */
  present(): SecretKey | undefined
  find(version: string): SecretKey | undefined
  /** Where a person finds the keys. */
  readonly place: string
}

/** A secret as it lies in the store; nonce and sealed text are hex, the sealed text ends in GCM's tag of 16 bytes. */
export interface SealedSecret {
  keyVersion: string
  nonce: string
  sealed: string
}

const cipher = 'aes-256-gcm'
/** NIST SP 800-38D: 96 bits, never twice under one key; drawn at random, which is safe for 2^32 secrets. */
const nonceBytes = 12
const tagBytes = 16

/** Derives a key and its fingerprint from text of enough entropy (HKDF-SHA-256, a purpose each). */
export function deriveKey(text: string): SecretKey {
  const derive = (purpose: string, bytes: number) => new Uint8Array(hkdfSync('sha256', text, '', purpose, bytes))
  return {
    key: derive('heycloud secrets', 32),
    version: Buffer.from(derive('heycloud secrets version', 4)).toString('hex'),
  }
}

/** Encrypts under the current key. `name` is authenticated: the row opens under no other name. */
export function seal(keys: SecretKeys, name: string, secret: string): SealedSecret {
  const { key, version } = keys.current()
  // Never a parameter: a repeated nonce would give both secrets away.
  const nonce = Buffer.from(systemRandom.hex(nonceBytes), 'hex')
  const encrypt = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(name))
  const sealed = Buffer.concat([encrypt.update(secret, 'utf8'), encrypt.final(), encrypt.getAuthTag()])
  return { keyVersion: version, nonce: nonce.toString('hex'), sealed: sealed.toString('hex') }
}

/** Decrypts. Throws `secrets_unreadable`, naming the key that is wanted, or that the row has been changed. */
export function open(keys: SecretKeys, name: string, row: SealedSecret): string {
  const key = keys.find(row.keyVersion)
  if (!key)
    throw new HeyCloudError(
      'secrets_unreadable',
      `the secret of ${name} is encrypted under the key ${row.keyVersion}, which is not in ${keys.place}. Put that key back, or enter the secret again.`,
    )
  const sealed = Buffer.from(row.sealed, 'hex')
  try {
    const decrypt = createDecipheriv(cipher, key.key, Buffer.from(row.nonce, 'hex'), { authTagLength: tagBytes })
      .setAAD(Buffer.from(name))
      .setAuthTag(sealed.subarray(-tagBytes))
    return decrypt.update(sealed.subarray(0, -tagBytes), undefined, 'utf8') + decrypt.final('utf8')
  } catch {
    // OpenSSL says no more than that it failed, and its error could carry what was read.
    throw new HeyCloudError(
      'secrets_unreadable',
      `the stored secret of ${name} was changed or put in another's place. Enter the secret again.`,
    )
  }
}
