// CBOR (RFC 8949) without schemas, for the two answers that are many: what plain values need, and nothing else.

/** What the reader meets and does not know; the SDK's own codec may. */
export class UnknownCbor extends Error {}

const indefinite = 31
const breakByte = 0xff
/** Longer text is mostly met once; shorter text is mostly one of few. */
const internedBelow = 48
const interned = 4_096

/** A growing buffer, one for all requests: a request is written in one go. */
let out = Buffer.allocUnsafe(1 << 17)
let at = 0

function room(bytes: number): void {
  if (at + bytes <= out.length) return
  const larger = Buffer.allocUnsafe(Math.max(out.length * 2, at + bytes))
  out.copy(larger, 0, 0, at)
  out = larger
}

function writeHead(major: number, n: number): void {
  const type = major << 5
  if (n < 24) out[at++] = type | n
  else if (n < 0x100) {
    out[at++] = type | 24
    out[at++] = n
  } else if (n < 0x10000) {
    out[at++] = type | 25
    at = out.writeUInt16BE(n, at)
  } else if (n < 2 ** 32) {
    out[at++] = type | 26
    at = out.writeUInt32BE(n, at)
  } else {
    out[at++] = type | 27
    at = out.writeBigUInt64BE(BigInt(n), at)
  }
}

function writeText(text: string): void {
  const { length } = text
  room(length * 3 + 9)
  const begin = at
  writeHead(3, length)
  // Locals: each use of what the module holds is a memory access.
  const into = out
  let next = at
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) {
      at = begin
      writeHead(3, Buffer.byteLength(text))
      at += into.write(text, at)
      return
    }
    into[next++] = code
  }
  at = next
}

function writeNumber(value: number): void {
  room(9)
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    if (value >= 0) writeHead(0, value)
    else writeHead(1, -1 - value)
    return
  }
  out[at++] = 0xfb
  at = out.writeDoubleBE(value, at)
}

function write(value: unknown): void {
  if (typeof value === 'string') writeText(value)
  else if (typeof value === 'number') writeNumber(value)
  else if (typeof value === 'boolean') {
    room(1)
    out[at++] = value ? 0xf5 : 0xf4
  } else if (value instanceof Date) {
    room(1)
    out[at++] = 0xc1
    writeNumber(value.getTime() / 1_000)
  } else if (Array.isArray(value)) {
    room(9)
    writeHead(4, value.length)
    for (const one of value) write(one)
  } else if (typeof value === 'object' && value !== null) writeMap(value as Record<string, unknown>)
  else throw new TypeError(`${typeof value} cannot be written as CBOR`)
}

/** What is undefined is left out; the end is marked, so that nothing is counted first. */
function writeMap(value: Record<string, unknown>): void {
  room(2)
  out[at++] = 0xbf
  for (const name in value) {
    const one = value[name]
    if (one === undefined) continue
    writeText(name)
    write(one)
  }
  room(1)
  out[at++] = breakByte
}

/** Strings, numbers, booleans, dates (as epoch seconds), and arrays and plain objects of these. Throws TypeError for anything else. */
export function encodeCbor(value: unknown): Buffer {
  at = 0
  write(value)
  return Buffer.from(out.subarray(0, at))
}

let bytes: Buffer = out
let view: DataView<ArrayBufferLike> = new DataView(out.buffer)
let position = 0
let dates: Date[] = []
const texts = new Array<string | undefined>(interned)

function argument(minor: number): number {
  const from = position
  if (minor < 24) return minor
  if (minor === 24) {
    position += 1
    return view.getUint8(from)
  }
  if (minor === 25) {
    position += 2
    return view.getUint16(from)
  }
  if (minor === 26) {
    position += 4
    return view.getUint32(from)
  }
  if (minor !== 27) throw new UnknownCbor(`additional information ${minor}`)
  position += 8
  const large = view.getBigUint64(from)
  if (large > BigInt(Number.MAX_SAFE_INTEGER)) throw new UnknownCbor('an integer beyond 2^53')
  return Number(large)
}

