// The whole registry, features that one has to opt into included: everything that is called is in the published policies, everything in
// them is called, and each action that is dropped is named by verification.
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import type { AwsAccount } from '../src/core/account.ts'
import { type Access, defaultFeatures, features, mutatingFeatures } from '../src/core/define.ts'
import { systemRandom } from '../src/core/random.ts'
import { createPolicies } from '../src/delegation/policies/policies.ts'
import { actionsOf, services } from '../src/services/index.ts'
import { quietLog } from './support/collecting.ts'
import { actor, goodTrust, makeRole, organisation, prod, save, verificationOf, waitFor } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const policiesFor = (access: Access) => createPolicies(chosen => actionsOf(chosen, access))
const policies = policiesFor('role')
const everything = policies.actions(features)

/** IAM's prefix where it is another than the name that calls are signed with, and actions that are named otherwise than their calls. */
const prefixes: Record<string, string> = { monitoring: 'cloudwatch', tagging: 'tag' }
const named: Record<string, string> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectsV2': 's3:ListBucket',
  // API Gateway's actions are the HTTP methods.
  ...Object.fromEntries(['GetApis', 'GetRestApis', 'GetStages'].map(name => [`apigateway:${name}`, 'apigateway:GET'])),
}

const resources = services.flatMap(service => service.resources)
const listed = new Set(resources.flatMap(({ actions }) => actions.map(use => use.action)))

let serving: Serving
beforeAll(async () => {
  serving = await startServing()
})
afterAll(() => serving.close())

const actionsIn = (document: string): string[] =>
  JSON.parse(document).Statement.flatMap(({ Action }: { Action: string[] }) => Action)

const entries = (accountId: string) =>
  serving.simulator.ledger.entries().filter(entry => entry.accountId === accountId && entry.service !== 'sts')
const calledIn = (accountId: string): string[] => {
  const actions = entries(accountId).map(({ service, operation }) => `${prefixes[service] ?? service}:${operation}`)
  return [...new Set(actions.map(action => named[action] ?? action))].sort()
}
const refusedIn = (accountId: string) => entries(accountId).filter(({ denied }) => denied > 0)

const settingsIn = (region: string) => ({
  aws_regions: { include_only: [region] },
  metrics_config: {
    ...{ collect_cloudwatch_alarms: true, collect_custom_metrics: true },
    namespace_filters: { include_only: ['AWS/Lambda'] },
  },
})

/** All that HeyCloud does by itself in one account, once. */
async function collect(account: AwsAccount): Promise<void> {
  const collector = createCollector({
    ...{ settings: serving.settings, telemetry: serving.telemetry, aws: serving.aws, clock: serving.clock },
    ...{ random: systemRandom, log: quietLog, isCollectable: ({ id }) => id === account.id },
  })
  await collector.collectOnce(undefined, { history: false })
}

