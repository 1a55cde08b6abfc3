// Passwords and tokens: how they are made, hashed and compared. Nothing here is ever logged or stored in the clear.
import { createHash, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import pLimit from 'p-limit'
import { HeyCloudError } from '../../core/errors.ts'
import type { Random } from '../../core/random.ts'

const scrypt = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scryptCallback,
)

/** OWASP password storage cheat sheet: N=2^17, r=8, p=1 (128 MiB). */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 }

/** One at once: each takes 128 MiB and one of libuv's four threads, on which the embedded store works too. */
const alone = pLimit(1)
/** So many wait, some seconds at most; whoever guesses from a thousand addresses keeps nobody out for longer. */
const longestQueue = 8

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (alone.pendingCount >= longestQueue)
    throw new HeyCloudError('too_many_requests', 'Too many people sign in at this moment; try again in some seconds.')
  return alone(work)
}

/** `scrypt$<N>$<salt hex>$<hash hex>` */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random.hex(16)
  const hash = await inTurn(() => scrypt(password.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, cost))
  return `scrypt$${cost.N}$${salt}$${hash.toString('hex')}`
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, n, salt, hash] = stored.split('$')
  if (!n || !salt || !hash) return false
  const expected = Buffer.from(hash, 'hex')
  const options = { ...cost, N: Number(n) }
  const actual = await inTurn(() =>
    scrypt(password.normalize('NFKC'), Buffer.from(salt, 'hex'), expected.length, options),
  )
  return timingSafeEqual(actual, expected)
}

/** Tokens and keys are random enough that one fast hash protects them; the store looks them up by it. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
