// AWS Glue: jobs, crawlers and the databases of the catalogue. AWS gives no ARNs of these; they follow from the names.
import type { Crawler, Database, Job } from '@aws-sdk/client-glue'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related } from '../facts.ts'
import { namespaces } from './metrics.ts'

/** Glue takes a role by its name or its ARN, and says it as it was given. */
const roleArn = (context: ReadContext, role: string | undefined): string | undefined =>
  role === undefined || role.startsWith('arn:')
    ? role
    : `arn:${context.partition}:iam::${context.accountId}:role/${role}`

function jobFacts(context: ReadContext, job: Job, arn: string): ResourceFacts {
  return {
    arn,
    name: job.Name ?? arn,
    tags: {},
    labels: labelRecord({ 'worker-type': job.WorkerType, 'glue-version': job.GlueVersion }),
    // Not DefaultArguments: people keep passwords in them.
    attributes: describe(job, [
      'Name',
      'Description',
      'JobMode',
      'GlueVersion',
      'WorkerType',
      'NumberOfWorkers',
      'MaxCapacity',
      'MaxRetries',
      'Timeout',
      'ExecutionClass',
      'CreatedOn',
      'LastModifiedOn',
    ]),
    ...related(['uses', roleArn(context, job.Role)]),
  }
}

function crawlerFacts(context: ReadContext, crawler: Crawler, arn: string): ResourceFacts {
  return {
    arn,
    name: crawler.Name ?? arn,
    tags: {},
    labels: {},
    attributes: describe(crawler, [
      'Name',
      'Description',
      'State',
      'DatabaseName',
      'Schedule',
      'LastCrawl',
      'LastUpdated',
    ]),
    ...related(
      ['uses', roleArn(context, crawler.Role)],
      ['uses', arnsIn(context, 'glue')('database', crawler.DatabaseName)],
    ),
  }
}

const databaseFacts = (database: Database, arn: string): ResourceFacts => ({
  arn,
  name: database.Name ?? arn,
  tags: {},
  labels: {},
  attributes: describe(database, ['Name', 'Description', 'LocationUri', 'CatalogId', 'CreateTime']),
})

/** Facts of what has a name, under the ARN that follows from it. */
const byName = <T extends { Name?: string | undefined }>(
  context: ReadContext,
  type: string,
  items: readonly T[] | undefined,
  facts: (one: T, arn: string) => ResourceFacts,
): ResourceFacts[] =>
  (items ?? []).flatMap(one => {
    const arn = arnsIn(context, 'glue')(type, one.Name)
    return arn === undefined ? [] : facts(one, arn)
  })

const jobs: ResourceDefinition = {
  type: 'glue:job',
  title: 'Glue jobs',
  actions: [
    { action: 'glue:GetJobs', why: 'Lists Glue jobs with their workers and version. Their arguments are not kept.' },
  ],
  scope: 'regional',
  labels: ['worker-type', 'glue-version'],
  async *list(context) {
    const { GlueClient, paginateGetJobs } = await import('@aws-sdk/client-glue')
    for await (const page of paginateGetJobs({ client: context.client(GlueClient), pageSize: 200 }, {}))
      yield byName(context, 'job', page.Jobs, (job, arn) => jobFacts(context, job, arn))
  },
}

const crawlers: ResourceDefinition = {
  type: 'glue:crawler',
  title: 'Glue crawlers',
  actions: [{ action: 'glue:GetCrawlers', why: 'Lists Glue crawlers with their state, schedule and last crawl.' }],
  scope: 'regional',
  async *list(context) {
    const { GlueClient, paginateGetCrawlers } = await import('@aws-sdk/client-glue')
    for await (const page of paginateGetCrawlers({ client: context.client(GlueClient), pageSize: 200 }, {}))
      yield byName(context, 'crawler', page.Crawlers, (crawler, arn) => crawlerFacts(context, crawler, arn))
  },
}

const databases: ResourceDefinition = {
  type: 'glue:database',
  title: 'Glue databases',
  actions: [{ action: 'glue:GetDatabases', why: 'Lists the databases of the Glue catalogue. No table is read.' }],
  scope: 'regional',
  async *list(context) {
    const { GlueClient, paginateGetDatabases } = await import('@aws-sdk/client-glue')
    for await (const page of paginateGetDatabases({ client: context.client(GlueClient), pageSize: 100 }, {}))
      yield byName(context, 'database', page.DatabaseList, databaseFacts)
  },
}

export const glue = defineService({
  id: 'glue',
  title: 'AWS Glue',
  namespaces,
  resources: [jobs, crawlers, databases],
})
