// AWS Organizations over HTTP with the real SDK: the tree, its changes, who may look at it, and what policies do to members.
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import {
  AttachPolicyCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  EnableAWSServiceAccessCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListParentsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListPoliciesForTarget,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated, staging } from '../../../test/support/simulated.ts'
import { accountsUnder } from '../../organization/tree.ts'

const MEMBERS = 110
let aws: Simulated
let organizations: OrganizationsClient
const as = (account: string) => aws.client(OrganizationsClient, { account })

beforeAll(async () => {
  aws = await simulated({ organization: { members: MEMBERS } })
  organizations = as(prod)
})
afterAll(() => aws.simulator.close())

async function all<P, T>(pages: AsyncIterable<P>, items: (page: P) => T[] | undefined): Promise<T[]> {
  const found: T[] = []
  for await (const page of pages) found.push(...(items(page) ?? []))
  return found
}

const rootId = async () => (await organizations.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? ''

const unitsOf = (ParentId: string) =>
  all(
    paginateListOrganizationalUnitsForParent({ client: organizations }, { ParentId }),
    page => page.OrganizationalUnits,
  )

/** The OU at a path of names. */
async function unitAt(...names: string[]): Promise<string> {
  let id = await rootId()
  for (const name of names) id = (await unitsOf(id)).find(unit => unit.Name === name)?.Id ?? ''
  return id
}

describe('the tree', () => {
  it('says which Organization it is, to its members too', async () => {
    for (const account of [prod, staging]) {
      const { Organization } = await as(account).send(new DescribeOrganizationCommand({}))
      expect(Organization).toMatchObject({ MasterAccountId: prod, FeatureSet: 'ALL' })
      expect(Organization?.Id).toMatch(/^o-[a-z0-9]{10}$/)
    }
  })

  it('lists accounts in pages of twenty, each once', async () => {
    const sizes: number[] = []
    const found = await all(paginateListAccounts({ client: organizations }, {}), page => {
      sizes.push(page.Accounts?.length ?? 0)
      return page.Accounts
    })
    expect(sizes).toEqual([20, 20, 20, 20, 20, 12])
    expect(new Set(found.map(account => account.Id)).size).toBe(MEMBERS + 2)
    expect(found.map(account => account.Id)).toEqual(expect.arrayContaining([prod, staging]))
    // AWS withdrew `Status` in favour of `State`.
    expect(found.every(account => account.State === 'ACTIVE' && account.Status === undefined)).toBe(true)
  })

  it('holds accounts at several depths', async () => {
    const payments = await unitAt('Workloads', 'Production', 'Payments')
    const pages = paginateListAccountsForParent({ client: organizations }, { ParentId: payments })
    const found = await all(pages, page => page.Accounts)
    expect(found).toHaveLength(MEMBERS / 5)
    expect(found[0]?.Paths?.[0]?.split('/')).toHaveLength(7)
    const { Parents } = await organizations.send(new ListParentsCommand({ ChildId: found[0]?.Id }))
    expect(Parents).toEqual([{ Id: payments, Type: 'ORGANIZATIONAL_UNIT' }])
    const workloads = await unitAt('Workloads')
    const { Children } = await organizations.send(
      new ListChildrenCommand({ ParentId: workloads, ChildType: 'ORGANIZATIONAL_UNIT' }),
    )
    expect(Children).toHaveLength(2)
    const organization = aws.simulator.iam.organizations.of(prod)
    expect(organization && accountsUnder(organization, [workloads])).toHaveLength((MEMBERS / 5) * 3 + 1)
  })

  it('has accounts with an administrator and a small estate', async () => {
    const member = aws.simulator.accounts.at(-1)
    expect(member?.name).toBe('sandbox-22')
    const { Metrics } = await aws
      .client(CloudWatchClient, { account: member?.accountId ?? '' })
      .send(new ListMetricsCommand({}))
    expect(Metrics?.length).toBeGreaterThan(3)
    expect(Metrics?.length).toBeLessThan(20)
  })

  it('names what is not there', async () => {
    const send = organizations.send.bind(organizations)
    await expect(send(new ListAccountsForParentCommand({ ParentId: 'r-zzzz' }))).rejects.toMatchObject({
      name: 'ParentNotFoundException',
    })
    await expect(send(new ListAccountsForParentCommand({ ParentId: 'Sandbox' }))).rejects.toMatchObject({
      name: 'InvalidInputException',
    })
    await expect(send(new DescribeAccountCommand({ AccountId: '999999999999' }))).rejects.toMatchObject({
      name: 'AccountNotFoundException',
    })
    const ParentId = await rootId()
    await expect(send(new ListAccountsForParentCommand({ ParentId, MaxResults: 21 }))).rejects.toThrow('MaxResults')
  })
})

describe('who may look', () => {
  it('refuses a member, until it is a delegated administrator', async () => {
    const reader = as(staging)
    await expect(reader.send(new ListRootsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: "You don't have permissions to access this resource.",
    })
    const ServicePrincipal = 'config.amazonaws.com'
    const register = new RegisterDelegatedAdministratorCommand({ AccountId: staging, ServicePrincipal })
    await expect(organizations.send(register)).rejects.toMatchObject({ name: 'ConstraintViolationException' })
    await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }))
    await organizations.send(register)
    const { Roots } = await reader.send(new ListRootsCommand({}))
    await expect(reader.send(new ListAccountsForParentCommand({ ParentId: Roots?.[0]?.Id }))).resolves.toMatchObject({
      Accounts: [{ Id: prod }],
    })
    await expect(
      reader.send(new CreateOrganizationalUnitCommand({ ParentId: Roots?.[0]?.Id, Name: 'Mine' })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })

  it('tells an account of no Organization so', async () => {
    const own = aws.simulator.world.ownAccount
    const { accessKeyId, secretAccessKey } = aws.simulator.heycloud
    aws.simulator.iam.change(own, draft => {
      draft.users.heycloud?.attached.push('arn:aws:iam::aws:policy/AdministratorAccess')
    })
    const outside = new OrganizationsClient({
      endpoint: aws.simulator.endpoint,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey },
    })
    await expect(outside.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    })
  })

  it('slows down those who ask too often, as AWS does', async () => {
    const busy = await simulated({ quotas: true })
    const client = busy.client(OrganizationsClient)
    const asked = Array.from({ length: 4 }, () => client.send(new ListRootsCommand({})).catch(error => error.name))
    expect(await Promise.all(asked)).toContain('TooManyRequestsException')
    await busy.simulator.close()
  })
})

