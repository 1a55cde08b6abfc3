import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { seededRandom } from '../../src/core/random.ts'
import { customerAccountId, ownAccountId, startTestServer, type TestServer, trustPolicy } from '../test-server.ts'
import { createIamState } from './state.ts'

const roleArn = `arn:aws:iam::${customerAccountId}:role/Reader`
let folder: string
const started: TestServer[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heycloud-iam-'))
})
afterEach(async () => {
  await Promise.all(started.splice(0).map(server => server.close()))
  rmSync(folder, { recursive: true })
})

async function start(options: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  const server = await startTestServer(options)
  started.push(server)
  return server
}

const iamOf = (server: TestServer) => new IAMClient(server.options(server.admin))
const createReader = (server: TestServer, trust = trustPolicy('id')) =>
  iamOf(server).send(new CreateRoleCommand({ RoleName: 'Reader', AssumeRolePolicyDocument: trust }))

async function assume(server: TestServer, credentials: Parameters<TestServer['options']>[0] = server.collector) {
  const client = new STSClient(server.options(credentials))
  const input = { RoleArn: roleArn, RoleSessionName: 'test', ExternalId: 'id' }
  const { Credentials } = await client.send(new AssumeRoleCommand(input))
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
}

describe('the state file', () => {
  it('keeps roles, keys and running sessions over a restart', async () => {
    const stateFile = join(folder, 'iam.json')
    const first = await start({ stateFile, randomSeed: 1 })
    await createReader(first)
    const session = await assume(first)
    await first.close()
    started.length = 0

    const second = await start({ stateFile, randomSeed: 2 })
    expect(second.admin).toEqual(first.admin)
    const identity = await new STSClient(second.options(session)).send(new GetCallerIdentityCommand({}))
    expect(identity.Arn).toContain('assumed-role/Reader')
    await expect(assume(second)).resolves.toBeDefined()
    expect(Object.keys(second.iam.account(customerAccountId)?.users ?? {})).toEqual(['admin'])
  })

  it('is readable by its owner alone, and whole after every change', async () => {
    const stateFile = join(folder, 'iam.json')
    const server = await start({ stateFile })
    await createReader(server)
    expect(statSync(stateFile).mode & 0o777).toBe(0o600)
    const state = JSON.parse(readFileSync(stateFile, 'utf8'))
    const customer = state.accounts.find(({ accountId }: { accountId: string }) => accountId === customerAccountId)
    expect(Object.keys(customer.roles)).toEqual(['reader'])
  })

  it('is not overwritten when it cannot be read', () => {
    const stateFile = join(folder, 'iam.json')
    const options = { random: seededRandom(1), wallClock: systemClock, stateFile }
    writeFileSync(stateFile, '{"format":1,')
    expect(() => createIamState(options)).toThrow(SyntaxError)
    writeFileSync(stateFile, '{"format":9}')
    expect(() => createIamState(options)).toThrow('format 9')
    expect(readFileSync(stateFile, 'utf8')).toBe('{"format":9}')
  })

  it('keeps the time of the first start', () => {
    const stateFile = join(folder, 'iam.json')
    const options = { random: seededRandom(1), wallClock: systemClock, stateFile }
    const first = createIamState({ ...options, startedAt: 1000 })
    first.change('111122223333', () => undefined)
    expect(createIamState({ ...options, startedAt: 2000 }).startedAt).toBe(1000)
  })
})

describe('a change that fails', () => {
  it('changes nothing', async () => {
    const { iam } = await start()
    const attempt = () =>
      iam.change(customerAccountId, draft => {
        draft.alias = 'half-done'
        throw new Error('refused')
      })
    expect(attempt).toThrow('refused')
    expect(iam.account(customerAccountId)?.alias).toBeUndefined()
  })
})

describe('propagation', () => {
  it('shows a change to IAM at once and to evaluation after the delay', async () => {
    const server = await start({ propagationMs: 4000 })
    await createReader(server)
    await expect(iamOf(server).send(new GetRoleCommand({ RoleName: 'Reader' }))).resolves.toBeDefined()
    await expect(assume(server)).rejects.toMatchObject({ name: 'AccessDenied' })
    server.wallClock.advance(4001)
    await expect(assume(server)).resolves.toBeDefined()

    const mended = { RoleName: 'Reader', PolicyDocument: trustPolicy('another') }
    await iamOf(server).send(new UpdateAssumeRolePolicyCommand(mended))
    await expect(assume(server)).resolves.toBeDefined()
    server.wallClock.advance(4001)
    await expect(assume(server)).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('delays permissions too', async () => {
    const server = await start({ propagationMs: 4000 })
    await createReader(server)
    server.wallClock.advance(4001)
    const session = await assume(server)
    const listRoles = () => new IAMClient(server.options(session)).send(new ListRolesCommand({}))
    const policy = { RoleName: 'Reader', PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' }
    await iamOf(server).send(new AttachRolePolicyCommand(policy))
    await expect(listRoles()).rejects.toMatchObject({ name: 'AccessDenied' })
    server.wallClock.advance(4001)
    await expect(listRoles()).resolves.toBeDefined()
    await iamOf(server).send(new DetachRolePolicyCommand(policy))
    await expect(listRoles()).resolves.toBeDefined()
  })
})

describe('identities made again under their name', () => {
  const collectorRole = `arn:aws:iam::${ownAccountId}:role/Collector`

  async function remakeCollector(server: TestServer) {
    const key = server.iam.account(ownAccountId)?.users.admin?.accessKeys[0]
    const iam = new IAMClient(server.options(key ?? server.admin))
    const make = () =>
      iam.send(new CreateRoleCommand({ RoleName: 'Collector', AssumeRolePolicyDocument: trustPolicy() }))
    return { iam, make, drop: () => iam.send(new DeleteRoleCommand({ RoleName: 'Collector' })) }
  }

  it('are not trusted, and stand in the trust policy by their old id', async () => {
    const server = await start()
    const { make, drop } = await remakeCollector(server)
    const made = await make()
    await createReader(server, trustPolicy('id', { AWS: collectorRole }))
    const shown = async () => {
      const { Role } = await iamOf(server).send(new GetRoleCommand({ RoleName: 'Reader' }))
      return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).Statement[0].Principal.AWS
    }
    expect(await shown()).toBe(collectorRole)
    await drop()
    await make()
    expect(await shown()).toBe(made.Role?.RoleId)
    await expect(assume(server)).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('end the sessions of the old role', async () => {
    const server = await start()
    await createReader(server)
    const session = await assume(server)
    await iamOf(server).send(new DeleteRoleCommand({ RoleName: 'Reader' }))
    await createReader(server)
    const identity = new STSClient(server.options(session)).send(new GetCallerIdentityCommand({}))
    await expect(identity).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })
})
