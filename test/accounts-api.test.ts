// The accounts' HTTP routes, in the public API's words, with everything behind them real.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statusReply } from '../src/server/schema/status.ts'
import { lintReply, setupReply, simulateReply } from '../src/server/schema/web.ts'
import { goodTrust, makeRole, organisation, prod } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws'
const accounts = `${root}/accounts`
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
type Headers = Record<string, string>

let serving: Serving
let editor: Headers
beforeAll(async () => {
  serving = await startServing()
  editor = await serving.keys('editor')
})
afterAll(() => serving.close())

async function call(method: Method, url: string, payload?: object, headers: Headers = editor) {
  const reply = await serving.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  return { status: reply.statusCode, type: reply.headers['content-type'], body: reply.body ? reply.json() : undefined }
}

const account = (attributes: object = {}) => ({
  data: {
    type: 'account',
    attributes: {
      aws_account_id: prod,
      aws_partition: 'aws',
      auth_config: { role_name: 'HeyCloudRole' },
      ...attributes,
    },
  },
})

/** Connects for one test, and removes after it. */
async function withAccount(
  attributes: object,
  use: (saved: { id: string; attributes: Record<string, unknown> }) => Promise<void>,
) {
  const created = await call('POST', accounts, account(attributes))
  expect(created, JSON.stringify(created.body)).toMatchObject({ status: 200 })
  try {
    await use(created.body.data)
  } finally {
    await call('DELETE', `${accounts}/${created.body.data.id}`)
  }
}

