// The simulated Kinesis Data Streams and Data Firehose: streams by name. No record is kept.
import type { DeliveryStreamDescription, ListDeliveryStreamsCommandInput } from '@aws-sdk/client-firehose'
import type { ListStreamsCommandInput, StreamSummary } from '@aws-sdk/client-kinesis'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onAll, pageOf } from './here.ts'
import { thingsOf } from './listed.ts'

/** In the order of their names, and those after a name where one is given. */
function following<T extends object>(
  things: readonly T[],
  nameOf: (thing: T) => string,
  after: string | undefined,
): T[] {
  const ordered = [...things].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  return after === undefined ? ordered : ordered.filter(thing => nameOf(thing) > after)
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html */
function listStreams(world: World, input: ListStreamsCommandInput, call: Call) {
  const all = thingsOf<StreamSummary>(world, call, 'kinesis:stream')
  const found = following(all, stream => stream.StreamName ?? '', input.ExclusiveStartStreamName)
  const refuse = () => new AwsError('ExpiredNextTokenException', 'The token has expired or is not valid.')
  const { items, next } = pageOf('streams', found, Math.min(100, input.Limit ?? 100), input.NextToken, refuse)
  return {
    StreamNames: items.map(stream => stream.StreamName),
    HasMoreStreams: next !== undefined,
    StreamSummaries: items,
    ...(next !== undefined && { NextToken: next }),
  }
}

/** Ten names unless more are asked for: https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListDeliveryStreams.html */
function listDeliveryStreams(world: World, input: ListDeliveryStreamsCommandInput, call: Call) {
  const all = thingsOf<DeliveryStreamDescription>(world, call, 'firehose:deliverystream').filter(
    stream => input.DeliveryStreamType === undefined || stream.DeliveryStreamType === input.DeliveryStreamType,
  )
  const nameOf = (stream: DeliveryStreamDescription) => stream.DeliveryStreamName ?? ''
  const found = following(all, nameOf, input.ExclusiveStartDeliveryStreamName)
  const size = input.Limit ?? 10
  return { DeliveryStreamNames: found.slice(0, size).map(nameOf), HasMoreDeliveryStreams: found.length > size }
}

export function simulatedKinesis(world: World): SimulatedService {
  return {
    signingName: 'kinesis',
    client: '@aws-sdk/client-kinesis',
    protocol: 'awsJson1_1',
    target: 'Kinesis_20131202',
    operations: {
      ListStreams: {
        requires: onAll('kinesis:ListStreams'),
        answer: (input, call) => listStreams(world, input, call),
      },
    },
  }
}

export function simulatedFirehose(world: World): SimulatedService {
  return {
    signingName: 'firehose',
    client: '@aws-sdk/client-firehose',
    protocol: 'awsJson1_1',
    target: 'Firehose_20150804',
    operations: {
      ListDeliveryStreams: {
        requires: onAll('firehose:ListDeliveryStreams'),
        answer: (input, call) => listDeliveryStreams(world, input, call),
      },
    },
  }
}
