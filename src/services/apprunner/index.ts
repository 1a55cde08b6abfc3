// AWS App Runner: services.
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { describe, labelRecord, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

const runnerServices: ResourceDefinition = {
  type: 'apprunner:service',
  title: 'App Runner services',
  actions: [{ action: 'apprunner:ListServices', why: 'Lists App Runner services with their status and address.' }],
  scope: 'regional',
  partitions: ['aws'],
  labels: ['name', 'status'],
  async *list(context) {
    const { AppRunnerClient, paginateListServices } = await import('@aws-sdk/client-apprunner')
    for await (const page of paginateListServices({ client: context.client(AppRunnerClient), pageSize: 20 }, {}))
      yield withArn(page.ServiceSummaryList, 'ServiceArn', (service, arn) => ({
        arn,
        name: service.ServiceName ?? arn,
        tags: {},
        labels: labelRecord({ name: service.ServiceName, status: service.Status }),
        attributes: describe(service, ['ServiceName', 'ServiceId', 'ServiceUrl', 'Status', 'CreatedAt', 'UpdatedAt']),
      }))
  },
}

export const appRunner = defineService({
  id: 'apprunner',
  title: 'AWS App Runner',
  namespaces,
  resources: [runnerServices],
})
