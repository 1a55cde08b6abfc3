// Amazon SageMaker AI: endpoints, notebook instances and models.
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { describe, labelRecord, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

const endpoints: ResourceDefinition = {
  type: 'sagemaker:endpoint',
  title: 'SageMaker endpoints',
  actions: [
    { action: 'sagemaker:ListEndpoints', why: 'Lists SageMaker endpoints with their status. None is invoked.' },
  ],
  scope: 'regional',
  labels: ['status'],
  async *list(context) {
    const { paginateListEndpoints, SageMakerClient } = await import('@aws-sdk/client-sagemaker')
    for await (const page of paginateListEndpoints({ client: context.client(SageMakerClient), pageSize: 100 }, {}))
      yield withArn(page.Endpoints, 'EndpointArn', (endpoint, arn) => ({
        arn,
        name: endpoint.EndpointName ?? arn,
        tags: {},
        labels: labelRecord({ status: endpoint.EndpointStatus }),
        attributes: describe(endpoint, ['EndpointName', 'EndpointStatus', 'CreationTime', 'LastModifiedTime']),
      }))
  },
}

const notebooks: ResourceDefinition = {
  type: 'sagemaker:notebook-instance',
  title: 'SageMaker notebook instances',
  actions: [
    {
      action: 'sagemaker:ListNotebookInstances',
      why: 'Lists SageMaker notebook instances with their type and status. No notebook is opened.',
    },
  ],
  scope: 'regional',
  labels: ['instance-type', 'status'],
  async *list(context) {
    const { paginateListNotebookInstances, SageMakerClient } = await import('@aws-sdk/client-sagemaker')
    const client = context.client(SageMakerClient)
    for await (const page of paginateListNotebookInstances({ client, pageSize: 100 }, {}))
      yield withArn(page.NotebookInstances, 'NotebookInstanceArn', (notebook, arn) => ({
        arn,
        name: notebook.NotebookInstanceName ?? arn,
        tags: {},
        labels: labelRecord({ 'instance-type': notebook.InstanceType, status: notebook.NotebookInstanceStatus }),
        attributes: describe(notebook, [
          'NotebookInstanceName',
          'NotebookInstanceStatus',
          'InstanceType',
          'CreationTime',
          'LastModifiedTime',
        ]),
      }))
  },
}

const models: ResourceDefinition = {
  type: 'sagemaker:model',
  title: 'SageMaker models',
  actions: [{ action: 'sagemaker:ListModels', why: 'Lists the models that SageMaker serves, by name.' }],
  scope: 'regional',
  async *list(context) {
    const { paginateListModels, SageMakerClient } = await import('@aws-sdk/client-sagemaker')
    for await (const page of paginateListModels({ client: context.client(SageMakerClient), pageSize: 100 }, {}))
      yield withArn(page.Models, 'ModelArn', (model, arn) => ({
        arn,
        name: model.ModelName ?? arn,
        tags: {},
        labels: {},
        attributes: describe(model, ['ModelName', 'CreationTime']),
      }))
  },
}

export const sagemaker = defineService({
  id: 'sagemaker',
  title: 'Amazon SageMaker AI',
  namespaces,
  resources: [endpoints, notebooks, models],
})