describe('creating', () => {
  it('fills the defaults, issues an external ID, and answers before verification', () =>
    withAccount({}, async ({ id, attributes }) => {
      expect(attributes).toMatchObject({
        aws_account_id: prod,
        aws_regions: { include_all: true },
        metrics_config: { namespace_filters: { exclude_only: ['AWS/SQS', 'AWS/ElasticMapReduce', 'AWS/Usage'] } },
        traces_config: { xray_services: { include_only: [] } },
        auth_config: { role_name: 'HeyCloudRole', external_id: expect.stringMatching(/^[0-9a-f]{32}$/) },
        status: 'pending',
      })
      expect(new Date(String(attributes.created_at)).toISOString()).toBe(attributes.created_at)
      const status = await call('GET', `${accounts}/${id}/status`)
      expect(status.body.data.attributes.state).toBe('pending')
    }))

  it('keeps lists in the order sent, and choices as they are', async () => {
    const namespace_filters = { include_only: ['AWS/SQS', 'AWS/EC2', 'AWS/ApplicationELB'] }
    const aws_regions = { include_only: ['us-east-1', 'ap-southeast-2', 'eu-west-1'] }
    const account_tags = ['z:1', 'a:2']
    await withAccount({ aws_regions, account_tags, metrics_config: { namespace_filters } }, async ({ id }) => {
      const { body } = await call('GET', `${accounts}/${id}`)
      expect(body.data.attributes).toMatchObject({ aws_regions, account_tags, metrics_config: { namespace_filters } })
    })
  })

  it('takes null for what is left out, and a namespace and a region that nobody knows, with warnings', async () => {
    const include_only = ['AWS/BrandNew']
    const metrics_config = { namespace_filters: { include_only } }
    const aws_regions = { include_only: ['eu-west-1', 'eu-south-9'] }
    const created = await call(
      'POST',
      accounts,
      account({ account_tags: null, logs_config: null, metrics_config, aws_regions }),
    )
    expect(created.body.meta.warnings).toEqual({
      'metrics_config.namespace_filters.include_only': 'saved, but not known to this version: AWS/BrandNew',
      'aws_regions.include_only': 'saved, but not known to this version: eu-south-9',
    })
    await call('DELETE', `${accounts}/${created.body.data.id}`)
  })

  const refusals: [name: string, attributes: object, field: string, fault: string][] = [
    [
      'dashes',
      { aws_account_id: '1111-2222-3333' },
      'aws_account_id',
      'must be 12 digits without dashes or spaces: 111122223333',
    ],
    ['another partition', { aws_partition: 'aws-invalid' }, 'aws_partition', 'invalid partition: aws-invalid'],
    [
      'a partition out of reach',
      { aws_partition: 'aws-cn' },
      'aws_partition',
      'HeyCloud runs in the partition aws; no role can be assumed from one partition into another',
    ],
    [
      'a look-alike letter',
      { auth_config: { role_name: 'НeyCloud' } },
      'auth_config.role_name',
      'character 1 is "Н" (U+041D); a role name holds only A-Z a-z 0-9 and _+=,.@-. It is not an ASCII letter, though it may look like one.',
    ],
    ['no role', { auth_config: {} }, 'auth_config.role_name', 'is required'],
    ['no way in at all', { auth_config: undefined }, 'auth_config', 'is required'],
    ['no account', { aws_account_id: null }, 'aws_account_id', 'is required'],
    ['an account that is a number', { aws_account_id: 111122223333 }, 'aws_account_id', 'must be text'],
    ['no partition', { aws_partition: undefined }, 'aws_partition', 'is required'],
    [
      'access keys',
      { auth_config: { access_key_id: 'AKIA1', secret_access_key: 'x' } },
      'auth_config',
      'access keys are accepted for aws-us-gov and aws-cn only; in the partition aws use role delegation: send role_name',
    ],
    [
      'a host for a region',
      { aws_regions: { include_only: ['us-east-1', 'evil.example/'] } },
      'aws_regions.include_only',
      'invalid regions: [evil.example/]',
    ],
    [
      'a region of another partition',
      { aws_regions: { include_only: ['us-east-1', 'cn-north-1'] } },
      'aws_regions.include_only',
      'invalid regions: [cn-north-1]',
    ],
    [
      'a namespace that CloudWatch cannot have',
      { metrics_config: { tag_filters: [{ namespace: ':EC2', tags: [] }] } },
      'metrics_config.tag_filters',
      'invalid namespaces: [:EC2]',
    ],
    ['a control character in a tag', { account_tags: ['team:\u0000'] }, 'account_tags', 'holds a control character'],
    [
      'posture without resources',
      { resources_config: { extended_collection: false, cloud_security_posture_management_collection: true } },
      'resources_config.cloud_security_posture_management_collection',
      'requires extended_collection to be true',
    ],
  ]
  it.each(refusals)('refuses %s by its field', async (_, attributes, field, fault) => {
    const { status, type, body } = await call('POST', accounts, account(attributes))
    expect(status).toBe(400)
    expect(type).toContain('application/vnd.api+json')
    expect(body.errors[0]).toMatchObject({
      status: '400',
      title: 'Bad Request',
      detail: 'invalid value',
      meta: { [field]: fault },
    })
  })

  it('refuses both branches of a choice', async () => {
    const { body } = await call(
      'POST',
      accounts,
      account({ aws_regions: { include_all: true, include_only: ['us-east-1'] } }),
    )
    expect(Object.keys(body.errors[0].meta)).toEqual(['aws_regions'])
  })

  it('refuses an external ID that was typed, and says to a person why', async () => {
    const auth_config = { role_name: 'HeyCloudRole', external_id: 'f'.repeat(32) }
    const { status, body } = await call('POST', accounts, account({ auth_config }))
    expect(status).toBe(400)
    expect(body.errors[0]).toMatchObject({ status: '400', title: 'Bad Request', detail: 'invalid External ID' })
    expect(body.errors[0].meta['auth_config.external_id']).toContain('did not issue')
  })

  it('refuses an account that is connected, without saying whose it is', () =>
    withAccount({}, async ({ id }) => {
      await serving.settings.organisations.ensure('other', 'Other', serving.clock.now())
      expect(await serving.settings.claims.claim(prod, id, serving.clock.now())).toBe(true)
      for (const headers of [editor, await serving.keys('editor', 'other')]) {
        const { status, body } = await call('POST', accounts, account(), headers)
        expect(status).toBe(409)
        expect(body.errors[0]).toMatchObject({
          status: '409',
          title: 'Account already exists',
          detail: 'AWS account with provided id already exists',
        })
        // Whose it is, and since when, only its own organisation is told.
        expect(body.errors[0].meta?.aws_account_id).toEqual(
          headers === editor ? `connected as ${prod} since 2026-11-18` : undefined,
        )
      }
    }))

  it('lets one of two that race through, and tells the other', async () => {
    const both = await Promise.all([call('POST', accounts, account()), call('POST', accounts, account())])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const saved = both.find(({ status }) => status === 200)
    await call('DELETE', `${accounts}/${saved?.body.data.id}`)
  })

  it('refuses HeyCloud’s own account where several organisations share it', async () => {
    await serving.settings.organisations.ensure('other', 'Other', serving.clock.now())
    const { status, body } = await call('POST', accounts, account({ aws_account_id: '060482727757' }))
    expect([status, body.errors[0].code]).toEqual([400, 'own_account_refused'])
  })

  it('is for editors', async () => {
    expect((await call('POST', accounts, account(), await serving.keys('viewer'))).status).toBe(403)
    expect((await call('POST', accounts, account(), {})).status).toBe(403)
  })
})

