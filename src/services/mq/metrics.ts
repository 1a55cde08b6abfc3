// What AWS/AmazonMQ publishes: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring-cloudwatch.html
import type { MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, everyFiveMinutes, fact, gauge, reserve } from '../kinds.ts'

const activeMq: MetricDefinition[] = [
  gauge('CpuUtilization', 'Percent'),
  gauge('HeapUsage', 'Percent'),
  gauge('StorePercentUsage', 'Percent'),
  gauge('TempPercentUsage', 'Percent'),
  gauge('JobSchedulerStorePercentUsage', 'Percent'),
  reserve('BurstBalance', 'Percent'),
  ...everyFiveMinutes([reserve('CpuCreditBalance', 'Count')]),
  gauge('CurrentConnectionsCount', 'Count'),
  gauge('EstablishedConnectionsCount', 'Count'),
  gauge('InactiveDurableTopicSubscribersCount', 'Count'),
  gauge('OpenTransactionCount', 'Count'),
  gauge('JournalFilesForFastRecovery', 'Count'),
  gauge('JournalFilesForFullRecovery', 'Count'),
  gauge('TotalConsumerCount', 'Count'),
  gauge('TotalProducerCount', 'Count'),
  gauge('TotalMessageCount', 'Count'),
  fact('TotalEnqueueCount', 'Count'),
  fact('TotalDequeueCount', 'Count'),
  counter('NetworkIn', 'Bytes'),
  counter('NetworkOut', 'Bytes'),
  counter('VolumeReadOps'),
  counter('VolumeWriteOps'),
  // Of a queue or a topic: its messages of the minute.
  ...countedBy(
    [
      ['Broker', 'Queue'],
      ['Broker', 'Topic'],
    ],
    [
      counter('EnqueueCount'),
      counter('DequeueCount'),
      counter('DispatchCount'),
      counter('ExpiredCount'),
      gauge('EnqueueTime', 'Milliseconds'),
      gauge('InFlightCount', 'Count'),
      gauge('MemoryUsage', 'Percent'),
      gauge('ProducerCount', 'Count'),
    ],
  ),
  ...countedBy([['Broker', 'Queue']], [gauge('QueueSize', 'Count')]),
  ...countedBy([['Broker', 'NetworkConnector']], [counter('ReceiveCount')]),
]

const rabbitMq: MetricDefinition[] = [
  gauge('ConnectionCount', 'Count'),
  gauge('ChannelCount', 'Count'),
  gauge('ExchangeCount', 'Count'),
  gauge('QueueCount', 'Count'),
  gauge('MessageCount', 'Count'),
  gauge('MessageReadyCount', 'Count'),
  gauge('MessageUnacknowledgedCount', 'Count'),
  gauge('PublishRate', 'Count'),
  gauge('ConfirmRate', 'Count'),
  gauge('AckRate', 'Count'),
  ...countedBy(
    [['Broker', 'Node']],
    [
      gauge('SystemCpuUtilization', 'Percent'),
      gauge('RabbitMQMemUsed', 'Bytes'),
      fact('RabbitMQMemLimit', 'Bytes'),
      reserve('RabbitMQDiskFree', 'Bytes'),
      fact('RabbitMQDiskFreeLimit', 'Bytes'),
      gauge('RabbitMQFdUsed', 'Count'),
    ],
  ),
]

export const metrics: MetricDefinition[] = [
  ...activeMq,
  ...rabbitMq,
  // RabbitMQ counts those of a broker (and again by queue and virtual host), ActiveMQ those of each destination.
  ...countedBy([['Broker'], ['Broker', 'Queue'], ['Broker', 'Topic']], [gauge('ConsumerCount', 'Count')]),
]
