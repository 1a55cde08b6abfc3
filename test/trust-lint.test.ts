// The trust-policy linter against the simulated AWS: the same policies are given to roles, and the role is tried with the right external
// ID, without one, with wrong ones, and by a stranger. What the linter calls safe is safe and works; what it calls an error is unsafe or
// does not work.
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lintTrustPolicy, type TrustExpectation } from '../src/delegation/trust/lint.ts'
import { externalId, heycloud, nextExternalId, ownArn, type TrustCase } from '../src/delegation/trust/testing/case.ts'
import { trustCases } from '../src/delegation/trust/testing/cases.ts'
import { prod, type Simulated, simulated, staging } from './support/simulated.ts'

let aws: Simulated
let iam: IAMClient
let own: STSClient
/** An administrator of another account, who knows the external ID. */
let stranger: STSClient
beforeAll(async () => {
  aws = await simulated()
  iam = aws.client(IAMClient)
  stranger = aws.client(STSClient, { account: staging })
  const { endpoint, heycloud: credentials } = aws.simulator
  expect(credentials.accountId).toBe(heycloud)
  own = new STSClient({ region: 'us-east-1', endpoint, maxAttempts: 1, credentials })
})
afterAll(() => aws.simulator.close())

const write = ({ statements }: Pick<TrustCase, 'statements'>) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })

const wrongIds = [
  ...['f'.repeat(32), externalId.toUpperCase(), `${externalId}0`],
  `${externalId.slice(0, 16)}0${externalId.slice(17)}`,
  `${externalId.slice(0, -2)}00`,
]

let made = 0
/** Whether HeyCloud gets in as it should, and nobody as nobody should. */
async function tried(trust: string): Promise<{ right: boolean; safe: boolean }> {
  made += 1
  const RoleName = `Lint${made}`
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))
  const admits = async (by: STSClient, ExternalId: string | undefined): Promise<boolean> => {
    const call = { RoleArn: `arn:aws:iam::${prod}:role/${RoleName}`, RoleSessionName: 'heycloud-verify', ExternalId }
    try {
      await by.send(new AssumeRoleCommand({ ...call, DurationSeconds: 3_600 }))
      return true
    } catch (error) {
      expect((error as Error).name).toBe('AccessDenied')
      return false
    }
  }
  const right = await admits(own, externalId)
  const others = [admits(own, undefined), ...wrongIds.map(wrong => admits(own, wrong)), admits(stranger, externalId)]
  const safe = !(await Promise.all(others)).includes(true)
  await iam.send(new DeleteRoleCommand({ RoleName }))
  return { right, safe }
}

const good = { right: true, safe: true }
const expectation = ({ rotating }: TrustCase): TrustExpectation => ({
  ...{ trustedAccountId: heycloud, externalId, ownArn, target: { accountId: prod } },
  partition: 'aws',
  ...(rotating ? { nextExternalId } : {}),
})

/** Not where the answer hangs on where HeyCloud runs, or on what it calls as. */
const open = ['place_condition', 'unknown_condition']
const decidable = trustCases.filter(
  one =>
    !one.draft &&
    !one.asRole &&
    !one.faults.some(([id]) => open.includes(id) || (id === 'deny_statement' && one.keepsWarnings)),
)

describe('the linter and the simulated AWS agree', () => {
  it('on many cases', () => expect(decidable.length).toBeGreaterThan(60))

  it.each(decidable.map(one => [one.name, one] as const))('%s', async (_, one) => {
    const text = write(one)
    const lint = lintTrustPolicy(text, expectation(one))
    const isError = lint.faults.some(({ severity }) => severity === 'error')
    const { right, safe } = await tried(text)
    expect(right && safe, JSON.stringify({ right, safe, faults: lint.faults })).toBe(!isError)
    if (lint.corrected) expect(await tried(lint.corrected)).toEqual(good)
  })
})

describe('what IAM refuses to save', () => {
  const drafts = trustCases.filter(one => one.draft && !one.asRole)
  it.each(drafts.map(one => [one.name, one] as const))('%s is mended into what it saves', async (_, one) => {
    const { corrected } = lintTrustPolicy(write(one), expectation(one))
    expect(await tried(corrected ?? '')).toEqual(good)
  })
})
