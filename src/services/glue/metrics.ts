// What Glue publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, level, perRequest, untold } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'Glue',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Bytes',
        `
          glue.driver.aggregate.shuffleBytesWritten glue.driver.aggregate.shuffleLocalBytesRead
        `,
      ),
      ...each(
        counter,
        'Count',
        `
          glue.driver.aggregate.numCompletedStages glue.driver.aggregate.numCompletedTasks
          glue.driver.aggregate.numFailedTasks glue.driver.streaming.numRecords
        `,
      ),
      ...each(
        gauge,
        'Bytes',
        `
          glue.ALL.jvm.heap.used glue.ALL.s3.filesystem.read_bytes glue.ALL.s3.filesystem.write_bytes
          glue.driver.aggregate.bytesRead
        `,
      ),
      gauge('glue.driver.ExecutorAllocationManager.executors.numberMaxNeededExecutors', 'Count'),
      gauge('glue.driver.BlockManager.disk.diskSpaceUsed_MB', 'Megabytes'),
      gauge('glue.driver.system.cpuSystemLoad', 'None'),
      ...each(
        gauge,
        'Percent',
        `
          glue.ALL.jvm.heap.usage glue.ALL.system.cpuSystemLoad glue.driver.workerUtilization
        `,
      ),
      ...each(
        level,
        'Count',
        `
          glue.driver.ExecutorAllocationManager.executors.numberAllExecutors
          glue.driver.aggregate.numKilledTasks glue.driver.aggregate.recordsRead
        `,
      ),
      perRequest('glue.driver.aggregate.elapsedTime', 'Milliseconds'),
      ...each(
        untold,
        'None',
        `
          glue.ALL.disk.available_GB glue.ALL.disk.used.percentage glue.ALL.disk.used_GB
          glue.ALL.memory.heap.available glue.ALL.memory.heap.used glue.ALL.memory.heap.used.percentage
          glue.ALL.memory.non-heap.available glue.ALL.memory.non-heap.percentage glue.ALL.memory.non-heap.used
          glue.ALL.memory.total.available glue.ALL.memory.total.used glue.ALL.memory.total.used.percentage
          glue.driver.bytesRead glue.driver.bytesWritten glue.driver.disk.available_GB
          glue.driver.disk.used.percentage glue.driver.disk.used_GB glue.driver.filesRead
          glue.driver.filesWritten glue.driver.jvm.heap.usage glue.driver.jvm.heap.used
          glue.driver.memory.heap.available glue.driver.memory.heap.used
          glue.driver.memory.heap.used.percentage glue.driver.memory.non-heap.available
          glue.driver.memory.non-heap.percentage glue.driver.memory.non-heap.used
          glue.driver.memory.total.available glue.driver.memory.total.used
          glue.driver.memory.total.used.percentage glue.driver.partitionsRead glue.driver.recordsRead
          glue.driver.recordsWritten glue.driver.s3.filesystem.read_bytes
          glue.driver.s3.filesystem.write_bytes glue.driver.skewness.job glue.driver.skewness.stage
          glue.driver.streaming.batchProcessingTimeInMs glue.error.ALL glue.succeed.ALL
        `,
      ),
    ],
    dimensions: ['JobName', 'JobRunId', 'Type'],
    grain: [],
    associations: [{ resourceType: 'glue:job', arn: /:job\/(?<JobName>[^/]+)$/ }],
  },
]
