// The simulated SageMaker: endpoints, notebook instances and models.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

/** Ten at a time unless more are asked for. */
const pages = { limit: 'MaxResults', size: 10, most: 100, badToken: 'ValidationException' }

export function simulatedSageMaker(world: World): SimulatedService {
  return {
    signingName: 'sagemaker',
    client: '@aws-sdk/client-sagemaker',
    protocol: 'awsJson1_1',
    target: 'SageMaker',
    operations: {
      ListEndpoints: listing(world, {
        action: 'sagemaker:ListEndpoints',
        kind: 'sagemaker:endpoint',
        member: 'Endpoints',
        ...pages,
      }),
      ListNotebookInstances: listing(world, {
        action: 'sagemaker:ListNotebookInstances',
        kind: 'sagemaker:notebook-instance',
        member: 'NotebookInstances',
        ...pages,
      }),
      ListModels: listing(world, {
        action: 'sagemaker:ListModels',
        kind: 'sagemaker:model',
        member: 'Models',
        ...pages,
      }),
    },
  }
}