describe('an account', () => {
  it('is found by an id in double quotes, as one provider sends it', () =>
    withAccount({}, async ({ id }) => {
      expect((await call('GET', `${accounts}/%22${id}%22`)).body.data.id).toBe(id)
      const patch = account({ account_tags: ['team:sre'] })
      expect((await call('PATCH', `${accounts}/%22${id}%22`, patch)).body.data.attributes.account_tags).toEqual([
        'team:sre',
      ])
    }))

  it('is listed by its AWS account ID', () =>
    withAccount({}, async ({ id }) => {
      const ids = async (query: string) =>
        (await call('GET', `${accounts}${query}`)).body.data.map((one: { id: string }) => one.id)
      expect(await ids('')).toEqual([id])
      expect(await ids(`?aws_account_id=${prod}`)).toEqual([id])
      expect(await ids('?aws_account_id=')).toEqual([id])
      expect(await ids('?aws_account_id=999999999999')).toEqual([])
    }))

  it('that does not exist is 404, and an id that is none 400', async () => {
    const unknown = await call('GET', `${accounts}/00000000-0000-4000-8000-000000000000`)
    expect(unknown.status).toBe(404)
    expect(unknown.body.errors[0]).toMatchObject({
      status: '404',
      title: 'Account not found',
      detail: 'AWS account with provided id is not integrated',
    })
    const invalid = await call('GET', `${accounts}/not-a-uuid`)
    expect(invalid.status).toBe(400)
    expect(invalid.body.errors[0]).toMatchObject({
      title: 'Invalid Parameter',
      detail: 'invalid parameter "aws_account_config_id" in "path"; expected type "uuid"',
    })
  })

  it('of another organisation does not exist', () =>
    withAccount({}, async ({ id }) => {
      await serving.settings.organisations.ensure('other', 'Other', serving.clock.now())
      const other = await serving.keys('admin', 'other')
      for (const method of ['GET', 'DELETE'] as const)
        expect((await call(method, `${accounts}/${id}`, undefined, other)).status).toBe(404)
      expect((await call('GET', `${accounts}/${id}/status`, undefined, other)).status).toBe(404)
      expect((await call('GET', accounts, undefined, other)).body.data).toEqual([])
    }))

  it('is deleted with an empty answer, and its external ID is never good again', async () => {
    const created = (await call('POST', accounts, account())).body.data
    const gone = await call('DELETE', `${accounts}/${created.id}`)
    expect(gone).toEqual({ status: 204, type: undefined, body: undefined })
    expect((await call('DELETE', `${accounts}/${created.id}`)).status).toBe(404)
    const again = await call('POST', accounts, account({ auth_config: created.attributes.auth_config }))
    expect(again.body.errors[0].detail).toBe('invalid External ID')
  })
})

