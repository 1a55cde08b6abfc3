// What the public API's clients send and expect beyond the plain case: null for what they leave out, ids twice, lists in their order.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountBody, accounts, ask, type Headers } from './support/attacking.ts'
import { prod } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

let serving: Serving
let editor: Headers
beforeAll(async () => {
  serving = await startServing()
  editor = await serving.keys('editor')
})
afterAll(() => serving.close())

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  ask(serving, editor, method, url, payload)
const account = (attributes: object = {}) => accountBody(attributes, prod)

/** Connects for one test, and removes after it. */
async function withAccount(attributes: object, use: (saved: { id: string; attributes: Attributes }) => Promise<void>) {
  const { body, text } = await call('POST', accounts, account(attributes))
  expect(body?.data, text).toBeDefined()
  try {
    await use(body.data)
  } finally {
    await call('DELETE', `${accounts}/${body.data.id}`)
  }
}
type Attributes = Record<string, unknown>

describe('a client of the public API', () => {
  it('takes null in lists and choices as left out, and an empty list as empty', () => {
    const metrics_config = {
      tag_filters: [{ namespace: 'AWS/EC2', tags: ['env:prod'] }],
      metric_name_filters: [{ namespace: 'AWS/EC2', include_only: ['aws.ec2.*'] }],
    }
    return withAccount(
      { account_tags: ['a:1'], metrics_config, aws_regions: { include_only: ['us-east-1'] } },
      async ({ id }) => {
        const kept = {
          ...{ account_tags: null, aws_regions: { include_only: null }, auth_config: null, aws_partition: null },
          metrics_config: { tag_filters: null, namespace_filters: {}, metric_name_filters: null },
          ...{ resources_config: {}, logs_config: { lambda_forwarder: {} }, traces_config: { xray_services: {} } },
        }
        const before = (await call('GET', `${accounts}/${id}`)).body.data.attributes
        const { modified_at: _, ...after } = (await call('PATCH', `${accounts}/${id}`, account(kept))).body.data
          .attributes
        expect(before).toMatchObject(after)
        const changed = {
          ...{ account_tags: [], aws_regions: { include_all: true, include_only: null } },
          metrics_config: {
            tag_filters: [],
            metric_name_filters: [{ namespace: 'N', exclude_only: ['n.*'], include_only: null }],
          },
        }
        expect((await call('PATCH', `${accounts}/${id}`, account(changed))).body.data.attributes).toMatchObject({
          ...{ account_tags: [], aws_regions: { include_all: true } },
          metrics_config: { tag_filters: [], metric_name_filters: [{ namespace: 'N', exclude_only: ['n.*'] }] },
        })
      },
    )
  })

  it('takes the id of the path in the body, in quotes too, and refuses another', () =>
    withAccount({}, async ({ id }) => {
      const patch = (bodyId: unknown) =>
        call('PATCH', `${accounts}/%22${id}%22`, { data: { ...account().data, id: bodyId } })
      for (const same of [id, `"${id}"`, id.toUpperCase(), null]) expect((await patch(same)).status).toBe(200)
      const other = await patch('00000000-0000-4000-8000-000000000000')
      expect([other.status, other.body.errors[0].meta]).toEqual([400, { id: 'is not the id of the path' }])
    }))

  it('finds every list as it was sent, in every reply', async () => {
    const lists = {
      account_tags: ['z:1', 'a:2', 'a:1'],
      aws_regions: { include_only: ['us-east-1', 'ap-southeast-2', 'eu-west-1'] },
      metrics_config: {
        namespace_filters: { exclude_only: ['AWS/Usage', 'AWS/EC2', 'AWS/SQS', 'AWS/ElasticMapReduce'] },
        tag_filters: [
          { namespace: 'AWS/RDS', tags: ['b:1', '!a:?', 'c:*'] },
          { namespace: 'AWS/EC2', tags: ['z:9'] },
        ],
        metric_name_filters: [{ namespace: 'AWS/EC2', exclude_only: ['aws.ec2.z*', 'aws.ec2.a*'] }],
      },
      logs_config: {
        lambda_forwarder: {
          lambdas: [`arn:aws:lambda:us-east-1:${prod}:function:b`, `arn:aws:lambda:us-east-1:${prod}:function:a`],
          sources: ['s3', 'elb'],
          log_source_config: { tag_filters: [{ source: 's3', tags: ['b:1', 'a:1'] }] },
        },
      },
      traces_config: { xray_services: { include_only: ['b', 'a'] } },
    }
    await withAccount(lists, async ({ id, attributes }) => {
      expect(attributes).toMatchObject(lists)
      // Terraform sends every group with every change.
      const sent = { ...lists, account_tags: ['z:1', 'a:2'] }
      for (const { body } of [
        await call('PATCH', `${accounts}/%22${id}%22`, account(sent)),
        await call('GET', `${accounts}/%22${id}%22`),
      ])
        expect(body.data.attributes).toMatchObject(sent)
      expect((await call('GET', `${accounts}?aws_account_id=${prod}`)).body.data[0].attributes).toMatchObject(sent)
    })
  })

  it('is told times as RFC 3339, and removes by an id in quotes', async () => {
    const { id, attributes } = (await call('POST', accounts, account())).body.data
    for (const time of [attributes.created_at, attributes.modified_at])
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect((await call('DELETE', `${accounts}/%22${id}%22`)).status).toBe(204)
    const again = await call('DELETE', `${accounts}/%22${id}%22`)
    expect([again.status, again.body.errors[0]]).toMatchObject([404, { title: 'Account not found' }])
  })
})
