// The simulated Glue: jobs, crawlers and databases of the catalogue.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedGlue(world: World): SimulatedService {
  return {
    signingName: 'glue',
    client: '@aws-sdk/client-glue',
    protocol: 'awsJson1_1',
    target: 'AWSGlue',
    operations: {
      GetJobs: listing(world, {
        action: 'glue:GetJobs',
        kind: 'glue:job',
        member: 'Jobs',
        limit: 'MaxResults',
        size: 100,
        most: 1000,
        badToken: 'InvalidInputException',
      }),
      GetCrawlers: listing(world, {
        action: 'glue:GetCrawlers',
        kind: 'glue:crawler',
        member: 'Crawlers',
        limit: 'MaxResults',
        size: 100,
        most: 1000,
        badToken: 'InvalidInputException',
      }),
      GetDatabases: listing(world, {
        action: 'glue:GetDatabases',
        kind: 'glue:database',
        member: 'DatabaseList',
        limit: 'MaxResults',
        size: 100,
        most: 100,
        badToken: 'InvalidInputException',
      }),
    },
  }
}
