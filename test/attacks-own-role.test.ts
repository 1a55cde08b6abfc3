// The role that HeyCloud itself runs as, asked for as if it were a customer's: what would be won is every customer's account.
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { MINUTE } from '../src/core/clock.ts'
import { accountBody, accounts, ask } from './support/attacking.ts'
import { type Delegating, organisation, setOwnPolicy, startDelegating } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const RoleName = 'heycloud-runner'
let aws: Delegating
let serving: Serving
beforeAll(async () => {
  aws = await startDelegating()
  setOwnPolicy(aws, '*')
  const { heycloud: credentials, endpoint } = aws.simulator
  const client = { region: 'us-east-1', endpoint, credentials }
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: credentials.accountId }, Action: 'sts:AssumeRole' }],
  })
  const { Role } = await new IAMClient(client).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
  const session = { RoleArn: Role?.Arn, RoleSessionName: 'i-0abc' }
  const { Credentials } = await new STSClient(client).send(new AssumeRoleCommand(session))
  const asRole = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  serving = await startServing({ aws: { credentials: asRole, endpointUrl: endpoint } })
})
afterAll(async () => {
  await serving.close()
  await aws.close()
})
beforeEach(() => serving.clock.advance(MINUTE))

it.each([RoleName, RoleName.toUpperCase(), `team/${RoleName}`])('%s is refused, and written down', async role_name => {
  const { accountId } = aws.simulator.heycloud
  const body = accountBody({ auth_config: { role_name } }, accountId)
  const reply = await ask(serving, await serving.keys('admin'), 'POST', accounts, body)
  expect([reply.status, reply.body.errors[0].code]).toEqual([400, 'own_role_refused'])
  expect((await serving.settings.audit.list(organisation, 1))[0]).toMatchObject({
    ...{ action: 'account.create.refused', detail: { reason: 'own_role_refused', account_id: accountId } },
  })
  expect(await serving.settings.accounts.listAll()).toEqual([])
})
