// Chance as a parameter: the only file that draws from the system's random source.
import { randomBytes, randomUUID } from 'node:crypto'

export interface Random {
  /** Lower-case hex of `bytes` random bytes. */
  hex(bytes: number): string
  uuid(): string
  /** Uniform in [0, 1). */
  next(): number
}

/** Cryptographically strong; external IDs, keys and tokens come from here. */
export const systemRandom: Random = {
  hex: bytes => randomBytes(bytes).toString('hex'),
  uuid: () => randomUUID(),
  next: () => randomBytes(4).readUInt32LE() / 2 ** 32,
}

/** Repeatable, for the simulated world and for tests; never for secrets (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const hex = (bytes: number) =>
    Array.from({ length: bytes }, () =>
      Math.floor(next() * 256)
        .toString(16)
        .padStart(2, '0'),
    ).join('')
  return {
    next,
    hex,
    uuid: () => hex(16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  }
}