describe('changes', () => {
  it('creates an account, with a role for its manager, and moves and closes it', async () => {
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ AccountName: 'new shop', Email: 'new@acme.test' }),
    )
    expect(CreateAccountStatus).toMatchObject({ State: 'IN_PROGRESS' })
    const done = await organizations.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: CreateAccountStatus?.Id }),
    )
    expect(done.CreateAccountStatus).toMatchObject({ State: 'SUCCEEDED' })
    const AccountId = done.CreateAccountStatus?.AccountId ?? ''
    expect(aws.simulator.accounts.at(-1)?.accountId).toBe(AccountId)
    const role = `arn:aws:iam::${AccountId}:role/OrganizationAccountAccessRole`
    const assumed = await aws
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'manager' }))
    expect(assumed.AssumedRoleUser?.Arn).toContain(AccountId)

    const [SourceParentId, DestinationParentId] = [await rootId(), await unitAt('Sandbox')]
    await organizations.send(new MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId }))
    await expect(
      organizations.send(new MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId })),
    ).rejects.toMatchObject({ name: 'SourceParentNotFoundException' })
    await organizations.send(new CloseAccountCommand({ AccountId }))
    const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId }))
    expect(Account?.State).toBe('SUSPENDED')
  })

  it('keeps the Organization over a restart', async () => {
    const { mkdtempSync, rmSync } = await import('node:fs')
    const folder = mkdtempSync('/tmp/heycloud-organization-')
    const stateFile = `${folder}/simulator.json`
    const first = await simulated({ organization: { members: 3 }, stateFile })
    await first
      .client(OrganizationsClient)
      .send(new CreateAccountCommand({ AccountName: 'later', Email: 'later@acme.test' }))
    await first.simulator.close()
    const second = await simulated({ stateFile })
    await second.simulator.close()
    rmSync(folder, { recursive: true })
    expect(second.simulator.accounts).toEqual(first.simulator.accounts)
    expect(second.simulator.iam.organizations.all()).toEqual(first.simulator.iam.organizations.all())
  })
})

describe('service control policies', () => {
  const list = (account: string) => aws.client(CloudWatchClient, { account }).send(new ListMetricsCommand({}))
  const member = () => aws.simulator.accounts.find(({ name }) => name === 'search-1')?.accountId ?? ''

  it('are inherited, have to allow at every level, and leave the management account alone', async () => {
    const TargetId = await unitAt('Workloads', 'Production')
    const Content = (Effect: string, Action: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource: '*' }] })
    const make = async (Name: string, text: string) =>
      (
        await organizations.send(
          new CreatePolicyCommand({ Name, Description: '', Content: text, Type: 'SERVICE_CONTROL_POLICY' }),
        )
      ).Policy?.PolicySummary?.Id
    await expect(list(member())).resolves.toBeDefined()

    const PolicyId = await make('no-metrics', Content('Deny', 'cloudwatch:ListMetrics'))
    await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId }))
    await expect(list(member())).rejects.toThrow('with an explicit deny in a service control policy')
    await organizations.send(new DetachPolicyCommand({ PolicyId, TargetId }))
    await expect(list(member())).resolves.toBeDefined()

    const only = await make('only-ec2', Content('Allow', 'ec2:*'))
    await organizations.send(new AttachPolicyCommand({ PolicyId: only, TargetId }))
    await organizations.send(new DetachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId }))
    await expect(list(member())).rejects.toThrow('because no service control policy allows')
    const policies = await all(
      paginateListPoliciesForTarget({ client: organizations }, { TargetId, Filter: 'SERVICE_CONTROL_POLICY' }),
      page => page.Policies,
    )
    expect(policies.map(({ Name }) => Name)).toEqual(['only-ec2'])

    await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: await rootId() }))
    await expect(list(prod)).resolves.toBeDefined()
    await expect(list(staging)).rejects.toThrow('with an explicit deny in a service control policy')
  })
})
