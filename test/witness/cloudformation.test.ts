// The CloudFormation template before foreign eyes: cfn-lint reads it, aws-cli deploys it as the page says, and HeyCloud verifies the role.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removalBlock } from '../../src/delegation/setup/cli-block.ts'
import { cloudFormationTemplate, templateFileName } from '../../src/delegation/setup/cloudformation.ts'
import { deployBlock, deployLine } from '../../src/delegation/setup/deploy.ts'
import { type ConnectValues, defaultChoices } from '../../src/delegation/setup/values.ts'
import { actionsOf } from '../../src/services/index.ts'
import { type Delegating, organisation, prod, save, startDelegating, waitFor } from '../support/delegating.ts'
import { awsEnvironment, isPresent, run } from './run.ts'

const aws = isPresent('aws', ['--version'])
const cfnLint = isPresent('cfn-lint', ['--version'])
const staging = '444455556666'

let world: Delegating
let folder: string
let template: string
beforeAll(async () => {
  world = await startDelegating()
  template = await cloudFormationTemplate(actionsOf)
  folder = mkdtempSync(join(tmpdir(), 'heycloud-cloudformation-'))
  writeFileSync(join(folder, templateFileName), template)
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Pasted by the administrator of an account, where the template lies. */
function paste(text: string, { accountId = prod, shell = 'bash' } = {}) {
  const admin = world.simulator.accounts.find(one => one.accountId === accountId)
  if (!admin) throw new Error(`there is no simulated account ${accountId}`)
  return run(shell, ['-c', text], { env: awsEnvironment(world.simulator.endpoint, admin), cwd: folder })
}
const lastLine = (text: string): string | undefined => text.trim().split('\n').at(-1)

const valuesFor = async (over: Partial<ConnectValues> = {}): Promise<ConnectValues> => ({
  ...defaultChoices,
  partition: 'aws',
  trustedAccountId: world.simulator.heycloud.accountId,
  externalId: (await world.delegation.externalIds.pageDraft(organisation)).value,
  ...over,
})

describe('witness: cfn-lint', () => {
  it.skipIf(!cfnLint)(
    'finds nothing to say of the template',
    async () => {
      const { code, stdout } = await run('cfn-lint', [templateFileName], {
        env: { PATH: process.env.PATH ?? '' },
        cwd: folder,
      })
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    },
    120_000,
  )
})

describe('witness: aws-cli: CloudFormation', { timeout: 120_000 }, () => {
  it.skipIf(!aws)('finds the template valid', async () => {
    const { code, stdout } = await paste(
      `aws cloudformation validate-template --template-body file://${templateFileName} --output json`,
    )
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ Capabilities: ['CAPABILITY_NAMED_IAM'] })
  })

  it.skipIf(!aws)('deploys it by the line of the page, which ends in the ARN of a role that connects', async () => {
    const line = deployLine(await valuesFor())
    const arn = `arn:aws:iam::${prod}:role/HeyCloudIntegrationRole`
    expect(lastLine((await paste(line)).stdout)).toBe(arn)
    const verification = await waitFor(world, await save(world, 'HeyCloudIntegrationRole'), 0)
    expect(verification).toMatchObject({ state: 'connected', missingActions: [], trustFaults: [] })
    const again = await paste(line, { shell: 'sh' })
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes to deploy') })
    expect(lastLine(again.stdout)).toBe(arn)
  })

  it.skipIf(!aws)(
    'deploys it from a block alone, changes it by another, and deletes the stack with the role',
    async () => {
      const at = { accountId: staging }
      const [first, second] = [
        await valuesFor({ features: ['account', 'event_bus'] }),
        await valuesFor({ form: 'strict' }),
      ]
      const arn = `arn:aws:iam::${staging}:role/HeyCloudIntegrationRole`
      const policies = () => world.simulator.iam.account(staging)?.roles.heycloudintegrationrole?.attached ?? []
      expect(await paste(deployBlock(first, template), at)).toMatchObject({ code: 0, stdout: `${arn}\n` })
      expect(policies().map(name => name.split('-')[1])).toEqual(['HeyCloudIntegrationPolicy', 'HeyCloudWritePolicy'])
      expect(await paste(deployBlock(second, template), { ...at, shell: 'sh' })).toMatchObject({
        code: 0,
        stdout: `${arn}\n`,
      })
      expect(policies().map(name => name.split('-')[1])).toEqual(['HeyCloudIntegrationPolicy'])
      const removal = removalBlock({ partition: 'aws', roleName: 'HeyCloudIntegrationRole', accountId: staging })
      expect((await paste(removal, at)).stderr).toBe(
        'HeyCloud: deleted the stack HeyCloudIntegration, and with it the role and its policies.\n',
      )
      expect(world.simulator.iam.account(staging)?.roles.heycloudintegrationrole).toBeUndefined()
    },
  )

  it.skipIf(!aws)('says why a stack was not made, and deploys over what was rolled back', async () => {
    const at = { accountId: staging }
    const deny = (Action: string) =>
      world.admin(staging).send(
        new PutUserPolicyCommand({
          ...{ UserName: 'admin', PolicyName: 'deny' },
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action, Resource: '*' }],
          }),
        }),
      )
    const block = deployBlock(await valuesFor({ roleName: 'Later' }), template)
    await deny('iam:CreateRole')
    const { code, stdout, stderr } = await paste(block, at)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('HeyCloud: the stack was not made. AWS gave these reasons, newest first:')
    expect(stderr).toContain('is not authorized to perform: iam:CreateRole')
    await deny('none:None')
    expect(await paste(block, at)).toMatchObject({ code: 0, stdout: `arn:aws:iam::${staging}:role/Later\n` })
  })
})
