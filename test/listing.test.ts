// Every resource listing of the registry over HTTP, with no more than its declared actions, against the world it lists.

import type { Snapshot } from '@aws-sdk/client-ec2'
import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk'
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RegionState } from '../simulator/world/place.ts'
import type { ResourceDefinition, ResourceFacts } from '../src/core/define.ts'
import { resourceTypeOf } from '../src/services/arn.ts'
import { createAssociator } from '../src/services/associate.ts'
import { namespaceByName, services } from '../src/services/index.ts'
import { prod as accountId, type Simulated, simulated } from './support/simulated.ts'

const resources = services.flatMap(service => service.resources)

/** How many of each type the world holds in a region. */
const counts: Record<string, (state: RegionState) => number> = {
  'ec2:instance': state => state.instances.length,
  'ec2:volume': state => state.volumes.length,
  'ec2:natgateway': state => state.natGateways.length,
  'ec2:security-group': state => state.securityGroups.length,
  // What others share is no resource of the account's.
  'ec2:snapshot': state =>
    ((state.things.get('ec2:snapshot') ?? []) as Snapshot[]).filter(({ OwnerId }) => OwnerId === accountId).length,
  'elasticloadbalancing:loadbalancer/app': state =>
    state.loadBalancers.filter(one => one.Type === 'application').length,
  'elasticloadbalancing:loadbalancer/net': state => state.loadBalancers.filter(one => one.Type === 'network').length,
  'elasticloadbalancing:loadbalancer/gwy': state => state.loadBalancers.filter(one => one.Type === 'gateway').length,
  'elasticloadbalancing:targetgroup': state => state.targetGroups.length,
  'rds:db': state => state.dbInstances.length,
  'rds:cluster': state => state.dbClusters.length,
  'lambda:function': state => state.functions.length,
  's3:bucket': state => state.buckets.length,
  'sqs:queue': state => state.queues.length,
  'dynamodb:table': state => state.tables.length,
  'ecs:cluster': state => state.clusters.length,
  'ecs:service': state => state.services.length,
  // Each region has a bus that nobody made.
  'events:event-bus': () => 1,
  'elasticbeanstalk:environment': state =>
    (state.things.get('elasticbeanstalk:environment') as EnvironmentDescription[] | undefined)?.filter(
      ({ Status }) => Status !== 'Terminated',
    ).length ?? 0,
  // Which stand in no world, but in IAM.
  'iam:role': () => Object.keys(aws.simulator.iam.account(accountId)?.roles ?? {}).length,
  'iam:user': () => Object.keys(aws.simulator.iam.account(accountId)?.users ?? {}).length,
}

/** What is only listed stands in the world under the type that it is listed as. */
const ofType = (type: string) => (state: RegionState) => state.things.get(type)?.length ?? 0

const placesOf = ({ scope }: ResourceDefinition): string[] => (scope === 'global' ? ['us-east-1'] : regions)

/** Types of which the world has none. */
const lacking = ['elasticloadbalancing:loadbalancer/net', 'cloudformation:stack']

let aws: Simulated
let regions: string[]

beforeAll(async () => {
  aws = await simulated()
  const { world } = aws.simulator
  regions = world.regions.flatMap(({ name }) => (world.region(accountId, name) ? [name] : []))
  const iam = aws.client(IAMClient, { account: accountId })
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'sts:AssumeRole' }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
  await iam.send(new CreateRoleCommand({ RoleName: 'Lister', AssumeRolePolicyDocument }))
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'Lister', PolicyArn }))
})

afterAll(async () => {
  await aws?.simulator.close()
})

