// The simulated EKS and ECR: Kubernetes clusters and repositories of images. No pod runs, no image is kept.
import type { Repository } from '@aws-sdk/client-ecr'
import type { Cluster, DescribeClusterCommandInput } from '@aws-sdk/client-eks'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onOwn } from './here.ts'
import { description, listing } from './listed.ts'

const clusterAction = onOwn<DescribeClusterCommandInput>('eks:DescribeCluster', 'eks', ({ name }) => `cluster/${name}`)
const token = { input: 'nextToken', output: 'nextToken' }

export function simulatedEks(world: World): SimulatedService {
  return {
    signingName: 'eks',
    client: '@aws-sdk/client-eks',
    protocol: 'restJson1',
    operations: {
      // https://docs.aws.amazon.com/eks/latest/APIReference/API_ListClusters.html: names alone.
      ListClusters: listing<Cluster>(world, {
        action: 'eks:ListClusters',
        kind: 'eks:cluster',
        member: 'clusters',
        token,
        limit: 'maxResults',
        size: 100,
        badToken: 'InvalidParameterException',
        shown: cluster => cluster.name,
      }),
      DescribeCluster: description<Cluster>(world, {
        requires: (input, call) => clusterAction(input as DescribeClusterCommandInput, call),
        kind: 'eks:cluster',
        is: (cluster, { name }) => cluster.name === name,
        answer: cluster => ({ cluster }),
        missing: ['ResourceNotFoundException', 'No cluster found for the name.', 404],
      }),
    },
  }
}

export function simulatedEcr(world: World): SimulatedService {
  return {
    signingName: 'ecr',
    client: '@aws-sdk/client-ecr',
    protocol: 'awsJson1_1',
    target: 'AmazonEC2ContainerRegistry_V20150921',
    operations: {
      // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html
      DescribeRepositories: listing<Repository>(world, {
        action: 'ecr:DescribeRepositories',
        kind: 'ecr:repository',
        member: 'repositories',
        token,
        limit: 'maxResults',
        size: 100,
        most: 1000,
        badToken: 'InvalidParameterException',
        where: (repository, { repositoryNames: names }) =>
          !Array.isArray(names) || names.length === 0 || names.includes(repository.repositoryName),
      }),
    },
  }
}
