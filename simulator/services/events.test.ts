// Event buses over HTTP with the real SDK: made, listed, described, deleted, and every refusal in EventBridge's own words.
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
} from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated, staging } from '../../test/support/simulated.ts'

let aws: Simulated
beforeAll(async () => {
  aws = await simulated()
})
afterAll(() => aws.simulator.close())

const names = async (client: EventBridgeClient, input = {}) =>
  (await client.send(new ListEventBusesCommand(input))).EventBuses?.map(({ Name }) => Name)

describe('event buses', () => {
  it('are made, and are of one account and one region', async () => {
    const client = aws.client(EventBridgeClient)
    const { EventBusArn } = await client.send(new CreateEventBusCommand({ Name: 'alerts-1a2b3c4d', Description: 'x' }))
    expect(EventBusArn).toBe(`arn:aws:events:us-east-1:${prod}:event-bus/alerts-1a2b3c4d`)
    expect(await names(client)).toEqual(['alerts-1a2b3c4d', 'default'])
    expect(await names(client, { NamePrefix: 'alerts' })).toEqual(['alerts-1a2b3c4d'])
    const described = await client.send(new DescribeEventBusCommand({ Name: EventBusArn }))
    expect(described).toMatchObject({ Name: 'alerts-1a2b3c4d', Arn: EventBusArn, Description: 'x' })
    expect(described.CreationTime).toEqual(expect.any(Date))
    expect(await names(aws.client(EventBridgeClient, { region: 'eu-west-1' }))).toEqual(['default'])
    expect(await names(aws.client(EventBridgeClient, { account: staging }))).toEqual(['default'])
    await client.send(new DeleteEventBusCommand({ Name: 'alerts-1a2b3c4d' }))
    await client.send(new DeleteEventBusCommand({ Name: 'alerts-1a2b3c4d' }))
    expect(await names(client)).toEqual(['default'])
  })

  it.each([
    ['default', {}, 'ResourceAlreadyExistsException', 'Event bus default already exists.'],
    ['a/b', {}, 'ValidationException', "must not contain '/'"],
    ['a b', {}, 'ValidationException', 'regular expression'],
    ['x'.repeat(257), {}, 'ValidationException', 'length'],
    ['aws.partner/x/y', { EventSourceName: 'aws.partner/x/y' }, 'ResourceNotFoundException', 'aws.partner/x/y'],
  ])('refuse the name %s', async (Name, more, name, message) => {
    const call = aws.client(EventBridgeClient).send(new CreateEventBusCommand({ Name, ...more }))
    await expect(call).rejects.toMatchObject({ name, message: expect.stringContaining(message) })
  })

  it('are a hundred at most, and listed in pages', async () => {
    const client = aws.client(EventBridgeClient, { region: 'ap-southeast-2' })
    for (let i = 0; i < 99; i++) await client.send(new CreateEventBusCommand({ Name: `bus-${i}` }))
    await expect(client.send(new CreateEventBusCommand({ Name: 'one-more' }))).rejects.toMatchObject({
      name: 'LimitExceededException',
    })
    const first = await client.send(new ListEventBusesCommand({ Limit: 60 }))
    const second = await client.send(new ListEventBusesCommand({ Limit: 60, NextToken: first.NextToken }))
    expect([first.EventBuses?.length, second.EventBuses?.length]).toEqual([60, 40])
    expect(second.NextToken).toBeUndefined()
  })

  it('keep the default one, and know no others', async () => {
    const client = aws.client(EventBridgeClient)
    await expect(client.send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toMatchObject({
      name: 'ValidationException',
    })
    await expect(client.send(new DescribeEventBusCommand({ Name: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })
})
