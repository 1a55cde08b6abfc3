// The Terraform that HeyCloud generates, applied by Terraform: the role connects, a second plan is empty, nothing is left behind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { features } from '../../src/core/define.ts'
import { block, hclString } from '../../src/delegation/setup/hcl.ts'
import { terraformAccount, terraformMany } from '../../src/delegation/setup/terraform.ts'
import { type ConnectValues, defaultChoices, policiesFor } from '../../src/delegation/setup/values.ts'
import { type Delegating, organisation, prod, save, startDelegating, waitFor } from '../support/delegating.ts'
import { awsEnvironment, isPresent, run } from './run.ts'

/** A folder with the unpacked hashicorp/aws provider, laid out as `terraform providers mirror` does. */
const plugins = process.env.WITNESS_TERRAFORM_PLUGINS
const present = isPresent('terraform', ['version'])
const applicable = present && plugins !== undefined
const staging = '444455556666'

let world: Delegating
const folders: string[] = []
beforeAll(async () => {
  world = await startDelegating()
})
afterAll(async () => {
  await world.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Terraform in a folder of its own with these files, as the administrator of prod. */
function terraformWith(files: Record<string, string>) {
  const cwd = mkdtempSync(join(tmpdir(), 'heycloud-terraform-'))
  folders.push(cwd)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(cwd, path, '..'), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  const keys = world.simulator.accounts.find(({ accountId }) => accountId === prod)
  if (!keys) throw new Error('the simulated AWS has no such account')
  const env = { ...awsEnvironment(world.simulator.endpoint, keys), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' }
  return (...args: string[]) => run('terraform', args, { cwd, env })
}

const valuesFor = async (over: Partial<ConnectValues> = {}): Promise<ConnectValues> => ({
  ...defaultChoices,
  partition: 'aws',
  trustedAccountId: world.simulator.heycloud.accountId,
  externalId: (await world.delegation.externalIds.pageDraft(organisation)).value,
  ...over,
})
const accountFile = async (values: ConnectValues) =>
  terraformAccount(values, await policiesFor(values, world.delegation.policies))

const heyCloudIn = (accountId: string): string[] => {
  const { roles, policies } = world.simulator.iam.account(accountId) ?? { roles: {}, policies: {} }
  return [...Object.keys(roles), ...Object.keys(policies)].filter(name => /heycloud/i.test(name))
}

/** Applies, plans again, and says what both answered. */
async function applied(terraform: ReturnType<typeof terraformWith>) {
  const init = await terraform('init', '-no-color', `-plugin-dir=${plugins}`)
  expect(init.code, init.stderr).toBe(0)
  const apply = await terraform('apply', '-no-color', '-auto-approve')
  expect(apply.code, apply.stderr).toBe(0)
  const plan = await terraform('plan', '-no-color', '-detailed-exitcode')
  expect(plan.stdout).toContain('No changes.')
  return JSON.parse((await terraform('output', '-json')).stdout)
}

describe('witness: terraform: what HeyCloud generates', { timeout: 300_000 }, () => {
  it.skipIf(!applicable)('makes one account’s role, which connects, and takes it away again', async () => {
    const terraform = terraformWith({ 'main.tf': await accountFile(await valuesFor()) })
    const output = await applied(terraform)
    expect(output.role_arn.value).toBe(`arn:aws:iam::${prod}:role/HeyCloudIntegrationRole`)
    const verification = await waitFor(world, await save(world, 'HeyCloudIntegrationRole'), 0)
    expect(verification).toMatchObject({ state: 'connected', missingActions: [], trustFaults: [] })
    expect((await terraform('destroy', '-no-color', '-auto-approve')).code).toBe(0)
    expect(heyCloudIn(prod)).toEqual([])
  })

  it.skipIf(!applicable)(
    'takes every choice: all features, strict, a path, a rotation, HeyCloud’s own role',
    async () => {
      const values = await valuesFor({
        ...{ features, form: 'strict', rolePath: '/team/', securityAudit: true, nextExternalId: 'f'.repeat(32) },
        principalArns: ['arn:aws:iam::060482727757:role/heycloud', 'arn:aws:iam::060482727757:role/*/heycloud'],
      })
      const terraform = terraformWith({ 'main.tf': await accountFile(values) })
      const output = await applied(terraform)
      expect(output.role_arn.value).toBe(`arn:aws:iam::${prod}:role/team/HeyCloudIntegrationRole`)
      const role = world.simulator.iam.account(prod)?.roles.heycloudintegrationrole
      expect(JSON.parse(role?.trust ?? '').Statement[0].Condition).toEqual({
        StringEquals: { 'sts:ExternalId': [values.externalId, values.nextExternalId] },
        ArnEquals: { 'aws:PrincipalArn': values.principalArns },
      })
      expect(role?.attached.sort()).toEqual([
        `arn:aws:iam::${prod}:policy/HeyCloudIntegrationPolicy`,
        `arn:aws:iam::${prod}:policy/HeyCloudWritePolicy`,
        'arn:aws:iam::aws:policy/SecurityAudit',
      ])
      expect((await terraform('destroy', '-no-color', '-auto-approve')).code).toBe(0)
      expect(heyCloudIn(prod)).toEqual([])
    },
  )

  it.skipIf(!applicable)('makes the roles of many accounts, each by a role in it', async () => {
    for (const accountId of [prod, staging]) {
      const iam = world.admin(accountId)
      const RoleName = 'Access'
      const Statement = [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${prod}:root` }, Action: 'sts:AssumeRole' }]
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
      const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
    }
    const targets = [
      { accountId: prod, externalId: 'a'.repeat(32) },
      { accountId: staging, externalId: 'b'.repeat(32), roleName: 'HeyCloudStaging' },
    ]
    const terraform = terraformWith({
      'main.tf': terraformMany('aws', targets),
      'heycloud/main.tf': await accountFile(await valuesFor()),
      'terraform.tfvars': 'account_access_role = "Access"\n',
    })
    const output = await applied(terraform)
    expect(output.role_arns.value).toEqual({
      [prod]: `arn:aws:iam::${prod}:role/HeyCloudIntegrationRole`,
      [staging]: `arn:aws:iam::${staging}:role/HeyCloudStaging`,
    })
    expect(world.simulator.iam.account(staging)?.roles.heycloudstaging?.trust).toContain('b'.repeat(32))
    expect((await terraform('destroy', '-no-color', '-auto-approve')).code).toBe(0)
    expect([...heyCloudIn(prod), ...heyCloudIn(staging)]).toEqual([])
  })

  it.skipIf(!present)('is laid out as terraform fmt does, with HeyCloud’s side and without', async () => {
    const values = await valuesFor({ principalArns: ['x', 'y'], securityAudit: true, nextExternalId: 'f'.repeat(32) })
    const fresh = [prod, staging].map(accountId => ({ accountId, externalId: null }))
    const terraform = terraformWith({
      'main.tf': terraformMany('aws', fresh, { apiUrl: 'http://127.0.0.1:8420/', roleName: 'R' }),
      'known.tf': terraformMany('aws-cn', [{ accountId: prod, externalId: 'x', roleName: 'R' }]),
      'heycloud/main.tf': await accountFile(values),
    })
    const { code, stdout } = await terraform('fmt', '-check', '-diff', '-recursive', '-no-color')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  })

  it.skipIf(!present)('keeps whatever a value holds', async () => {
    const odd = `a "quoted" \${var.x} %{if true} c:\\\\back\n\t\b\f\u2028 é`
    const terraform = terraformWith({ 'main.tf': block('output "odd"', `value = ${hclString(odd)}`) })
    await terraform('init', '-no-color')
    await terraform('apply', '-no-color', '-auto-approve')
    expect(JSON.parse((await terraform('output', '-json')).stdout).odd.value).toBe(odd)
  })
})