describe('a role with exactly the published policies', () => {
  const roleName = 'HeyCloudWhole'
  let account: AwsAccount

  beforeAll(async () => {
    const opted = { organization: true, event_bus: true, cost_management: true }
    account = await save(serving, roleName, { ...settingsIn('us-east-1'), features: opted })
    const trust = goodTrust(serving, 'externalId' in account ? account.externalId : '')
    // One managed policy and one inline, since each is read by other calls.
    await makeRole(serving, { name: roleName, trust, policies: policies.strict(features).map(one => one.document) })
    for (const { name: PolicyName, document: PolicyDocument } of policies.mutating(features))
      await serving.admin(prod).send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName, PolicyDocument }))
    serving.simulator.ledger.reset()
    await waitFor(serving, account, 0)
    await collect(account)
    const { organizations, eventSources, costExports } = serving.delegation
    const connection = await organizations.connect(actor, { read_through: account.id })
    await organizations.sync(organisation, connection.id)
    const source = { account_id: prod, region: 'us-east-1', event_generator_name: 'whole', create_event_bus: true }
    expect((await eventSources.create(actor, source)).source.hasBus).toBe(true)
    const place = { bucket_name: 'acme-prod-billing', bucket_region: 'us-east-1' }
    expect(
      await costExports.validate(organisation, prod, { ...place, report_name: 'acme-cur2', report_prefix: 'cost' }),
    ).toEqual([])
  }, 120_000)

  it('is complete: verified, collected from, read through, written to where it was asked, and refused nothing', async () => {
    expect(await verificationOf(serving, account)).toMatchObject({ state: 'connected', missingActions: [] })
    expect(refusedIn(prod)).toEqual([])
  })

  it('has nothing that is not called, and nothing is called that it has not', () => {
    expect(calledIn(prod)).toEqual(everything)
  })

  it('writes in the policy for it alone', () => {
    const writes = policies.actions(mutatingFeatures)
    const reads = policies.strict(features).flatMap(({ document }) => actionsIn(document))
    expect(writes).toEqual(['events:CreateEventBus'])
    expect(reads.filter((action: string) => writes.includes(action))).toEqual([])
    expect([...reads, ...writes].sort()).toEqual(everything)
  })

  // Listings depend on nothing but themselves, and are dropped together; the rest one by one, since verification itself needs it.
  const rounds = [
    everything.filter(action => listed.has(action)),
    ...everything.filter(a => !listed.has(a)).map(a => [a]),
  ]

  it.each(rounds.map(round => [round.join(', '), round] as const))(
    'lacking %s is told so by name',
    async (_, dropped) => {
      const rest = everything.filter(action => !dropped.includes(action))
      serving.simulator.iam.change(prod, draft => {
        const role = draft.roles[roleName.toLowerCase()]
        if (!role) throw new Error('There is no role')
        role.attached = []
        const Statement = { Effect: 'Allow', Action: rest, Resource: '*' }
        role.inline = { rest: JSON.stringify({ Version: '2012-10-17', Statement }) }
      })
      await serving.delegation.verification.again(account)
      const { missingActions, missingPolicy, state } = await waitFor(serving, account, 0)
      expect(missingActions.map(({ action }) => action)).toEqual(dropped)
      expect(actionsIn(missingPolicy ?? '').sort()).toEqual(dropped)
      expect(state).toBe('degraded')
    },
  )
})

describe('a user with exactly the published policies', () => {
  const UserName = 'whole'
  const own = policiesFor('key')
  const actions = own.actions(defaultFeatures)
  let accountId = ''
  let account: AwsAccount

  beforeAll(async () => {
    const admin = serving.simulator.furtherAccounts.find(one => one.partition === 'aws-us-gov')
    if (!admin) throw new Error('There is no simulated account in GovCloud')
    accountId = admin.accountId
    const iam = new IAMClient({ region: 'us-gov-west-1', endpoint: serving.simulator.endpoint, credentials: admin })
    await iam.send(new CreateUserCommand({ UserName }))
    await iam.send(new CreateGroupCommand({ GroupName: UserName }))
    await iam.send(new AddUserToGroupCommand({ GroupName: UserName, UserName }))
    // Managed, inline and by a group, since each is read by other calls.
    const third = Math.ceil(actions.length / 3)
    const part = (index: number) => {
      const Action = actions.slice(index * third, (index + 1) * third)
      return JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } })
    }
    const PolicyName = 'HeyCloud'
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: part(0) }))
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }))
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: part(1) }))
    await iam.send(new PutGroupPolicyCommand({ GroupName: UserName, PolicyName, PolicyDocument: part(2) }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
    account = await serving.delegation.accounts.create(actor, {
      ...{ aws_account_id: accountId, aws_partition: 'aws-us-gov', ...settingsIn('us-gov-west-1') },
      auth_config: {
        access_key_id: AccessKey?.AccessKeyId ?? '',
        secret_access_key: AccessKey?.SecretAccessKey ?? '',
      },
    })
    serving.simulator.ledger.reset()
    await waitFor(serving, account, 0)
    await collect(account)
  }, 60_000)

  it('is complete, is refused nothing, and has nothing that is not called', async () => {
    expect(await verificationOf(serving, account)).toMatchObject({ state: 'connected', missingActions: [] })
    expect(refusedIn(accountId)).toEqual([])
    const inPartition = resources.filter(({ partitions }) => partitions?.includes('aws-us-gov') ?? true)
    const present = new Set(inPartition.flatMap(one => one.actions.map(use => use.action)))
    // These are asked of what there is, and there is none.
    const ofNothing = ['codebuild:BatchGetProjects', 'network-firewall:DescribeFirewall']
    const isCalled = (action: string) => !listed.has(action) || (present.has(action) && !ofNothing.includes(action))
    expect(calledIn(accountId)).toEqual(actions.filter(isCalled))
  })
})
