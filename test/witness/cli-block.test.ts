// What the page gives people to paste into a shell, pasted into shells: the CloudShell blocks, and the commands that check a cause.
import { spawnSync } from 'node:child_process'
import { CreatePolicyVersionCommand, CreateRoleCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloudShellBlock, removalBlock, updateBlock } from '../../src/delegation/setup/cli-block.ts'
import { describeSetup } from '../../src/delegation/setup/setup.ts'
import { shellQuote } from '../../src/delegation/setup/shell.ts'
import { type ConnectValues, defaultChoices, policiesFor } from '../../src/delegation/setup/values.ts'
import { lintTrustPolicy } from '../../src/delegation/trust/lint.ts'
import {
  type Delegating,
  goodTrust,
  organisation,
  prod,
  save,
  startDelegating,
  waitFor,
} from '../support/delegating.ts'
import { awsEnvironment, isPresent, type Outcome, run } from './run.ts'

const present = isPresent('aws', ['--version'])
const staging = '444455556666'

let world: Delegating
beforeAll(async () => {
  world = await startDelegating()
})
afterAll(() => world.close())

/** Pasted by the administrator of an account. */
async function paste(text: string, accountId = prod, shell: 'bash' | 'sh' = 'bash'): Promise<Outcome> {
  const admin = [...world.simulator.accounts, world.simulator.heycloud].find(one => one.accountId === accountId)
  if (!admin) throw new Error(`there is no simulated account ${accountId}`)
  return run(shell, ['-c', text], { env: awsEnvironment(world.simulator.endpoint, admin) })
}
const lastLine = (text: string): string | undefined => text.trim().split('\n').at(-1)

const values = (over: Partial<ConnectValues> = {}): ConnectValues => ({
  ...defaultChoices,
  partition: 'aws',
  trustedAccountId: world.simulator.heycloud.accountId,
  externalId: 'a'.repeat(32),
  ...over,
})
const policiesOf = (chosen: ConnectValues) => policiesFor(chosen, world.delegation.policies)
const account = (accountId = prod) => world.simulator.iam.account(accountId)

