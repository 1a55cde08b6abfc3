// The simulated ECS: clusters and services.
import type {
  DescribeClustersCommandInput,
  DescribeServicesCommandInput,
  ListClustersCommandInput,
  ListServicesCommandInput,
} from '@aws-sdk/client-ecs'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here, onAll, ownArn, pageOf } from './here.ts'

const refuse = () => new AwsError('InvalidParameterException', 'Invalid token')

/** Clusters and services go by their name or their ARN; no cluster named is the one called default. */
const shortName = (reference: string | undefined): string => reference?.split('/').at(-1) ?? 'default'

/** Tags come only where they are asked for. */
const withTags = <T extends { tags?: unknown }>(shape: T, include: readonly string[] | undefined): T =>
  include?.includes('TAGS') ? shape : { ...shape, tags: [] }

function listClusters(world: World, input: ListClustersCommandInput, call: Call) {
  const { state } = here(world, call)
  const arns = state.clusters.map(c => c.clusterArn ?? '')
  const { items, next } = pageOf('clusters', arns, Math.min(100, input.maxResults ?? 100), input.nextToken, refuse)
  return { clusterArns: items, ...(next !== undefined && { nextToken: next }) }
}

function describeClusters(world: World, input: DescribeClustersCommandInput, call: Call) {
  const { state } = here(world, call)
  const asked = input.clusters?.length ? input.clusters : ['default']
  if (asked.length > 100) throw new AwsError('InvalidParameterException', 'At most 100 clusters can be described')
  const known = asked.map(reference => ({
    reference,
    cluster: state.clusters.find(c => c.clusterName === shortName(reference)),
  }))
  return {
    clusters: known.flatMap(k => (k.cluster ? [withTags(k.cluster, input.include)] : [])),
    failures: known.filter(k => !k.cluster).map(k => ({ arn: clusterArn(k.reference, call), reason: 'MISSING' })),
  }
}

const clusterArn = (reference: string | undefined, call: Call): string =>
  reference?.startsWith('arn:') ? reference : ownArn(call, 'ecs', `cluster/${shortName(reference)}`)

function servicesOf(world: World, cluster: string | undefined, call: Call) {
  const { state } = here(world, call)
  const found = state.clusters.find(c => c.clusterName === shortName(cluster))
  if (!found) throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
  return state.services.filter(s => s.clusterArn === found.clusterArn)
}

function listServices(world: World, input: ListServicesCommandInput, call: Call) {
  const arns = servicesOf(world, input.cluster, call).map(s => s.serviceArn ?? '')
  // ECS lists ten at a time unless asked for more.
  const size = Math.min(100, Math.max(1, input.maxResults ?? 10))
  const { items, next } = pageOf('services', arns, size, input.nextToken, refuse)
  return { serviceArns: items, ...(next !== undefined && { nextToken: next }) }
}

function describeServices(world: World, input: DescribeServicesCommandInput, call: Call) {
  const asked = input.services ?? []
  if (asked.length < 1 || asked.length > 10) {
    throw new AwsError('InvalidParameterException', 'Between 1 and 10 services can be described')
  }
  const own = servicesOf(world, input.cluster, call)
  const known = asked.map(reference => ({ reference, service: own.find(s => s.serviceName === shortName(reference)) }))
  return {
    services: known.flatMap(k => (k.service ? [withTags(k.service, input.include)] : [])),
    failures: known
      .filter(k => !k.service)
      .map(k => ({ arn: serviceArn(k.reference, input.cluster, call), reason: 'MISSING' })),
  }
}

const serviceArn = (reference: string, cluster: string | undefined, call: Call): string =>
  reference.startsWith('arn:') ? reference : ownArn(call, 'ecs', `service/${shortName(cluster)}/${reference}`)

export function simulatedEcs(world: World): SimulatedService {
  return {
    signingName: 'ecs',
    client: '@aws-sdk/client-ecs',
    protocol: 'awsJson1_1',
    target: 'AmazonEC2ContainerServiceV20141113',
    operations: {
      ListClusters: { requires: onAll('ecs:ListClusters'), answer: (input, call) => listClusters(world, input, call) },
      DescribeClusters: {
        requires: (input: DescribeClustersCommandInput, call) =>
          (input.clusters?.length ? input.clusters : ['default']).map(c => ({
            action: 'ecs:DescribeClusters',
            resource: clusterArn(c, call),
          })),
        answer: (input, call) => describeClusters(world, input, call),
      },
      ListServices: {
        requires: (input: ListServicesCommandInput, call) => [
          { action: 'ecs:ListServices', resource: '*', context: { 'ecs:cluster': clusterArn(input.cluster, call) } },
        ],
        answer: (input, call) => listServices(world, input, call),
      },
      DescribeServices: {
        requires: (input: DescribeServicesCommandInput, call) =>
          (input.services ?? []).map(s => ({
            action: 'ecs:DescribeServices',
            resource: serviceArn(s, input.cluster, call),
            context: { 'ecs:cluster': clusterArn(input.cluster, call) },
          })),
        answer: (input, call) => describeServices(world, input, call),
      },
    },
  }
}
