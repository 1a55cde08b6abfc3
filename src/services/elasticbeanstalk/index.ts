// AWS Elastic Beanstalk: environments.
import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, pagesOf, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

const environmentFacts = (environment: EnvironmentDescription, arn: string): ResourceFacts => ({
  arn,
  name: environment.EnvironmentName ?? arn,
  tags: {},
  labels: labelRecord({
    name: environment.EnvironmentName,
    application: environment.ApplicationName,
    tier: environment.Tier?.Name,
  }),
  attributes: describe(environment, [
    'EnvironmentName',
    'EnvironmentId',
    'ApplicationName',
    'Description',
    'Status',
    'Health',
    'HealthStatus',
    'Tier',
    'CNAME',
    'SolutionStackName',
    'VersionLabel',
    'DateCreated',
    'DateUpdated',
  ]),
})

const environments: ResourceDefinition = {
  type: 'elasticbeanstalk:environment',
  title: 'Elastic Beanstalk environments',
  actions: [
    {
      action: 'elasticbeanstalk:DescribeEnvironments',
      why: 'Lists environments with their health and version. Their settings, where secrets may be, are not asked for.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'application', 'tier'],
  async *list(context) {
    const { DescribeEnvironmentsCommand, ElasticBeanstalkClient } = await import('@aws-sdk/client-elastic-beanstalk')
    const client = context.client(ElasticBeanstalkClient)
    const ask = (NextToken?: string) =>
      client.send(new DescribeEnvironmentsCommand({ IncludeDeleted: false, MaxRecords: 1000, NextToken }))
    for await (const page of pagesOf(ask, ({ NextToken }) => NextToken))
      yield withArn(page.Environments, 'EnvironmentArn', environmentFacts)
  },
}

export const elasticBeanstalk = defineService({
  id: 'elasticbeanstalk',
  title: 'AWS Elastic Beanstalk',
  namespaces,
  resources: [environments],
})
