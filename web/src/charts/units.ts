// Values with their units, short enough for an axis: pure. Units come as CloudWatch or as the public API spells them.

export type Kind = 'bytes' | 'bits' | 'percent' | 'seconds' | 'dollars' | 'number'

export interface Unit {
  kind: Kind
  /** Multiplied with the value to reach the kind's base: bytes, seconds. */
  scale: number
  /** `/s` for rates. */
  per: string
}

const sizes: Record<string, number> = { '': 1, kilo: 1e3, mega: 1e6, giga: 1e9, tera: 1e12 }

export function unitOf(name: string | null | undefined): Unit {
  const text = (name ?? '').toLowerCase().trim()
  const [base = '', over] = text.split('/')
  const per = over === undefined ? '' : '/s'
  const bytes = /^(kilo|mega|giga|tera)?(byte|bit)s?$/.exec(base)
  if (bytes) return { kind: bytes[2] === 'bit' ? 'bits' : 'bytes', scale: sizes[bytes[1] ?? ''] ?? 1, per }
  if (base === 'percent' || base === '%') return { kind: 'percent', scale: 1, per }
  const seconds = {
    second: 1,
    seconds: 1,
    millisecond: 1e-3,
    milliseconds: 1e-3,
    microsecond: 1e-6,
    microseconds: 1e-6,
  }
  const scale = seconds[base as keyof typeof seconds]
  if (scale !== undefined) return { kind: 'seconds', scale, per }
  if (base === 'usd' || base === 'dollar') return { kind: 'dollars', scale: 1, per }
  return { kind: 'number', scale: 1, per }
}

/** Up to three significant digits, without trailing zeros. */
function digits(value: number): string {
  const size = Math.abs(value)
  if (size >= 100) return String(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

const steps = (value: number, base: number, names: readonly string[]): string => {
  let at = 0
  let rest = value
  while (Math.abs(rest) >= base * 0.9995 && at < names.length - 1) {
    rest /= base
    at++
  }
  const name = names[at] ?? ''
  return name === '' ? digits(rest) : `${digits(rest)}\u00a0${name}`
}

function secondsText(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0\u00a0s'
  if (size < 0.000_999_5) return `${digits(value * 1e6)}\u00a0µs`
  if (size < 0.9995) return `${digits(value * 1e3)}\u00a0ms`
  if (size < 120) return `${digits(value)}\u00a0s`
  if (size < 3600) return `${digits(value / 60)}\u00a0min`
  if (size < 172_800) return `${digits(value / 3600)}\u00a0h`
  return `${digits(value / 86_400)}\u00a0d`
}

/** Cents are always two digits; below a dollar there may be more of them. */
const dollarsText = (value: number): string =>
  `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: Math.abs(value) < 1 ? 4 : 2 })}`

/** For a person: `12.5 MiB/s`, `340 ms`, `99.9 %`, `1.2 k`. Sizes in powers of 1,024, and named so. */
export function formatValue(value: number, unit: Unit): string {
  const scaled = value * unit.scale
  switch (unit.kind) {
    case 'bytes':
      return steps(scaled, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']) + unit.per
    case 'bits':
      return steps(scaled, 1000, ['bit', 'kbit', 'Mbit', 'Gbit', 'Tbit']) + unit.per
    case 'percent':
      return `${digits(scaled)}\u00a0%${unit.per}`
    case 'seconds':
      return secondsText(scaled) + unit.per
    case 'dollars':
      return dollarsText(scaled) + unit.per
    case 'number':
      return steps(scaled, 1000, ['', 'k', 'M', 'G', 'T']) + unit.per
  }
}

const decimal = [1, 2, 5].flatMap(n => Array.from({ length: 31 }, (_, e) => n * 10 ** (e - 12))).sort((a, b) => a - b)
const binary = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].flatMap(n => [0, 1, 2, 3, 4, 5].map(e => n * 1024 ** e))
const sexagesimal = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]

/** The steps an axis may have, in the unit that the values come in. */
export function axisSteps(unit: Unit): number[] {
  const inBase =
    unit.kind === 'bytes'
      ? [...decimal.filter(step => step < 1), ...binary].sort((a, b) => a - b)
      : unit.kind === 'seconds'
        ? [...decimal.filter(step => step < 1), ...sexagesimal, ...decimal.filter(step => step > 86_400)]
        : decimal
  return inBase.map(step => step / unit.scale)
}

/** From zero (unless all is below) to a little above the highest value; percentages reach 100 only when they come near it. */
export function yRange(low: number | null, high: number | null, unit: Unit): [number, number] {
  if (low === null || high === null) return [0, 1]
  const bottom = low < 0 ? low * 1.05 : 0
  const top = high > 0 ? high * 1.08 : low < 0 ? 0 : 1
  if (unit.kind === 'percent' && high > 80 && high <= 100) return [bottom, 100]
  return [bottom, top]
}
