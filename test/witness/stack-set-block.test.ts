// The block that makes an Organization's StackSet, pasted into a shell by its administrators.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stackSetBlock } from '../../src/delegation/organizations/stack-set.ts'
import { cloudFormationTemplate } from '../../src/delegation/setup/cloudformation.ts'
import { type ConnectValues, defaultChoices } from '../../src/delegation/setup/values.ts'
import { actionsOf } from '../../src/services/index.ts'
import { prod, type Simulated, simulated, staging } from '../support/simulated.ts'
import { awsEnvironment, isPresent, type Outcome, run } from './run.ts'

const present = isPresent('aws', ['--version'])
const service = 'member.org.stacksets.cloudformation.amazonaws.com'
let world: Simulated
const unit = (name: string): string =>
  Object.values(world.simulator.iam.organizations.of(prod)?.units ?? {}).find(found => found.name === name)?.id ?? ''
const roleIn = (accountId: string) => world.simulator.iam.account(accountId)?.roles.heycloudintegrationrole
const member = (name: string): string => world.simulator.accounts.find(one => one.name === name)?.accountId ?? ''

beforeAll(async () => {
  if (present) world = await simulated({ organization: { members: 10 } })
})
afterAll(() => world?.simulator.close())

async function paste(text: string, accountId = prod): Promise<Outcome> {
  const admin = world.simulator.accounts.find(one => one.accountId === accountId)
  if (!admin) throw new Error(`There is no simulated account ${accountId}`)
  return run('bash', ['-c', text], { env: awsEnvironment(world.simulator.endpoint, admin) })
}

async function block(include: string[], over: Partial<ConnectValues> & { exclude?: string[] } = {}): Promise<string> {
  const { exclude = [], ...rest } = over
  const values: ConnectValues = {
    ...defaultChoices,
    ...{ partition: 'aws', trustedAccountId: world.simulator.heycloud.accountId, externalId: 'a'.repeat(32) },
    ...rest,
  }
  const targets = { include: include.map(unit), exclude, managementAccountId: prod, partition: 'aws' } as const
  return stackSetBlock(targets, values, await cloudFormationTemplate(actionsOf))
}

describe.skipIf(!present)('witness: aws-cli: the StackSet', { timeout: 240_000 }, () => {
  it('is made in the management account, and tells how each account fared', async () => {
    const spared = member('search-1')
    const { code, stdout, stderr } = await paste(await block(['Production'], { exclude: [spared] }))
    expect([code, stderr]).toEqual([0, 'HeyCloud: made the StackSet HeyCloudIntegration.\n'])
    for (const name of ['payments-1', 'payments-2', 'search-2']) {
      expect(stdout).toContain(member(name))
      expect(roleIn(member(name))?.trust).toContain('a'.repeat(32))
    }
    expect(roleIn(spared)).toBeUndefined()
    expect(roleIn(prod)).toBeUndefined()
  })

  it('is updated when it is pasted again, with other values and more OUs', async () => {
    const again = await paste(await block(['Production', 'Staging'], { nextExternalId: 'b'.repeat(32) }))
    expect([again.code, again.stderr]).toEqual([0, 'HeyCloud: updated the StackSet HeyCloudIntegration.\n'])
    for (const name of ['payments-1', 'staging', 'staging-2'])
      expect(roleIn(member(name))?.trust, name).toContain('b'.repeat(32))
  })

  it('is refused to a member, and given to a delegated administrator of StackSets', async () => {
    const text = await block(['Sandbox'])
    const refused = await paste(text, staging)
    expect(refused.code).not.toBe(0)
    const register = `aws organizations register-delegated-administrator --account-id ${staging} --service-principal ${service}`
    expect(
      (await paste(`aws organizations enable-aws-service-access --service-principal ${service} && ${register}`)).stderr,
    ).toBe('')
    const done = await paste(text, staging)
    expect(done.code, done.stderr).toBe(0)
    expect(roleIn(member('sandbox-1'))).toBeDefined()
  })
})