describe('changing', () => {
  it('merges: what is left out, null or empty keeps its value', () =>
    withAccount({ account_tags: ['a:1'], metrics_config: { enabled: false } }, async ({ id, attributes }) => {
      const patched = await call(
        'PATCH',
        `${accounts}/${id}`,
        account({ metrics_config: { collect_cloudwatch_alarms: true }, traces_config: {}, aws_regions: null }),
      )
      expect(patched.body.data.attributes).toMatchObject({
        account_tags: ['a:1'],
        aws_regions: { include_all: true },
        auth_config: attributes.auth_config as object,
        metrics_config: { enabled: false, collect_cloudwatch_alarms: true },
        traces_config: { xray_services: { include_only: [] } },
      })
    }))

  it('replaces a choice whole', () =>
    withAccount({ aws_regions: { include_only: ['us-east-1'] } }, async ({ id }) => {
      const patched = await call('PATCH', `${accounts}/${id}`, account({ aws_regions: { include_all: true } }))
      expect(patched.body.data.attributes.aws_regions).toEqual({ include_all: true })
    }))

  it('never turns a role into keys', () =>
    withAccount({}, async ({ id }) => {
      const { status, body } = await call(
        'PATCH',
        `${accounts}/${id}`,
        account({ auth_config: { access_key_id: 'AKIA' } }),
      )
      expect([status, body.errors[0].title, body.errors[0].detail]).toEqual([
        400,
        'Generic Error',
        'cannot switch between role and key based auth',
      ])
    }))

  it('of the external ID takes one that was issued, and the old one is never good again', () =>
    withAccount({}, async ({ id, attributes }) => {
      const issued = (await call('POST', `${root}/generate_new_external_id`)).body.data.id
      const auth_config = { role_name: 'HeyCloudRole', external_id: issued }
      const patched = await call('PATCH', `${accounts}/${id}`, account({ auth_config }))
      expect(patched.body.data.attributes.auth_config).toEqual(auth_config)
      const back = await call('PATCH', `${accounts}/${id}`, account({ auth_config: attributes.auth_config }))
      expect([back.status, back.body.errors[0].detail]).toEqual([400, 'invalid External ID'])
    }))

  it('of the account ID corrects a mistake, but not once the account has been connected', () =>
    withAccount({}, async ({ id }) => {
      const other = { aws_account_id: '444455556666' }
      expect((await call('PATCH', `${accounts}/${id}`, account(other))).body.data.attributes).toMatchObject(other)
      await serving.settings.accounts.note(organisation, id, { state: 'connected' })
      const late = await call('PATCH', `${accounts}/${id}`, account({ aws_account_id: prod }))
      expect(late.body.errors[0].meta.aws_account_id).toContain('has been connected')
    }))

  it('of the role begins verification anew, and nothing is collected meanwhile', () =>
    withAccount({}, async ({ id, attributes }) => {
      const { external_id } = attributes.auth_config as { external_id: string }
      await makeRole(serving, { name: 'HeyCloudRole', trust: goodTrust(serving, external_id) })
      await serving.delegation.verification.tick()
      expect((await call('GET', `${accounts}/${id}`)).body.data.attributes.status).toBe('connected')
      const moved = await call('PATCH', `${accounts}/${id}`, account({ auth_config: { role_name: 'Another' } }))
      expect(moved.body.data.attributes.status).toBe('pending')
      const kept = await serving.settings.accounts.get(organisation, id)
      expect(kept && (await serving.delegation.verification.isCollectable(kept))).toBe(false)
    }))
})

