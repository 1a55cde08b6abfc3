// What passes things on: topics, streams, delivery streams, state machines and brokers, and their metrics.
import type { DeliveryStreamDescription } from '@aws-sdk/client-firehose'
import type { StreamSummary } from '@aws-sdk/client-kinesis'
import type { BrokerSummary } from '@aws-sdk/client-mq'
import type { ActivityListItem, StateMachineListItem } from '@aws-sdk/client-sfn'
import type { Topic } from '@aws-sdk/client-sns'
import { logNormal } from '../bucket.ts'
import { seedOf, uniform } from '../chance.ts'
import type { Signal } from '../load.ts'
import { durations, events, percent, reading, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, timings } from '../place.ts'

interface Named {
  name: string
  /** Undefined: never tagged. */
  tags?: Tags
}

function tagged(place: Place, arn: string, tags: Tags | undefined): string {
  if (tags) place.tag(arn, tags)
  return arn
}

/** Messages published a minute, each to `subscribers`. Nothing published: CloudWatch has no metric of it. */
export function addTopic(place: Place, plan: Named & { published?: Signal; subscribers?: number }): void {
  const TopicArn = tagged(place, place.arn('sns', plan.name), plan.tags)
  place.add('sns:topic', { TopicArn } satisfies Topic)
  const { published, subscribers = 1 } = plan
  if (!published) return
  const seed = seedOf(place.seed, TopicArn)
  place.metrics('AWS/SNS', { TopicName: plan.name }, timings.minute, [
    ['NumberOfMessagesPublished', 'Count', events(published)],
    ['NumberOfNotificationsDelivered', 'Count', events(m => published(m) * subscribers)],
    ['NumberOfNotificationsFailed', 'Count', events(m => (uniform(seed, m) > 0.996 ? 1 : 0))],
    ['PublishSize', 'Bytes', durations(published, () => 820, logNormal(0.4))],
  ])
}

/** Records a minute; `behind` is the age in milliseconds of the last record read. */
export function addStream(place: Place, plan: Named & { records: Signal; behind: Signal }): void {
  const StreamARN = tagged(place, place.arn('kinesis', `stream/${plan.name}`), plan.tags)
  place.add('kinesis:stream', {
    StreamName: plan.name,
    StreamARN,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    StreamCreationTimestamp: daysBefore(place, 380),
  } satisfies StreamSummary)
  const seed = seedOf(place.seed, StreamARN)
  place.metrics('AWS/Kinesis', { StreamName: plan.name }, timings.minute, [
    ['IncomingRecords', 'Count', tally(plan.records)],
    ['IncomingBytes', 'Bytes', tally(m => plan.records(m) * (610 + 80 * uniform(seed, m)))],
    ['GetRecords.Records', 'Count', tally(plan.records)],
    ['GetRecords.IteratorAgeMilliseconds', 'Milliseconds', tally(plan.behind)],
    ['WriteProvisionedThroughputExceeded', 'Count', tally(m => (uniform(seed + 1, m) > 0.99 ? 3 : 0))],
  ])
}

/** Records a minute, from a stream to S3. */
export function addDeliveryStream(place: Place, plan: Named & { records: Signal }): void {
  const DeliveryStreamARN = tagged(place, place.arn('firehose', `deliverystream/${plan.name}`), plan.tags)
  place.add('firehose:deliverystream', {
    DeliveryStreamName: plan.name,
    DeliveryStreamARN,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamType: 'KinesisStreamAsSource',
    VersionId: '4',
    HasMoreDestinations: false,
    Destinations: [],
    CreateTimestamp: daysBefore(place, 380),
  } satisfies DeliveryStreamDescription)
  const seed = seedOf(place.seed, DeliveryStreamARN)
  place.metrics('AWS/Firehose', { DeliveryStreamName: plan.name }, timings.fiveMinutes, [
    ['DataReadFromKinesisStream.Records', 'Count', tally(plan.records)],
    ['DataReadFromKinesisStream.Bytes', 'Bytes', tally(m => plan.records(m) * 640)],
    ['DeliveryToS3.Records', 'Count', tally(m => plan.records(m) * 0.999)],
    ['DeliveryToS3.DataFreshness', 'Seconds', tally(m => 62 + 40 * uniform(seed, m))],
    ['DeliveryToS3.Success', 'None', reading(() => 1)],
  ])
}

const executionTimes = logNormal(0.5)

/** Executions a minute, their share that fails, and how long they take, milliseconds. */
export function addStateMachine(
  place: Place,
  plan: Named & { started: Signal; failing: Signal; duration: Signal },
): void {
  const stateMachineArn = tagged(place, place.arn('states', `stateMachine:${plan.name}`), plan.tags)
  place.add('states:stateMachine', {
    stateMachineArn,
    name: plan.name,
    type: 'STANDARD',
    creationDate: daysBefore(place, 290),
  } satisfies StateMachineListItem)
  const failed: Signal = m => plan.started(m) * plan.failing(m)
  place.metrics('AWS/States', { StateMachineArn: stateMachineArn }, timings.minute, [
    ['ExecutionsStarted', 'Count', events(plan.started)],
    ['ExecutionsSucceeded', 'Count', events(m => plan.started(m) - failed(m))],
    ['ExecutionsFailed', 'Count', events(failed)],
    ['ExecutionTime', 'Milliseconds', durations(plan.started, plan.duration, executionTimes)],
  ])
}

/** Work that people or machines outside AWS take up. */
export function addActivity(place: Place, plan: Named & { taken: Signal }): void {
  const activityArn = tagged(place, place.arn('states', `activity:${plan.name}`), plan.tags)
  place.add('states:activity', {
    activityArn,
    name: plan.name,
    creationDate: daysBefore(place, 290),
  } satisfies ActivityListItem)
  place.metrics('AWS/States', { ActivityArn: activityArn }, timings.minute, [
    ['ActivitiesScheduled', 'Count', events(plan.taken)],
    ['ActivityTime', 'Milliseconds', durations(plan.taken, () => 95_000, executionTimes)],
  ])
}

/** ActiveMQ with a stand-by: CloudWatch names its instances with `-1` and `-2`. `queued` messages a minute in one queue. */
export function addBroker(place: Place, plan: Named & { queue: string; queued: Signal }): void {
  const BrokerId = `b-${place.hex(`broker ${plan.name}`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`
  const BrokerArn = tagged(place, place.arn('mq', `broker:${plan.name}:${BrokerId}`), plan.tags)
  place.add('mq:broker', {
    BrokerArn,
    BrokerId,
    BrokerName: plan.name,
    BrokerState: 'RUNNING',
    Created: daysBefore(place, 900),
    DeploymentMode: 'ACTIVE_STANDBY_MULTI_AZ',
    EngineType: 'ACTIVEMQ',
    HostInstanceType: 'mq.m5.large',
  } satisfies BrokerSummary)
  const seed = seedOf(place.seed, BrokerArn)
  for (const [n, share] of [1, 0].entries()) {
    place.metrics('AWS/AmazonMQ', { Broker: `${plan.name}-${n + 1}` }, timings.minute, [
      ['CpuUtilization', 'Percent', percent(m => 2 + share * (9 + plan.queued(m) / 4) + uniform(seed + n, m))],
    ])
  }
  place.metrics('AWS/AmazonMQ', { Broker: `${plan.name}-1`, Queue: plan.queue }, timings.minute, [
    ['EnqueueCount', 'Count', tally(plan.queued)],
    ['QueueSize', 'Count', tally(m => plan.queued(m) / 9)],
  ])
}