/** Lists with a session that may do these actions and nothing else. */
async function list(resource: ResourceDefinition, region: string, actions: string[]): Promise<ResourceFacts[]> {
  const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }]
  const { Credentials } = await aws.client(STSClient, { account: accountId }).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/Lister`,
      RoleSessionName: 'list',
      Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  )
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  const client = <C extends object>(Client: new (config: never) => C, elsewhere = region): C => {
    const config = {
      endpoint: aws.simulator.endpoint,
      region: elsewhere,
      credentials,
      maxAttempts: 1,
      forcePathStyle: true,
      // Kinesis' client would speak HTTP/2 by itself; HeyCloud's clients all speak HTTP/1.1.
      requestHandler: new NodeHttpHandler(),
    }
    return new Client(config as never)
  }
  const found: ResourceFacts[] = []
  for await (const page of resource.list({ accountId, partition: 'aws', region, client })) found.push(...page)
  return found
}

const stateOf = (region: string): RegionState => {
  const found = aws.simulator.world.region(accountId, region)
  if (!found) throw new Error(`${region} is not enabled`)
  return found.state
}

describe.each(resources.map(resource => [resource.type, resource] as const))('%s', (type, resource) => {
  const actions = resource.actions.map(use => use.action)

  it('lists what there is, by its declared actions alone', async () => {
    const count = counts[type] ?? ofType(type)
    let total = 0
    for (const region of placesOf(resource)) {
      const found = await list(resource, region, actions)
      expect(found.length, region).toBe(count(stateOf(region)))
      expect(new Set(found.map(one => one.arn)).size).toBe(found.length)
      for (const one of found) {
        expect(resourceTypeOf(one.arn)).toBe(type)
        expect(one.name).not.toBe('')
        expect(Object.keys(one.attributes).length).toBeGreaterThan(0)
        expect(resource.labels ?? []).toEqual(expect.arrayContaining(Object.keys(one.labels)))
        // What was listed with its tags has all of them.
        const known = stateOf(region).tags.get(one.arn) ?? {}
        if (Object.keys(one.tags).length > 0) expect(one.tags).toEqual(known)
      }
      total += found.length
    }
    // A kind that the world lacks would let a broken listing pass.
    if (!lacking.includes(type)) expect(total).toBeGreaterThan(0)
  })

  it.each(actions)('is refused without %s', async dropped => {
    // A region where there is something, so that every call is made.
    const region = placesOf(resource).find(name => (counts[type] ?? ofType(type))(stateOf(name)) > 0) ?? 'us-east-1'
    const rest = actions.filter(action => action !== dropped)
    await expect(list(resource, region, [...rest, 'sts:GetCallerIdentity'])).rejects.toThrow(/not authorized/)
  })
})

it.each([
  ['lambda:function', 'Environment'],
  ['glue:job', 'not-for-anybody'],
  ['codebuild:project', 'not-for-anybody'],
  ['directconnect:dxvif', 'not-for-anybody'],
  ['cloudfront:distribution', 'not-for-anybody'],
  ['apigateway:restapis/stages', 'not-for-anybody'],
  ['iam:role', 'sts:AssumeRole'],
  ['ec2:vpn-connection', 'not-to-be-kept'],
])('keeps nothing of a %s that is secret', async (type, secret) => {
  const resource = resources.find(one => one.type === type)
  if (!resource) throw new Error(`there is no ${type}`)
  const actions = resource.actions.map(use => use.action)
  const found = await list(resource, 'us-east-1', actions)
  expect(found.length).toBeGreaterThan(0)
  expect(JSON.stringify(found)).not.toContain(secret)
})

it('ties the metrics of the world to what was listed', async () => {
  const region = 'us-east-1'
  const listed: (Pick<ResourceFacts, 'arn' | 'name' | 'labels'> & { type: string })[] = []
  for (const resource of resources) {
    const found = await list(
      resource,
      region,
      resource.actions.map(use => use.action),
    )
    listed.push(...found.map(({ arn, name, labels }) => ({ arn, name, labels, type: resource.type })))
  }
  const untied = new Map<string, string>()
  let tied = 0
  for (const series of stateOf(region).series) {
    const namespace = namespaceByName(series.namespace)
    if (!namespace) continue
    const dimensions = Object.fromEntries(series.dimensions.map(({ Name, Value }) => [Name, Value]))
    const arn = createAssociator(listed, namespace)(dimensions)
    if (arn === null)
      untied.set(`${series.namespace} ${Object.keys(dimensions).toSorted().join()}`, JSON.stringify(dimensions))
    else tied += 1
  }
  expect(tied).toBeGreaterThan(100)
  // Charges, and totals of an account or a group, are of no single resource.
  const ofNone = /^AWS\/Billing |^AWS\/EC2 AutoScalingGroupName$|^AWS\/Lambda $|^AWS\/DynamoDB $|^AWS\/Usage /
  expect([...untied].filter(([dimensions]) => !ofNone.test(dimensions))).toEqual([])
})

it('declares every metric that the world publishes in a declared namespace', () => {
  const unknown = new Set<string>()
  for (const region of regions)
    for (const { namespace, metric, unit } of stateOf(region).series) {
      const declared = namespaceByName(namespace)
      const row = declared?.metrics.find(one => one.name === metric)
      if (declared && row?.unit !== unit) unknown.add(`${namespace} ${metric} is ${row?.unit}, in the world ${unit}`)
    }
  expect([...unknown]).toEqual([])
})
