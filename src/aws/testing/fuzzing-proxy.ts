// Between the SDK and the simulated AWS: hands on what is asked, and lets a test change what is answered.
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cbor } from '@smithy/core/cbor'
import type { Random } from '../../core/random.ts'

// biome-ignore lint/suspicious/noExplicitAny: an answer of any shape, which is to be spoilt
export type Answer = any

export interface FuzzingProxy {
  url: string
  /** Changes the next answer of an operation: its decoded body, or the bytes; undefined leaves it. One that is not used up stays. */
  spoil(operation: string, change: (answer: Answer) => Answer | Buffer): void
  close(): Promise<void>
}

const operationOf = (headers: Record<string, unknown>, url: string): string =>
  url.split('/operation/')[1] ??
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1) ??
  ''

export async function startFuzzingProxy(upstream: string): Promise<FuzzingProxy> {
  const changes = new Map<string, (answer: Answer) => Answer | Buffer>()
  const server = createServer((asked, reply) => {
    const { port, hostname } = new URL(upstream)
    const options = { port, hostname, method: asked.method, path: asked.url, headers: asked.headers }
    const onward = request(options, answered => {
      const chunks: Buffer[] = []
      answered.on('data', chunk => chunks.push(chunk))
      answered.on('end', () => {
        const body = Buffer.concat(chunks)
        const operation = operationOf(asked.headers, asked.url ?? '')
        const change = answered.statusCode === 200 ? changes.get(operation) : undefined
        if (change) changes.delete(operation)
        const spoilt = change ? spoil(body, String(answered.headers['content-type']), change) : body
        const { 'content-length': _, 'transfer-encoding': __, ...headers } = answered.headers
        reply.writeHead(answered.statusCode ?? 500, { ...headers, 'content-length': spoilt.length })
        reply.end(spoilt)
      })
    })
    asked.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spoil: (operation, change) => changes.set(operation, change),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function spoil(body: Buffer, type: string, change: (answer: Answer) => Answer | Buffer): Buffer {
  const isCbor = type.includes('cbor')
  const answer = isCbor ? cbor.deserialize(body) : JSON.parse(body.toString('utf8'))
  const changed = change(answer)
  if (Buffer.isBuffer(changed)) return changed
  return isCbor ? Buffer.from(cbor.serialize(changed)) : Buffer.from(JSON.stringify(changed))
}

export type Change = (answer: Answer, random: Random) => Answer | Buffer

export const pick = <T>(random: Random, list: readonly T[]): T => {
  const found = list[Math.floor(random.next() * list.length)]
  if (found === undefined) throw new Error('there is nothing to pick from')
  return found
}

export const shuffled = <T>(random: Random, list: readonly T[]): T[] =>
  list
    .map(one => [random.next(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one)

/** What may go wrong in a list: its entries, one of them, or the whole. */
export const ofLists: Change[] = [
  answer => Buffer.from(JSON.stringify(answer).slice(0, 200)),
  () => Buffer.from('<html>'),
  (answer, random) =>
    spoilEntry(answer, random, entry => delete entry[pick(random, Object.keys(entry).filter(isTelling))]),
  (answer, random) => spoilEntry(answer, random, entry => Object.assign(entry, { Surprise: [null] })),
  (answer, random) =>
    spoilEntry(answer, random, entry => {
      for (const key of Object.keys(entry)) if (Array.isArray(entry[key])) entry[key] = [{}, ...entry[key]]
    }),
  (answer, random) => listed(answer, list => [...list, ...list, pick(random, list)]),
  (answer, random) => listed(answer, list => shuffled(random, list)),
  answer => listed(answer, list => [...list, {}]),
  answer => listed(answer, () => []),
  answer => ({ ...answer, [memberOf(answer)]: 'none' }),
]
/** A metric whose dimensions are left out is another metric, which nobody can tell. */
const isTelling = (member: string): boolean => member !== 'Dimensions'
const memberOf = (answer: Answer): string => ('Metrics' in answer ? 'Metrics' : 'ResourceTagMappingList')
const listed = (answer: Answer, change: (list: Answer[]) => Answer[]): Answer => ({
  ...answer,
  [memberOf(answer)]: change(answer[memberOf(answer)]),
})
const spoilEntry = (answer: Answer, random: Random, change: (entry: Answer) => unknown): Answer => {
  change(pick(random, answer[memberOf(answer)]))
  return answer
}
