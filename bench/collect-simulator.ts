// The simulated AWS of the collection benchmarks, in a process of its own, so that its work is not counted as the collector's.
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { startSimulator } from '../simulator/index.ts'
import type { LedgerTotals } from '../simulator/ledger.ts'
import type { LoadProfile } from '../simulator/world/world.ts'
import { movableClock } from '../src/core/clock.ts'

/** As JSON in the first argument. */
export interface SimulatorProcessOptions {
  now: number
  profile: LoadProfile
  quotas: boolean
  /** Of every call, ms. */
  latencyMs: number
  roleName: string
  externalId: string
}

/** Sent when it is ready. */
export interface Ready {
  endpoint: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  accountIds: string[]
}

/** What is asked of it: move the world's clock by so many ms. */
export interface Asked {
  advance: number
}

/** What it has done so far: what it was asked as its ledger counts it, and its own processor time. */
export interface Counted extends LedgerTotals {
  cpuSeconds: number
}

const options = JSON.parse(process.argv[2] ?? '{}') as SimulatorProcessOptions
const { quotas, profile, latencyMs } = options
const clock = movableClock(options.now)
const simulator = await startSimulator({ seed: 1, clock, quotas, profile })

for (const admin of simulator.accounts) {
  const iam = new IAMClient({ region: 'us-east-1', endpoint: simulator.endpoint, credentials: admin })
  const RoleName = options.roleName
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${simulator.heycloud.accountId}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': options.externalId } },
  }
  const read = { Effect: 'Allow', Action: ['cloudwatch:*', 'tag:*', 'ec2:*', 'lambda:*', 'iam:List*'], Resource: '*' }
  const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement })
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }))
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument: document(read) }))
  iam.destroy()
}
if (latencyMs > 0) simulator.faults.add({ service: '*', operation: '*', kind: { latencyMs } })

process.on('message', ({ advance }: Asked) => {
  clock.advance(advance)
  const { user, system } = process.cpuUsage()
  const counted: Counted = {
    ...simulator.ledger.total(),
    cpuSeconds: (user + system) / 1e6,
  }
  process.send?.(counted)
})
process.on('disconnect', () => process.exit(0))
const { endpoint, heycloud } = simulator
const ready: Ready = {
  endpoint,
  credentials: { accessKeyId: heycloud.accessKeyId, secretAccessKey: heycloud.secretAccessKey },
  accountIds: simulator.accounts.map(({ accountId }) => accountId),
}
process.send?.(ready)
