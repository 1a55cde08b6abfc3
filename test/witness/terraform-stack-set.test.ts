// The StackSet of an Organization as Terraform makes it: applied once, and nothing is left to change.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ActivateOrganizationsAccessCommand, CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stackSetTerraform } from '../../src/delegation/organizations/stack-set.ts'
import { cloudFormationTemplate, templateFileName } from '../../src/delegation/setup/cloudformation.ts'
import { defaultChoices } from '../../src/delegation/setup/values.ts'
import { actionsOf } from '../../src/services/index.ts'
import { prod, type Simulated, simulated } from '../support/simulated.ts'
import { awsEnvironment, isPresent, run } from './run.ts'

/** A folder with the unpacked hashicorp/aws provider, laid out as `terraform providers mirror` does. */
const plugins = process.env.WITNESS_TERRAFORM_PLUGINS
const present = plugins !== undefined && isPresent('terraform', ['version'])

let world: Simulated
let folder: string
const members = () => Object.values(world.simulator.iam.organizations.of(prod)?.members ?? {})
const unit = (name: string): string =>
  Object.values(world.simulator.iam.organizations.of(prod)?.units ?? {}).find(found => found.name === name)?.id ?? ''

beforeAll(async () => {
  if (!present) return
  world = await simulated({ organization: { members: 10 } })
  folder = mkdtempSync(join(tmpdir(), 'heycloud-stack-set-'))
  const targets = {
    include: [unit('Production')],
    exclude: ['200000000002'],
    managementAccountId: prod,
    partition: 'aws' as const,
  }
  const configuration = stackSetTerraform(targets, {
    ...defaultChoices,
    ...{ partition: 'aws', trustedAccountId: world.simulator.heycloud.accountId, externalId: 'a'.repeat(32) },
  })
  writeFileSync(join(folder, 'main.tf'), configuration)
  writeFileSync(join(folder, templateFileName), await cloudFormationTemplate(actionsOf))
  await world.client(CloudFormationClient).send(new ActivateOrganizationsAccessCommand({}))
})
afterAll(async () => {
  await world?.simulator.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

const terraform = (...args: string[]) =>
  run('terraform', args, {
    cwd: folder,
    env: { ...awsEnvironment(world.simulator.endpoint, world.simulator.accounts[0] as never), CHECKPOINT_DISABLE: '1' },
  })

describe.skipIf(!present)('witness: terraform: the StackSet', { timeout: 300_000 }, () => {
  it('is laid out as terraform fmt does', async () => {
    expect((await terraform('fmt', '-check', '-diff')).stdout).toBe('')
  })

  it('is applied, and the second plan is empty', async () => {
    const init = await terraform('init', `-plugin-dir=${plugins}`, '-no-color')
    expect(init.code, init.stderr).toBe(0)
    const applied = await terraform('apply', '-auto-approve', '-no-color')
    expect(applied.code, applied.stderr).toBe(0)
    const production = [unit('Payments'), unit('Search')]
    for (const { accountId, parentId } of members()) {
      const wanted = production.includes(parentId) && accountId !== '200000000002'
      expect(world.simulator.iam.account(accountId)?.roles.heycloudintegrationrole !== undefined, accountId).toBe(
        wanted,
      )
    }
    const plan = await terraform('plan', '-detailed-exitcode', '-no-color')
    expect(plan.code, plan.stdout + plan.stderr).toBe(0)
  })
})