/** Names of members and of metrics come thousands of times: equal bytes give the same string, which is then kept once. */
function readText(length: number): string {
  const from = position
  const end = from + length
  if (end > bytes.length) throw new UnknownCbor('text beyond the end')
  position = end
  if (length >= internedBelow) return bytes.toString('utf8', from, end)
  const source = bytes
  let hash = length
  for (let i = from; i < end; i++) {
    const byte = source[i] as number
    if (byte >= 0x80) return source.toString('utf8', from, end)
    hash = (Math.imul(hash, 31) + byte) | 0
  }
  const slot = (hash ^ (hash >>> 12)) & (interned - 1)
  const known = texts[slot]
  if (known !== undefined && known.length === length && isText(known, from)) return known
  const text = bytes.toString('latin1', from, end)
  texts[slot] = text
  return text
}

function isText(text: string, from: number): boolean {
  const source = bytes
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== source[from + i]) return false
  return true
}

function readSpecial(minor: number): unknown {
  const from = position
  if (minor === 20) return false
  if (minor === 21) return true
  // Null and undefined: a member that is not there.
  if (minor === 22 || minor === 23) return undefined
  if (minor === 25) {
    position += 2
    return halfOf(view.getUint16(from))
  }
  if (minor === 26) {
    position += 4
    return view.getFloat32(from)
  }
  if (minor === 27) {
    position += 8
    return view.getFloat64(from)
  }
  throw new UnknownCbor(`simple value ${minor}`)
}

/** IEEE 754 binary16. */
function halfOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 31
  const fraction = half & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15)
}

const atBreak = (): boolean => {
  if (bytes[position] !== breakByte) return false
  position += 1
  return true
}

function readList(minor: number): unknown[] {
  const list: unknown[] = []
  if (minor === indefinite) while (!atBreak()) list.push(read())
  else for (let left = argument(minor); left > 0; left--) list.push(read())
  return list
}

function readMap(minor: number): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  const count = minor === indefinite ? Number.POSITIVE_INFINITY : argument(minor)
  for (let n = 0; n < count; n++) {
    if (minor === indefinite && atBreak()) break
    const name = read()
    if (typeof name !== 'string' || name === '__proto__') throw new UnknownCbor('a member without a name')
    const value = read()
    if (value !== undefined) map[name] = value
  }
  return map
}

/** The lists of an answer mostly hold the same times in the same order. */
function readTime(): Date {
  const seconds = read()
  if (typeof seconds !== 'number') throw new UnknownCbor('a time that is no number')
  const ms = seconds * 1_000
  const slot = Math.floor(seconds / 60) & 1_023
  const known = dates[slot]
  if (known && known.getTime() === ms) return known
  const date = new Date(ms)
  dates[slot] = date
  return date
}

function read(): unknown {
  const byte = bytes[position++]
  if (byte === undefined) throw new UnknownCbor('it ends too soon')
  const minor = byte & 31
  switch (byte >> 5) {
    case 0:
      return argument(minor)
    case 1:
      return -1 - argument(minor)
    case 3:
      return readText(argument(minor))
    case 4:
      return readList(minor)
    case 5:
      return readMap(minor)
    case 6:
      if (argument(minor) === 1) return readTime()
      throw new UnknownCbor('a tag that is no time')
    case 7:
      return readSpecial(minor)
    default:
      throw new UnknownCbor('bytes')
  }
}

/** Plain values; times (tag 1) as dates, which may be shared; null is left out of maps. Throws UnknownCbor for what it does not know. */
export function decodeCbor(given: Uint8Array): unknown {
  bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  view = new DataView(given.buffer, given.byteOffset, given.byteLength)
  position = 0
  dates = []
  try {
    const value = read()
    if (position !== bytes.length) throw new UnknownCbor('more follows')
    return value
  } catch (error) {
    // Numbers cut off at the end are told as RangeError.
    throw error instanceof RangeError ? new UnknownCbor(error.message) : error
  } finally {
    // So that the answer can be let go.
    bytes = out
    view = new DataView(out.buffer)
  }
}
