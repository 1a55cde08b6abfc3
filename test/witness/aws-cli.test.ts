import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { trustPolicy } from '../../simulator/test-server.ts'
import { systemClock } from '../../src/core/clock.ts'
import { awsEnvironment, isPresent, run } from './run.ts'

const present = isPresent('aws', ['--version'])
let simulator: Simulator

beforeAll(async () => {
  if (present)
    simulator = await startSimulator({ seed: 1, clock: systemClock, organization: { members: 25 }, quotas: false })
})
afterAll(() => simulator?.close())

type Keys = Parameters<typeof awsEnvironment>[1]

const aws = (keys: Keys, ...args: string[]) =>
  run('aws', [...args, '--output', 'json'], { env: awsEnvironment(simulator.endpoint, keys) })

async function answer(keys: Keys, ...args: string[]) {
  const { code, stdout, stderr } = await aws(keys, ...args)
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

const prod = () => simulator.accounts[0] as Keys

describe('witness: aws-cli', { timeout: 120_000 }, () => {
  it.skipIf(!present)('sets up a role, and HeyCloud assumes it with the external ID alone', async () => {
    const role = ['--role-name', 'HeyCloudIntegrationRole']
    const made = await answer(
      prod(),
      'iam',
      'create-role',
      ...role,
      '--assume-role-policy-document',
      trustPolicy('the-id'),
    )
    const shown = await answer(prod(), 'iam', 'get-role', ...role)
    expect(shown.Role.AssumeRolePolicyDocument).toEqual(JSON.parse(trustPolicy('the-id')))
    await aws(prod(), 'iam', 'attach-role-policy', ...role, '--policy-arn', 'arn:aws:iam::aws:policy/SecurityAudit')
    const assume = ['sts', 'assume-role', '--role-arn', made.Role.Arn, '--role-session-name', 'heycloud-verify']
    const assumed = await answer(simulator.heycloud, ...assume, '--external-id', 'the-id')
    const session = {
      accessKeyId: assumed.Credentials.AccessKeyId,
      secretAccessKey: assumed.Credentials.SecretAccessKey,
      sessionToken: assumed.Credentials.SessionToken,
    }
    expect((await answer(session, 'sts', 'get-caller-identity')).Arn).toBe(assumed.AssumedRoleUser.Arn)
    expect((await answer(session, 'ec2', 'describe-instances')).Reservations.length).toBeGreaterThan(0)
    const bare = await aws(simulator.heycloud, ...assume)
    expect(bare.stderr).toContain('An error occurred (AccessDenied) when calling the AssumeRole operation')
    const metrics = await aws(session, 'cloudwatch', 'list-metrics')
    expect(metrics.stderr).toContain('because no identity-based policy allows the cloudwatch:ListMetrics action')
  })

  it.skipIf(!present)('pages through metrics and reads their points', async () => {
    const { Metrics } = await answer(prod(), 'cloudwatch', 'list-metrics', '--namespace', 'AWS/EC2')
    expect(Metrics.length).toBeGreaterThan(0)
    const queries = [{ Id: 'm', MetricStat: { Metric: Metrics[0], Period: 300, Stat: 'Average' } }]
    const [end, start] = [systemClock.now() - 3_600_000, systemClock.now() - 7_200_000].map(ms =>
      new Date(ms).toISOString(),
    )
    const window = ['--start-time', start ?? '', '--end-time', end ?? '']
    const data = await answer(
      prod(),
      ...['cloudwatch', 'get-metric-data', '--metric-data-queries', JSON.stringify(queries), ...window],
    )
    expect(data.MetricDataResults[0].StatusCode).toBe('Complete')
  })

  it.skipIf(!present)('walks an Organization page by page, and makes an account in it', async () => {
    const organizations = (...args: string[]) => answer(prod(), 'organizations', ...args)
    const { Organization } = await organizations('describe-organization')
    expect(Organization.MasterAccountId).toBe(simulator.accounts[0]?.accountId)
    const { Roots } = await organizations('list-roots')
    const { Accounts } = await organizations('list-accounts')
    expect(Accounts).toHaveLength(27)
    expect(new Set(Accounts.map((account: { State: string }) => account.State))).toEqual(new Set(['ACTIVE']))
    const parent = ['--parent-id', Roots[0].Id]
    const { OrganizationalUnits } = await organizations('list-organizational-units-for-parent', ...parent)
    const names = OrganizationalUnits.map((unit: { Name: string }) => unit.Name)
    expect(names).toEqual(['Workloads', 'Security', 'Sandbox'])
    const { CreateAccountStatus } = await organizations(
      ...['create-account', '--account-name', 'shop', '--email', 'shop@acme.test'],
    )
    const { CreateAccountStatus: done } = await organizations(
      ...['describe-create-account-status', '--create-account-request-id', CreateAccountStatus.Id],
    )
    const listed = await organizations('list-accounts-for-parent', ...parent)
    expect(listed.Accounts.map((account: { Id: string }) => account.Id)).toContain(done.AccountId)
    const refused = await aws(simulator.accounts[1] as Keys, 'organizations', 'list-roots')
    expect(refused.stderr).toContain('(AccessDeniedException) when calling the ListRoots operation')
  })

  it.skipIf(!present)('says who is refused, and why', async () => {
    const denied = await aws(simulator.heycloud, 'ec2', 'describe-instances')
    expect(denied.stderr).toContain('(UnauthorizedOperation)')
    expect(denied.stderr).toContain('because no identity-based policy allows the ec2:DescribeInstances action')
    const unknown = await aws({ accessKeyId: 'AKIAX', secretAccessKey: 'x' }, 'sts', 'get-caller-identity')
    expect(unknown.stderr).toContain('(InvalidClientTokenId)')
    const wrong = await aws({ ...prod(), secretAccessKey: 'x' }, 'cloudwatch', 'list-metrics')
    expect(wrong.stderr).toContain('(InvalidSignatureException)')
  })
})
