// Delegation whole, for tests: the simulated AWS over HTTP, the real SDK, SQLite, and a clock that can be moved.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { type SimulatorOptions, startSimulator } from '../../simulator/index.ts'
import type { AwsConfig } from '../../src/aws/config.ts'
import { createAwsAccess } from '../../src/aws/create-access.ts'
import { type AwsAccount, type RoleAccount, usesRole } from '../../src/core/account.ts'
import { movableClock, systemClock } from '../../src/core/clock.ts'
import { systemRandom } from '../../src/core/random.ts'
import type { StepName, Verification, VerificationStep } from '../../src/core/verification.ts'
import type { AccountInput } from '../../src/delegation/accounts/input.ts'
import { createDelegation, type DelegationDependencies } from '../../src/delegation/index.ts'
import { pretty } from '../../src/delegation/policies/document.ts'
import { sessionPolicies } from '../../src/delegation/policies/policies.ts'
import { trustPolicy } from '../../src/delegation/trust/policy.ts'
import { actionsOf } from '../../src/services/index.ts'
import { openSqliteSettings } from '../../src/store/settings/sqlite.ts'

export const organisation = 'acme'
export const actor = { organisation, name: 'user:ada@acme.test' }
export const prod = '111122223333'
export const worldStart = Date.UTC(2026, 10, 18, 12, 7, 31)

export interface DelegatingOptions {
  /** `credentials: null` leaves HeyCloud to look for some in `env`. */
  aws?: Partial<Omit<AwsConfig, 'credentials'>> & { credentials?: AwsConfig['credentials'] | null }
  simulator?: Partial<SimulatorOptions>
  delegation?: Partial<DelegationDependencies>
}

/** Starts all of it in a directory of its own; `close` removes the directory. */
export async function startDelegating(options: DelegatingOptions = {}) {
  const { credentials, ...awsConfig } = options.aws ?? {}
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-delegation-'))
  const clock = movableClock(worldStart)
  const simulator = await startSimulator({ seed: 1, clock, ...options.simulator })
  const settings = await openSqliteSettings({ file: join(directory, 'settings.sqlite') })
  await settings.migrate()
  await settings.organisations.ensure(organisation, 'Acme', worldStart)
  const aws = createAwsAccess({
    config: {
      region: 'us-east-1',
      endpointUrl: simulator.endpoint,
      env: {},
      ...(credentials === null ? {} : { credentials: credentials ?? simulator.heycloud }),
      sessionPolicies: sessionPolicies(actionsOf),
      ...awsConfig,
    },
    // Signatures and expiry follow the wall clock, also where delegation's clock is moved.
    clock: systemClock,
    random: systemRandom,
    secretOf: name => settings.secrets.get(name),
  })
  const errors: unknown[] = []
  const connected: string[] = []
  const delegation = createDelegation({
    settings,
    aws,
    clock,
    random: systemRandom,
    log: { error: fields => errors.push(fields) },
    onConnected: account => connected.push(account.accountId),
    ...options.delegation,
  })
  const admin = (accountId: string): IAMClient => {
    const found = [...simulator.accounts].find(one => one.accountId === accountId)
    if (!found) throw new Error(`There is no simulated account ${accountId}`)
    return new IAMClient({ region: 'us-east-1', endpoint: simulator.endpoint, credentials: found })
  }
  return {
    ...{ directory, clock, simulator, settings, aws, delegation, errors, connected, admin },
    async close() {
      aws.close()
      await simulator.close()
      await settings.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export type Delegating = Awaited<ReturnType<typeof startDelegating>>

/** What the guide has a customer put into the role. */
export const goodTrust = (world: Delegating, externalId: string | string[]): string =>
  pretty(trustPolicy({ partition: 'aws', trustedAccountId: world.simulator.heycloud.accountId, externalId }))

export interface RoleMade {
  name: string
  trust: string
  path?: string
  /** Permission policy documents; what the page shows unless given. */
  policies?: string[]
}

/** Makes the role as its owner would, by IAM's own calls. */
export async function makeRole(world: Delegating, made: RoleMade, accountId = prod): Promise<void> {
  const iam = world.admin(accountId)
  const documents = made.policies ?? (await world.delegation.policies.wildcard()).map(policy => policy.document)
  await iam.send(
    new CreateRoleCommand({ RoleName: made.name, AssumeRolePolicyDocument: made.trust, Path: made.path ?? '/' }),
  )
  for (const [index, PolicyDocument] of documents.entries()) {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: `${made.name}-${index}`, PolicyDocument }))
    await iam.send(new AttachRolePolicyCommand({ RoleName: made.name, PolicyArn: Policy?.Arn }))
  }
  iam.destroy()
}

export async function changeTrust(world: Delegating, name: string, trust: string, accountId = prod): Promise<void> {
  const iam = world.admin(accountId)
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: trust }))
  iam.destroy()
}

/** Leaves HeyCloud's own identity with these permissions alone. */
export function setOwnPolicy({ simulator }: Delegating, ...allowed: string[]): void {
  const { accountId, userName } = simulator.heycloud
  simulator.iam.change(accountId, draft => {
    const user = draft.users[userName]
    if (!user) throw new Error('HeyCloud has no user in its simulated account')
    user.attached = []
    const Statement = allowed.map(Action => ({ Effect: 'Allow', Action, Resource: '*' }))
    user.inline = Statement.length > 0 ? { own: JSON.stringify({ Version: '2012-10-17', Statement }) } : {}
  })
}

/** Saves an account with the page's external ID, as the form does. */
export async function save(
  world: Delegating,
  roleName: string,
  over: Partial<AccountInput> = {},
): Promise<RoleAccount> {
  const { value } = await world.delegation.externalIds.pageDraft(organisation)
  const account = await world.delegation.accounts.create(actor, {
    aws_account_id: prod,
    aws_partition: 'aws',
    auth_config: { role_name: roleName, external_id: value },
    ...over,
  })
  if (!usesRole(account)) throw new Error('the account has a key')
  return account
}

export async function verificationOf(world: Delegating, account: AwsAccount): Promise<Verification> {
  const found = await world.settings.verifications.get(account.id)
  if (!found) throw new Error('There is no verification')
  return found
}

export function step(verification: Verification, name: StepName): VerificationStep {
  const found = verification.steps.find(one => one.name === name)
  if (!found) throw new Error(`There is no step ${name}`)
  return found
}

/** Moves the clock from attempt to attempt for as long as `ms`, and answers what is known then. */
export async function waitFor(world: Delegating, account: AwsAccount, ms: number): Promise<Verification> {
  const end = world.clock.now() + ms
  for (let turns = 0; turns < 100 && world.clock.now() < end; turns += 1) {
    await world.delegation.verification.tick()
    const due = (await verificationOf(world, account)).steps.flatMap(one => one.nextAttemptAt ?? [])
    const next = Math.min(end, ...due)
    world.clock.advance(Math.max(next - world.clock.now(), 1))
  }
  await world.delegation.verification.tick()
  return verificationOf(world, account)
}
