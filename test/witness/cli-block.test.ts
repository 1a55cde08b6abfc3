// What the page gives people to paste into a shell, pasted into a shell: the CloudShell block, and the commands that check a cause.
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeSetup } from '../../src/delegation/setup/setup.ts'
import { shellQuote } from '../../src/delegation/setup/shell.ts'
import { lintTrustPolicy } from '../../src/delegation/trust/lint.ts'
import { type Delegating, organisation, prod, save, startDelegating, waitFor } from '../support/delegating.ts'

const present = spawnSync('aws', ['--version']).status === 0
const run = promisify(execFile)

let world: Delegating
beforeAll(async () => {
  world = await startDelegating()
})
afterAll(() => world.close())

/** Standard output of a paste, as the administrator of an account. */
async function paste(text: string, accountId = prod): Promise<string> {
  const admin = [...world.simulator.accounts, world.simulator.heycloud].find(one => one.accountId === accountId)
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: world.simulator.endpoint,
    AWS_ACCESS_KEY_ID: admin?.accessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: admin?.secretAccessKey ?? '',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  }
  return (await run('bash', ['-c', text], { env })).stdout
}

describe.skipIf(!present)('witness: aws-cli', () => {
  it('makes policy and role from the CloudShell block, prints the ARN last, and the role connects', async () => {
    const setup = await describeSetup(organisation, { aws: world.aws, ...world.delegation })
    const printed = (await paste(setup.cli ?? '')).trim().split('\n')
    expect(printed.at(-1)).toBe(`arn:aws:iam::${prod}:role/${setup.roleName}`)
    const verification = await waitFor(world, await save(world, setup.roleName), 0)
    expect(verification).toMatchObject({ state: 'connected', missingActions: [], trustFaults: [] })
    const lint = lintTrustPolicy(await paste(`aws iam get-role --role-name ${setup.roleName}`), {
      partition: 'aws',
      trustedAccountId: setup.trustedAccountId,
      externalId: setup.draft.value,
      target: { accountId: prod, roleName: setup.roleName.toUpperCase() },
    })
    expect(lint.faults.map(({ id }) => id)).toEqual(['role_name_differs'])
  }, 60_000)

  it('runs every check command that a refusal shows', async () => {
    const other = '444455556666'
    const account = await save(world, 'heycloudintegrationrole', { aws_account_id: other })
    const { causes } = await waitFor(world, account, 0)
    const commands = causes.filter(({ id }) => id === 'role_name' || id === 'account_id' || id === 'external_id')
    expect(commands).toHaveLength(3)
    const answers = new Map<string, string>()
    for (const { id, checkCommand } of commands) answers.set(id, await paste(`${checkCommand} || true`).catch(String))
    // Names are compared without case there, so that the right spelling shows.
    expect(answers.get('role_name')?.trim()).toBe(`arn:aws:iam::${prod}:role/HeyCloudIntegrationRole`)
    expect(answers.get('account_id')?.trim()).toBe(prod)
    expect(answers.get('external_id')).not.toContain('usage:')
  }, 60_000)
})

it('quotes whatever a name holds', () => {
  const odd = `it's "$HOME" \`id\` \\ $(id)\n`
  expect(spawnSync('sh', ['-c', `printf %s ${shellQuote(odd)}`]).stdout.toString()).toBe(odd)
})
