// The simulated AWS of the collection benchmark, in a process of its own, so that its work is not counted as the collector's.
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { startSimulator } from '../simulator/index.ts'
import { movableClock } from '../src/core/clock.ts'

/** As JSON in the first argument. */
export interface SimulatorProcessOptions {
  now: number
  accounts: number
  regions: number
  metricsPerRegion: number
  quotas: boolean
  roleName: string
  externalId: string
}

/** Sent when it is ready. */
export interface Ready {
  endpoint: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  accountIds: string[]
}

const options = JSON.parse(process.argv[2] ?? '{}') as SimulatorProcessOptions
const { accounts, regions, metricsPerRegion, quotas } = options
const clock = movableClock(options.now)
const simulator = await startSimulator({ seed: 1, clock, quotas, profile: { accounts, regions, metricsPerRegion } })

for (const admin of simulator.accounts) {
  const iam = new IAMClient({ region: 'us-east-1', endpoint: simulator.endpoint, credentials: admin })
  const RoleName = options.roleName
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${simulator.heycloud.accountId}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': options.externalId } },
  }
  const read = { Effect: 'Allow', Action: ['cloudwatch:*', 'tag:*', 'ec2:*', 'iam:List*'], Resource: '*' }
  const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement })
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }))
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument: document(read) }))
  iam.destroy()
}

/** The parent moves the world's clock by so many ms, and asks for what was counted. */
process.on('message', ({ advance }: { advance?: number }) => {
  if (advance !== undefined) clock.advance(advance)
  process.send?.(simulator.ledger.total({ operation: 'GetMetricData' }))
})
process.on('disconnect', () => process.exit(0))
const { endpoint, heycloud } = simulator
const ready: Ready = {
  endpoint,
  credentials: { accessKeyId: heycloud.accessKeyId, secretAccessKey: heycloud.secretAccessKey },
  accountIds: simulator.accounts.map(({ accountId }) => accountId),
}
process.send?.(ready)
