// Resources over HTTP, as the inventory read them: what each is, and what it stands in and uses.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { goodTrust, makeRole, organisation, prod, save } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const url = '/api/v2/integration/aws/resources'
const region = 'us-east-1'
let serving: Serving
let headers: Record<string, string>

interface Shown {
  id: string
  attributes: {
    name: string
    type: string
    labels: Record<string, string>
    attributes: Record<string, unknown>
    relations: { kind: string; to: string }[]
  }
}

async function list(type: string): Promise<Shown[]> {
  const reply = await serving.app.inject({ url: `${url}?filter[type]=${type}&page[limit]=1000`, headers })
  expect(reply.statusCode).toBe(200)
  return reply.json().data
}
const relationsOf = (shown: Shown | undefined, kind: string) =>
  (shown?.attributes.relations ?? []).filter(relation => relation.kind === kind).map(({ to }) => to)
const named = async (type: string, name: string) => (await list(type)).find(one => one.attributes.name === name)

beforeAll(async () => {
  serving = await startServing()
  headers = await serving.keys('viewer')
  const { value } = await serving.delegation.externalIds.pageDraft(organisation)
  await makeRole(serving, { name: 'Connected', trust: goodTrust(serving, value) })
  const { id } = await save(serving, 'Connected', { aws_regions: { include_only: [region] } })
  await serving.delegation.verification.tick()
  await serving.collector.collectOnce(id, { history: false, kinds: ['resources'] })
}, 60_000)
afterAll(() => serving.close())

it('tells of instances, volumes, target groups and queues what they stand in, hang on, are part of and use', async () => {
  const instance = await named('ec2:instance', 'prod-web-1')
  expect(relationsOf(instance, 'in')).toEqual([
    expect.stringContaining(':subnet/subnet-'),
    expect.stringContaining(':vpc/vpc-'),
  ])
  expect(relationsOf(instance, 'uses')).toContainEqual(expect.stringContaining(':security-group/sg-'))

  const volumes = (await list('ec2:volume')).filter(volume =>
    relationsOf(volume, 'attached to').includes(instance?.id ?? ''),
  )
  expect(volumes.length).toBeGreaterThan(0)

  const [balancer] = await list('elasticloadbalancing:loadbalancer/app')
  const groups = await list('elasticloadbalancing:targetgroup')
  expect(groups.flatMap(group => relationsOf(group, 'part of'))).toContain(balancer?.id)

  const dead = await named('sqs:queue', 'prod-orders-dlq')
  expect(relationsOf(await named('sqs:queue', 'prod-orders'), 'uses')).toEqual([dead?.id])

  const [key] = (await list('kms:key')).filter(one => one.attributes.name === 'prod-data')
  const secret = await named('secretsmanager:secret', 'prod/orders/database')
  expect(relationsOf(secret, 'uses')).toEqual([key?.id])
  const machines = (await list('ssm:managed-instance')).flatMap(machine => relationsOf(machine, 'attached to'))
  expect((await list('ec2:instance')).map(one => one.id)).toEqual(expect.arrayContaining(machines))
  expect(machines).toHaveLength(1)
})

it('has a list of relations also of what has none', async () => {
  expect((await list('s3:bucket'))[0]?.attributes.relations).toEqual([])
})

it('holds no value of a secret or a parameter, and lists another account’s nowhere', async () => {
  const everything = JSON.stringify((await serving.app.inject({ url: `${url}?page[limit]=1000`, headers })).json())
  expect(everything).toContain('/prod/orders/webhook-token')
  expect(everything).not.toContain('not-for-anybody')
  expect(everything).toContain(prod)
  const others = await serving.keys('viewer', 'others')
  expect((await serving.app.inject({ url, headers: others })).json()).toEqual({ data: [] })
})
