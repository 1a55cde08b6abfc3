// Our CBOR beside the SDK's own codec: each reads what the other writes, and what is odd is left to the SDK.
import { GetMetricDataInput$, GetMetricDataOutput$ } from '@aws-sdk/client-cloudwatch'
import { CborCodec } from '@smithy/core/cbor'
import { NormalizedSchema } from '@smithy/core/schema'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../core/random.ts'
import { decodeCbor, encodeCbor, UnknownCbor } from './cbor.ts'

const codec = new CborCodec()
const written = (value: object): Uint8Array => {
  const serializer = codec.createSerializer()
  serializer.write(NormalizedSchema.of(GetMetricDataOutput$), value)
  return serializer.flush()
}
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const utf8 = ['Average', '', 'größer', '日本語', '🦀 and \u0000', 'x'.repeat(70_000), `${'a'.repeat(47)}é`]

describe('what we write', () => {
  it('the SDK reads: a request with every kind of value', () => {
    const input = {
      MetricDataQueries: utf8.map((Value, i) => ({
        Id: `q${i}`,
        Expression: undefined,
        MetricStat: { Metric: { Dimensions: [{ Name: 'Id', Value }] }, Period: 10 ** i, Stat: 'p99.9' },
        ReturnData: i % 2 === 0,
      })),
      StartTime: new Date(1_795_000_000_500),
      EndTime: new Date(1_795_000_300_000),
      MaxDatapoints: 100_800,
    }
    expect(codec.createDeserializer().read(NormalizedSchema.of(GetMetricDataInput$), encodeCbor(input))).toEqual({
      ...input,
      MetricDataQueries: input.MetricDataQueries.map(({ Expression, ...query }) => query),
    })
  })

  it('comes back as it was: numbers of every size and sign', () => {
    const numbers = [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER, 0.1, 1e300]
    const all = [...numbers, ...numbers.map(n => -n), Number.NaN, Number.POSITIVE_INFINITY]
    expect(decodeCbor(encodeCbor(all))).toEqual(all)
  })
})

describe('what we read', () => {
  it('is what the SDK reads of an answer', () => {
    const random = seededRandom(5)
    const results = Array.from({ length: 300 }, (_, i) => ({
      Id: `q${i}`,
      Label: utf8[i % utf8.length] ?? '',
      Timestamps: Array.from({ length: i % 7 }, (_, t) => new Date(1_795_000_000_000 + t * 60_000 + (i % 3 ? 0 : 500))),
      Values: Array.from({ length: i % 7 }, () =>
        random.next() < 0.5 ? random.next() : Math.floor(random.next() * 1e9),
      ),
      StatusCode: i % 50 === 0 ? ('InternalError' as const) : ('Complete' as const),
      Messages: i % 50 === 0 ? [{ Code: 'x', Value: 'y' }] : [],
    }))
    const answer = { MetricDataResults: results, NextToken: 'token', Messages: [] }
    expect(decodeCbor(written(answer))).toEqual(answer)
  })

  it('knows indefinite lengths, half and single floats, and leaves null members out', () => {
    expect(decodeCbor(hex('bf 6161 9f f93c00 fa3f000000 ff 6162 f6 6163 c1 fb 41da be7c 8000 0000 ff'))).toEqual({
      a: [1, 0.5],
      c: new Date(Buffer.from('41dabe7c80000000', 'hex').readDoubleBE() * 1_000),
    })
    expect(['f90001', 'f97c00', 'f97e00', 'f9c400'].map(text => decodeCbor(hex(text)))).toEqual([
      2 ** -24,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      -4,
    ])
  })

  it.each([
    ['bytes', '42 0001'],
    ['a bignum', 'c2 42 0001'],
    ['text in parts', '7f 6161 6162 ff'],
    ['a member without a name', 'a1 01 02'],
    ['a prototype', 'a1 69 5f5f70726f746f5f5f 02'],
    ['a time that is text', 'c1 6161'],
    ['an integer beyond 2^53', '1b ffffffffffffffff'],
    ['a list that ends too soon', '82 01'],
    ['a number that ends too soon', 'fb 3ff0'],
    ['text that ends too soon', '65 61'],
    ['two values', '01 02'],
    ['nothing', ''],
    ['lists without end', '81'.repeat(200_000)],
  ])('leaves %s to the SDK', (_, text) => {
    expect(() => decodeCbor(hex(text))).toThrow(UnknownCbor)
  })
})