describe('status', () => {
  it('is whole, and verify begins anew', () =>
    withAccount({ auth_config: { role_name: 'NoSuchRole' } }, async ({ id }) => {
      await serving.delegation.verification.tick()
      const first = statusReply.parse((await call('GET', `${accounts}/${id}/status`)).body).data.attributes
      expect(first.problem?.title).toBe('HeyCloud is not authorized to perform sts:AssumeRole')
      expect(first.causes.length).toBeGreaterThan(5)
      const again = statusReply.parse((await call('POST', `${accounts}/${id}/verify`)).body).data.attributes
      expect([again.problem, again.causes, again.steps[2]?.attempts]).toEqual([null, [], 0])
    }))
})

describe('lists that templates read', () => {
  it('of permissions need no key, and come in chunks that fit a policy', async () => {
    const flat = await call('GET', `${root}/iam_permissions`, undefined, {})
    const standard = await call('GET', `${root}/iam_permissions/standard`, undefined, {})
    const resources = await call('GET', `${root}/iam_permissions/resource_collection?chunked=true`, undefined, {})
    const permissions: string[] = flat.body.data.attributes.permissions
    expect(permissions).toContain('cloudwatch:GetMetricData')
    expect(
      new Set([...standard.body.data.attributes.permissions, ...resources.body.data.attributes.permissions.flat()]),
    ).toEqual(new Set(permissions))
    expect(flat.body.data).toMatchObject({ id: 'permissions', type: 'permissions' })
  })

  it('of namespaces keep the public order', async () => {
    const { body } = await call('GET', `${root}/available_namespaces`)
    expect(body.data.attributes.namespaces.slice(0, 3)).toEqual(['AWS/ApiGateway', 'AWS/AppRunner', 'AWS/AppStream'])
    expect(body.data.attributes.namespaces).toContain('AWS/Network Manager')
  })
})

describe('set-up', () => {
  it('shows one external ID until an account takes it, and a new one on request', async () => {
    const read = async () => setupReply.parse((await call('GET', `${root}/setup`)).body).data.attributes
    const first = await read()
    expect(first.external_id).toBe((await read()).external_id)
    expect(first.trusted_account_id).toBe('060482727757')
    expect(JSON.parse(first.trust_policy ?? '').Statement[0].Condition.StringEquals['sts:ExternalId']).toBe(
      first.external_id,
    )
    const made = await call('POST', `${root}/setup/external_id`)
    expect(made.body.data.attributes.external_id).not.toBe(first.external_id)
    expect((await read()).external_id).toBe(made.body.data.attributes.external_id)
  })

  it('makes the role in a simulated account by three calls of IAM, and the account connects', async () => {
    const { external_id } = (await call('GET', `${root}/setup`)).body.data.attributes
    const role = { aws_account_id: prod, role_name: 'team/FromTheButton', policy_name: 'FromTheButton', external_id }
    const made = simulateReply.parse((await call('POST', `${root}/setup/simulate`, role)).body).data.attributes
    expect(made.role_arn).toBe(`arn:aws:iam::${prod}:role/team/FromTheButton`)
    expect(made.calls.map(one => one.split(' ')[0])).toEqual([
      'iam:CreatePolicy',
      'iam:CreateRole',
      'iam:AttachRolePolicy',
    ])
    const again = await call('POST', `${root}/setup/simulate`, role)
    expect(again.body.errors[0].detail).toContain('EntityAlreadyExists')
    await withAccount({ auth_config: { role_name: 'team/FromTheButton', external_id } }, async ({ id }) => {
      await serving.delegation.verification.tick()
      expect((await call('GET', `${accounts}/${id}`)).body.data.attributes.status).toBe('connected')
    })
  })

  it('lints what is pasted', async () => {
    const text = goodTrust(serving, 'f'.repeat(32)).replace('StringEquals', 'StringEqualsIfExists')
    const body = { text, external_id: 'f'.repeat(32) }
    const lint = lintReply.parse((await call('POST', `${root}/trust_policy/lint`, body)).body).data.attributes
    expect(lint.faults.map(({ id }) => id)).toEqual(['external_id_if_exists'])
    expect(lint.corrected).toBe(goodTrust(serving, 'f'.repeat(32)))
  })
})
