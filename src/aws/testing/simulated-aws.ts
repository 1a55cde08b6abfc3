// A simulated AWS with one connectable role, for the tests of this folder: the real SDK speaks to it over HTTP.

import { createIamState } from '../../../simulator/iam/state.ts'
import { createSimulatorServer } from '../../../simulator/server.ts'
import { simulatedServices } from '../../../simulator/services/index.ts'
import { stsService } from '../../../simulator/services/sts.ts'
import { createWorld, type LoadProfile } from '../../../simulator/world/world.ts'
import type { RoleTarget } from '../../core/account.ts'
import { type MovableClock, movableClock } from '../../core/clock.ts'
import { seededRandom } from '../../core/random.ts'
import type { AwsAccess } from '../access.ts'
import type { AwsConfig, AwsLog } from '../config.ts'
import { createAwsAccess } from '../create-access.ts'
import type { SecretOf } from '../keys.ts'

export const ownAccount = '060482727757'
export const ownKeys = { accessKeyId: 'AKIAHEYCLOUDTEST0001', secretAccessKey: 'own-secret-of-the-test' }
export const target: RoleTarget = {
  partition: 'aws',
  accountId: '111122223333',
  roleName: 'HeyCloudIntegrationRole',
  rolePath: '/',
  externalId: '0123456789abcdef0123456789abcdef',
}
export const wrongId = 'ffffffffffffffffffffffffffffffff'

/** A trust policy for HeyCloud's account with the given Condition; undefined leaves it open. */
export const trustWith = (condition: Record<string, unknown> | undefined): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ownAccount}:root` },
        Action: 'sts:AssumeRole',
        ...(condition ? { Condition: condition } : {}),
      },
    ],
  })
export const goodTrust = trustWith({ StringEquals: { 'sts:ExternalId': target.externalId } })

export type SimulatedAws = Awaited<ReturnType<typeof simulatedAws>>

/**
 * STS, and with `profile` or `world` also CloudWatch, EC2 and tagging, over the small world or a large one. Quotas are on.
 * Close what `accessTo` gives, and this.
 */
export async function simulatedAws(options: { world?: true; profile?: LoadProfile } = {}) {
  const random = seededRandom(1)
  const wallClock = movableClock()
  const worldClock = movableClock()
  const world = createWorld({ seed: 1, clock: worldClock, ...(options.profile ? { profile: options.profile } : {}) })
  const services = options.world || options.profile ? simulatedServices(world) : []
  const iam = createIamState({ random, wallClock })
  const identity = { path: '/', createdAt: 0, attached: [], inline: {}, tags: {} }
  iam.change(ownAccount, account => {
    account.users.heycloud = {
      ...identity,
      name: 'heycloud',
      id: iam.newId('AIDA'),
      arn: `arn:aws:iam::${ownAccount}:user/heycloud`,
      inline: {
        own: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}',
      },
      accessKeys: [{ ...ownKeys, status: 'Active', createdAt: 0 }],
    }
  })
  const setTrust = (trust: string, permissions = '*') =>
    iam.change(target.accountId, account => {
      account.roles[target.roleName.toLowerCase()] = {
        ...identity,
        name: target.roleName,
        id: account.roles[target.roleName.toLowerCase()]?.id ?? iam.newId('AROA'),
        arn: `arn:aws:iam::${target.accountId}:role/${target.roleName}`,
        inline: {
          all: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"${permissions}","Resource":"*"}]}`,
        },
        trust,
        principalIds: {},
        maxSessionDuration: 3_600,
      }
    })
  setTrust(goodTrust)
  const server = await createSimulatorServer({ services: [stsService(iam), ...services], iam, clock: worldClock })
  const assumed = () => server.ledger.total({ service: 'sts', operation: 'AssumeRole' }).calls
  return { ...server, iam, wallClock, worldClock, world, setTrust, assumed }
}

export interface TestAccess extends AwsAccess {
  clock: MovableClock
  warnings: string[]
}

/** HeyCloud's side, with a clock that can be moved. No credential source but the given keys is looked at. */
export function accessTo(endpointUrl: string, config: Partial<AwsConfig> = {}, secretOf?: SecretOf): TestAccess {
  const clock = movableClock()
  const warnings: string[] = []
  const log: AwsLog = { warn: (_fields, message) => warnings.push(message) }
  const access = createAwsAccess({
    config: { region: 'eu-west-1', endpointUrl, env: {}, credentials: ownKeys, ...config },
    clock,
    random: seededRandom(2),
    log,
    ...(secretOf ? { secretOf } : {}),
  })
  return Object.assign(access, { clock, warnings })
}
