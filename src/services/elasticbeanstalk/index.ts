// AWS Elastic Beanstalk: environments.
import { defineService } from '../../core/define.ts'

export const elasticBeanstalk = defineService({
  id: 'elasticbeanstalk',
  title: 'AWS Elastic Beanstalk',
  namespaces: [],
  resources: [],
})
