// The keys that secrets are encrypted under: from the environment, or from a key file that only HeyCloud may read.
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { HeyCloudError } from '../core/errors.ts'
import { systemRandom } from '../core/random.ts'
import { deriveKey, type SecretKeys } from './secret-box.ts'

export const keyFileName = 'secret.key'

const unreadable = (detail: string, cause?: unknown) =>
  new HeyCloudError('secrets_unreadable', detail, {}, cause === undefined ? undefined : { cause })

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

/** One key a line, the current one first; empty where there is no file. Throws `secrets_unreadable` where others may read it. */
function readLines(path: string): string[] {
  try {
    const mode = statSync(path).mode & 0o777
    if (mode & 0o077)
      throw unreadable(
        `the key file ${path} has mode ${mode.toString(8)}, so that others may read or change it. Run: chmod 600 ${path}`,
      )
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    if (lines.length === 0) throw unreadable(`the key file ${path} is empty. Put the key back from your backup.`)
    return lines
  } catch (error) {
    if (error instanceof HeyCloudError) throw error
    if (codeOf(error) === 'ENOENT') return []
    throw unreadable(`the key file ${path} cannot be read: ${String(error)}`, error)
  }
}

/** Writes beside the place and then moves, so that a killed process leaves the old keys or the new, durable. `keep` loses against a file that is there. */
function writeKeyFile(path: string, lines: string[], keep: boolean): void {
  const beside = `${path}.${systemRandom.hex(4)}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const file = openSync(beside, 'wx', 0o600)
    try {
      writeSync(file, `${lines.join('\n')}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (keep) linkSync(beside, path)
    else renameSync(beside, path)
    const directory = openSync(dirname(path), 'r')
    fsyncSync(directory)
    closeSync(directory)
  } catch (error) {
    if (!(keep && codeOf(error) === 'EEXIST'))
      throw unreadable(`the key file ${path} cannot be written: ${String(error)}`, error)
  } finally {
    rmSync(beside, { force: true })
  }
}

const newLine = () => systemRandom.hex(32)

/** Keys in a file, which is made on first need with one random key, mode 0600. */
export function fileKeys(path: string): SecretKeys {
  const keys = () => readLines(path).map(deriveKey)
  return {
    place: path,
    present: () => keys()[0],
    find: version => keys().find(key => key.version === version),
    current() {
      const present = keys()[0]
      if (present) return present
      writeKeyFile(path, [newLine()], true)
      const [made] = keys()
      if (!made) throw unreadable(`the key file ${path} is gone. Put the key back from your backup.`)
      return made
    },
  }
}

/** Puts a new key before those of the file; what is under the older ones still opens. Answers the new key's version. */
export function addKeyToFile(path: string): string {
  const line = newLine()
  writeKeyFile(path, [line, ...readLines(path)], false)
  return deriveKey(line).version
}

/** Drops all keys of the file but the first; call once nothing is under them any more. */
export function keepFirstKeyOfFile(path: string): void {
  writeKeyFile(path, readLines(path).slice(0, 1), false)
}

/** HEYCLOUD_SECRET_KEY holds at least this much of each key. */
export const minimumKeyLength = 32

/**
 * Keys of HEYCLOUD_SECRET_KEY, the first encrypting; where there are none, those of the file. A file from before still decrypts, so
 * that one may move over to the environment.
 */
export function secretKeys(texts: readonly string[], file: string): SecretKeys {
  const given = texts.map(deriveKey)
  const [current] = given
  const older = fileKeys(file)
  if (!current) return older
  return {
    place: `HEYCLOUD_SECRET_KEY or ${file}`,
    present: () => current,
    current: () => current,
    find: version => given.find(key => key.version === version) ?? older.find(version),
  }
}
