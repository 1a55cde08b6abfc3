// Amazon SageMaker: endpoints, jobs and pipelines.
import { defineService } from '../../core/define.ts'

export const sagemaker = defineService({
  id: 'sagemaker',
  title: 'Amazon SageMaker',
  namespaces: [],
  resources: [],
})
