// An AWS Organization for tests: the simulated one over the SDK, HeyCloud's connection to it over the API, and a StackSet between them.
import {
  ActivateOrganizationsAccessCommand,
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  UpdateStackSetCommand,
} from '@aws-sdk/client-cloudformation'
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreatePolicyCommand,
  DescribeCreateAccountStatusCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import { SECOND } from '../../src/core/clock.ts'
import { defaultFeatures, type Feature } from '../../src/core/define.ts'
import type { OrganizationTree } from '../../src/server/schema/organizations.ts'
import type { DelegatingOptions } from './delegating.ts'
import { goodTrust, makeRole, organisation, prod, save } from './delegating.ts'
import { startServing } from './serving.ts'

export const root = '/api/v2/integration/aws'
export const organizations = `${root}/organizations`
export const memberRole = 'HeyCloudIntegrationRole'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** HeyCloud with the management account connected, and an Organization of so many members beside prod and staging. */
export async function startOrganization(members: number, options: DelegatingOptions = {}) {
  const serving = await startServing({
    ...options,
    simulator: { organization: { members }, quotas: false, ...options.simulator },
  })
  const { simulator, delegation, clock, settings } = serving
  const keys = await serving.keys('editor')

  async function call(method: Method, url: string, payload?: object, headers: Record<string, string> = keys) {
    const reply = await serving.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
    return { status: reply.statusCode, text: reply.body, body: reply.body === '' ? undefined : reply.json() }
  }

  /** The management account, with a role of its own that may read the tree. */
  async function connectManagement(features: readonly Feature[] = [...defaultFeatures, 'organization']) {
    const account = await save(serving, 'Management')
    const policies = (await delegation.policies.wildcard(features)).map(({ document }) => document)
    await makeRole(serving, { name: 'Management', trust: goodTrust(serving, account.externalId), policies })
    await delegation.verification.tick()
    return account
  }

  const admin = <C>(Client: new (options: object) => C): C => {
    const { accessKeyId, secretAccessKey } = simulator.accounts[0] ?? { accessKeyId: '', secretAccessKey: '' }
    const credentials = { accessKeyId, secretAccessKey }
    return new Client({ region: 'us-east-1', endpoint: simulator.endpoint, credentials })
  }
  const aws = admin(OrganizationsClient)
  const cloudFormation = admin(CloudFormationClient)
  const tree = () => simulator.iam.organizations.of(prod)
  const unit = (name: string): string =>
    name === 'Root'
      ? (tree()?.rootId ?? '')
      : (Object.values(tree()?.units ?? {}).find(found => found.name === name)?.id ?? '')

  async function stackSetOf(id: string) {
    const { body } = await call('GET', `${organizations}/${id}/setup`)
    const { template, parameters, stack_set_name } = body.data.attributes
    return {
      StackSetName: stack_set_name as string,
      TemplateBody: template as string,
      Parameters: (parameters as { name: string; value: string }[]).map(({ name, value }) => ({
        ...{ ParameterKey: name, ParameterValue: value },
      })),
      Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    }
  }

  return {
    ...serving,
    ...{ call, connectManagement, unit, organizationsClient: aws, cloudFormation },
    /** Account IDs of an OU's own accounts, in order. */
    accountsIn: (name: string): string[] =>
      Object.values(tree()?.members ?? {}).flatMap(member => (member.parentId === unit(name) ? member.accountId : [])),
    parentOf: (accountId: string): string => tree()?.members[accountId]?.parentId ?? '',
    async table(id: string): Promise<OrganizationTree> {
      const { status, text, body } = await call('GET', `${organizations}/${id}`)
      if (status !== 200) throw new Error(text)
      return body.data.attributes
    },
    /** What the setup gives, carried out: one StackSet, deployed to these OUs. */
    async deploy(id: string, names: string[]): Promise<void> {
      const stackSet = await stackSetOf(id)
      await cloudFormation.send(new ActivateOrganizationsAccessCommand({}))
      await cloudFormation.send(
        new CreateStackSetCommand({
          ...stackSet,
          PermissionModel: 'SERVICE_MANAGED',
          AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
        }),
      )
      await cloudFormation.send(
        new CreateStackInstancesCommand({
          StackSetName: stackSet.StackSetName,
          Regions: ['us-east-1'],
          DeploymentTargets: { OrganizationalUnitIds: names.map(unit) },
          OperationPreferences: { FailureTolerancePercentage: 100, MaxConcurrentPercentage: 100 },
        }),
      )
    },
    /** The same once more, with the values that the setup gives now. */
    async redeploy(id: string): Promise<void> {
      await cloudFormation.send(new UpdateStackSetCommand(await stackSetOf(id)))
    },
    async move(AccountId: string, to: string): Promise<void> {
      const SourceParentId = tree()?.members[AccountId]?.parentId
      await aws.send(new MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId: unit(to) }))
    },
    async createAccount(AccountName: string): Promise<string> {
      const { CreateAccountStatus: begun } = await aws.send(
        new CreateAccountCommand({ AccountName, Email: `${AccountName}@acme.test` }),
      )
      const { CreateAccountStatus: ended } = await aws.send(
        new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id }),
      )
      return ended?.AccountId ?? ''
    },
    /** A service control policy that denies these actions in an OU or an account. */
    async deny(Action: string, TargetId: string): Promise<void> {
      const Content = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] })
      const Name = `deny ${Action} in ${TargetId}`
      const { Policy } = await aws.send(
        new CreatePolicyCommand({ Name, Description: Name, Content, Type: 'SERVICE_CONTROL_POLICY' }),
      )
      await aws.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId }))
    },
    /** Every pass that falls due in the first minute after an account was saved, without waiting for it. */
    async settle(): Promise<void> {
      for (let turn = 0; turn < 3; turn += 1) {
        await delegation.verification.tick()
        clock.advance(31 * SECOND)
      }
      await delegation.verification.tick()
    },
    connectedAccount: (accountId: string) => settings.accounts.byAccountId(organisation, accountId),
  }
}

export type Organization = Awaited<ReturnType<typeof startOrganization>>