describe.skipIf(!present)('witness: aws-cli', { timeout: 120_000 }, () => {
  it('makes policy and role from the CloudShell block, prints the ARN last, and the role connects', async () => {
    const setup = await describeSetup(organisation, { aws: world.aws, ...world.delegation })
    const { stdout, stderr } = await paste(setup.cli ?? '')
    expect(lastLine(stdout)).toBe(`arn:aws:iam::${prod}:role/${setup.roleName}`)
    expect(stderr).toBe(
      'HeyCloud: made the policy HeyCloudIntegrationPolicy.\nHeyCloud: made the role HeyCloudIntegrationRole.\n',
    )
    const verification = await waitFor(world, await save(world, setup.roleName), 0)
    expect(verification).toMatchObject({ state: 'connected', missingActions: [], trustFaults: [] })
    const lint = lintTrustPolicy((await paste(`aws iam get-role --role-name ${setup.roleName}`)).stdout, {
      partition: 'aws',
      trustedAccountId: setup.trustedAccountId,
      externalId: setup.draft.value,
      target: { accountId: prod, roleName: setup.roleName.toUpperCase() },
    })
    expect(lint.faults.map(({ id }) => id)).toEqual(['role_name_differs'])
  })

  it('runs every check command that a refusal shows', async () => {
    const connection = await save(world, 'heycloudintegrationrole', { aws_account_id: staging })
    const { causes } = await waitFor(world, connection, 0)
    const commands = causes.filter(({ id }) => id === 'role_name' || id === 'account_id' || id === 'external_id')
    expect(commands).toHaveLength(3)
    const answers = new Map<string, string>()
    for (const { id, checkCommand } of commands) answers.set(id, (await paste(`${checkCommand} || true`)).stdout)
    // Names are compared without case there, so that the right spelling shows.
    expect(answers.get('role_name')?.trim()).toBe(`arn:aws:iam::${prod}:role/HeyCloudIntegrationRole`)
    expect(answers.get('account_id')?.trim()).toBe(prod)
    expect(answers.get('external_id')).not.toContain('usage:')
  })

  it('finds its way in a plain sh too: pasted again, changed, and taken away', async () => {
    const chosen = values({
      roleName: 'Again',
      rolePath: '/team/',
      securityAudit: true,
      principalArns: ['arn:aws:iam::1:role/x'],
    })
    const arn = `arn:aws:iam::${staging}:role/team/${chosen.roleName}`
    const pasted = async (text: string) => {
      const outcome = await paste(text, staging, 'sh')
      return { code: outcome.code, last: lastLine(outcome.stdout), words: outcome.stderr }
    }
    const block = cloudShellBlock(chosen, await policiesOf(chosen))
    expect(await pasted(block)).toMatchObject({ code: 0, last: arn })
    expect(await pasted(block)).toEqual({
      ...{ code: 0, last: arn },
      words: `HeyCloud: the policy HeyCloudIntegrationPolicy is as it should be.\nHeyCloud: the role ${chosen.roleName} is there already; its trust policy is up to date.\n`,
    })
    const role = account(staging)?.roles.again
    expect(role?.attached).toContain('arn:aws:iam::aws:policy/SecurityAudit')
    expect(role?.trust).toContain('"aws:PrincipalArn"')

    const other = values({ ...chosen, externalId: 'b'.repeat(32) })
    const refused = await pasted(cloudShellBlock(other, await policiesOf(other)))
    expect(refused).toMatchObject({ code: 1, last: '' })
    expect(refused.words).toContain('is there already, and it does not ask for this external ID.')
    expect(account(staging)?.roles.again?.trust).not.toContain(other.externalId)

    // As many versions as IAM keeps.
    const PolicyArn = `arn:aws:iam::${staging}:policy/HeyCloudIntegrationPolicy`
    const PolicyDocument =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}'
    for (let version = 2; version <= 5; version += 1)
      await world.admin(staging).send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }))
    const changed = values({ ...other, features: ['metrics', 'event_bus'] })
    const outcome = await pasted(updateBlock(changed, await policiesOf(changed), staging))
    expect(outcome).toMatchObject({ code: 0, last: arn })
    expect(outcome.words).toContain('HeyCloud: updated the policy HeyCloudIntegrationPolicy.')
    expect(account(staging)?.policies[PolicyArn]?.versions).toHaveLength(5)
    expect(account(staging)?.policies[PolicyArn]?.defaultVersion).toBe('v6')
    expect(account(staging)?.roles.again?.trust).toContain(other.externalId)
    expect(account(staging)?.policies[`arn:aws:iam::${staging}:policy/HeyCloudWritePolicy`]).toBeDefined()

    const removal = removalBlock({ partition: 'aws', roleName: chosen.roleName, accountId: staging })
    expect((await pasted(removal)).words).toContain(`HeyCloud: deleted the role ${chosen.roleName}.`)
    expect(account(staging)?.roles.again).toBeUndefined()
    expect(Object.keys(account(staging)?.policies ?? {}).filter(name => name.includes('HeyCloud'))).toEqual([])
    expect(await pasted(removal)).toMatchObject({ code: 0, words: expect.stringContaining('nothing to remove') })
  })

  it('changes nothing in an account that it is not for, nor where there is no role to update', async () => {
    const chosen = values({ roleName: 'Nowhere' })
    const elsewhere = await paste(updateBlock(chosen, await policiesOf(chosen), prod), staging)
    expect(elsewhere.code).toBe(1)
    expect(elsewhere.stderr).toBe(
      `HeyCloud: you are signed in to the account ${staging}, and this is for ${prod}. Nothing was changed.\n`,
    )
    const absent = await paste(updateBlock(chosen, await policiesOf(chosen), staging), staging)
    expect(absent.stderr).toBe('HeyCloud: there is no role Nowhere in this account. Nothing was changed.\n')
    expect(Object.keys(account(staging)?.policies ?? {}).filter(name => name.includes('HeyCloud'))).toEqual([])
  })

  it('leaves alone what others use, and what does not bear HeyCloud’s name', async () => {
    const [mine, theirs] = [values({ roleName: 'Mine' }), values({ roleName: 'Theirs' })]
    for (const one of [mine, theirs]) await paste(cloudShellBlock(one, await policiesOf(one)), staging)
    const foreign = `arn:aws:iam::${staging}:policy/TeamPolicy`
    await paste(
      `aws iam create-policy --policy-name TeamPolicy --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}' && aws iam attach-role-policy --role-name Mine --policy-arn ${foreign}`,
      staging,
    )
    const { code, stderr } = await paste(removalBlock({ partition: 'aws', roleName: 'Mine' }), staging)
    expect(code).toBe(0)
    expect(stderr).toContain('policy/HeyCloudIntegrationPolicy: others use it too.')
    expect(stderr).toContain(`detached ${foreign} and left it`)
    expect(Object.keys(account(staging)?.policies ?? {})).toContain(foreign)
    expect(account(staging)?.roles.theirs?.attached).toHaveLength(1)
  })

  it('says where it stopped, with AWS’s reason above, and can be pasted again', async () => {
    const iam = world.admin(staging)
    const deny = (Action: string) => ({
      ...{ UserName: 'admin', PolicyName: 'deny' },
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] }),
    })
    const chosen = values({ roleName: 'Stopped' })
    const block = cloudShellBlock(chosen, await policiesOf(chosen))
    for (const [action, step] of [
      ['iam:GetRole', 'looking for the role'],
      ['iam:CreateRole', 'making the role'],
      ['iam:AttachRolePolicy', 'attaching the policies to the role'],
    ] as const) {
      await iam.send(new PutUserPolicyCommand(deny(action)))
      const { code, stdout, stderr } = await paste(block, staging)
      expect(code, action).not.toBe(0)
      expect(stdout).toBe('')
      expect(stderr).toContain(`is not authorized to perform: ${action}`)
      expect(lastLine(stderr)).toBe(
        `HeyCloud: stopped while ${step}; the reason stands above. Mend it and paste the block again.`,
      )
    }
    await iam.send(new PutUserPolicyCommand(deny('none:None')))
    expect(lastLine((await paste(block, staging)).stdout)).toBe(`arn:aws:iam::${staging}:role/Stopped`)
  })

  it('tells a role of another HeyCloud from its own by the external ID alone', async () => {
    const trust = goodTrust(world, 'c'.repeat(32))
    await world.admin(prod).send(new CreateRoleCommand({ RoleName: 'Other', AssumeRolePolicyDocument: trust }))
    const before = Object.keys(account()?.policies ?? {}).length
    const chosen = values({ roleName: 'Other', features: ['event_bus'] })
    expect(await paste(cloudShellBlock(chosen, await policiesOf(chosen)))).toMatchObject({ code: 1, stdout: '' })
    expect(Object.keys(account()?.policies ?? {})).toHaveLength(before)
  })
})

it('quotes whatever a name holds', () => {
  const odd = `it's "$HOME" \`id\` \\ $(id)\n`
  expect(spawnSync('sh', ['-c', `printf %s ${shellQuote(odd)}`]).stdout.toString()).toBe(odd)
})
