// The simulated Elastic Beanstalk: environments. What was deleted is shown only where it is asked for.
import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedElasticBeanstalk(world: World): SimulatedService {
  return {
    signingName: 'elasticbeanstalk',
    client: '@aws-sdk/client-elastic-beanstalk',
    protocol: 'awsQuery',
    xmlNamespace: 'http://elasticbeanstalk.amazonaws.com/docs/2010-12-01/',
    operations: {
      DescribeEnvironments: listing<EnvironmentDescription>(world, {
        action: 'elasticbeanstalk:DescribeEnvironments',
        kind: 'elasticbeanstalk:environment',
        member: 'Environments',
        limit: 'MaxRecords',
        size: 1000,
        badToken: 'InvalidParameterValue',
        where: (environment, input) => environment.Status !== 'Terminated' || input.IncludeDeleted === true,
      }),
    },
  }
}
