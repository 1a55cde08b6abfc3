// Repeatable chance for the world: pure functions of a seed and a number, so that any minute can be asked for in any order.

/** A well-mixed unsigned 32-bit number from two others. */
export function mix(seed: number, n: number): number {
  let h = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(n, 0xc2b2ae35)) | 0
  h ^= h >>> 16
  h = Math.imul(h, 0x7feb352d)
  h ^= h >>> 15
  h = Math.imul(h, 0x846ca68b)
  h ^= h >>> 16
  return h >>> 0
}

/** Uniform in [0, 1). */
export const uniform = (seed: number, n: number): number => mix(seed, n) / 2 ** 32

/** A seed of its own for everything that has a name. */
export function seedOf(seed: number, name: string): number {
  let h = seed >>> 0
  for (let i = 0; i < name.length; i++) h = mix(h, name.charCodeAt(i))
  return h
}

/** Noise in [-1, 1] that wanders: random at every `step` minutes, smooth between. */
export function wander(seed: number, minute: number, step: number): number {
  const knot = Math.floor(minute / step)
  const x = minute / step - knot
  const a = uniform(seed, knot)
  const b = uniform(seed, knot + 1)
  return 2 * (a + (b - a) * x * x * (3 - 2 * x)) - 1
}

/** White noise in [-1, 1]. */
export const jitter = (seed: number, minute: number): number => 2 * uniform(seed, minute) - 1
