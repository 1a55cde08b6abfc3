// `heycloud simulate`: the simulated AWS alone, for any AWS client.
import { Command, InvalidArgumentError } from 'commander'
import { globalRegion } from '../../aws/partitions.ts'
import { systemClock } from '../../core/clock.ts'
import { readConfig } from '../config.ts'
import { untilParentEnds, untilStopped } from '../stop.ts'

interface Linked {
  monitoring: string
  sources: string[]
}

function linkOf(text: string, before: Linked[]): Linked[] {
  const [, monitoring, sources] = /^(\d{12}):(\d{12}(?:,\d{12})*)$/.exec(text) ?? []
  if (!monitoring || !sources)
    throw new InvalidArgumentError('Give the monitoring account and its sources: 111122223333:444455556666,…')
  return [...before, { monitoring, sources: sources.split(',') }]
}

interface Options {
  port?: string
  seed: string
  state?: string
  members?: string
  link: Linked[]
  accounts?: string
  metrics?: string
  propagation: string
  latency: string
  json?: boolean
}

export const simulateCommand = (): Command =>
  new Command('simulate')
    .description('Start the simulated AWS alone; point any AWS client at it by AWS_ENDPOINT_URL')
    .option('--port <port>', 'port; else HEYCLOUD_SIMULATOR_PORT')
    .option('--seed <number>', 'which world', '7')
    .option('--state <file>', 'keep what clients make in IAM in this file')
    .option('--members <number>', 'so many further accounts in the AWS Organization')
    .option('--link <accounts>', 'CloudWatch links: a monitoring account, a colon, its source accounts', linkOf, [])
    .option('--accounts <number>', 'load profile: so many accounts')
    .option('--metrics <number>', 'load profile: so many metrics in each account and region')
    .option('--propagation <ms>', 'how long a change in IAM takes to be seen', '0')
    .option('--latency <ms>', 'how long each answer waits', '0')
    .option('--json', 'print one line of JSON when ready, and end when standard input does')
    .action(async (options: Options) => {
      const config = readConfig(process.env)
      const { startSimulator } = await import('../../../simulator/index.ts')
      const simulator = await startSimulator({
        seed: Number(options.seed),
        clock: systemClock,
        host: config.host,
        port: Number(options.port ?? config.simulatorPort),
        iamPropagationMs: Number(options.propagation),
        log: (message, error) => console.error(message, error),
        ...(options.state ? { stateFile: options.state } : {}),
        links: options.link,
        ...(options.members ? { organization: { members: Number(options.members) } } : {}),
        ...(options.metrics
          ? {
              profile: {
                accounts: Number(options.accounts ?? 1),
                regions: 3,
                metricsPerRegion: Number(options.metrics),
              },
            }
          : {}),
      })
      const latencyMs = Number(options.latency)
      if (latencyMs > 0) simulator.faults.add({ service: '*', operation: '*', kind: { latencyMs } })
      const accounts = [...simulator.accounts, simulator.heycloud]
      const ready = { endpoint: simulator.endpoint, accounts }
      if (options.json) process.stdout.write(`${JSON.stringify(ready)}\n`)
      else {
        process.stdout.write(`Simulated AWS at ${simulator.endpoint}\n`)
        const own = accounts.map(account => ({ ...account, partition: 'aws' as const }))
        for (const account of [...own, ...simulator.furtherAccounts])
          process.stdout.write(
            `  ${account.accountId} ${account.name}: AWS_ENDPOINT_URL=${simulator.endpoint} AWS_ACCESS_KEY_ID=${account.accessKeyId} AWS_SECRET_ACCESS_KEY=${account.secretAccessKey} AWS_REGION=${globalRegion(account.partition)}\n`,
          )
      }
      await Promise.race([untilStopped(), ...(options.json ? [untilParentEnds()] : [])])
      await simulator.close()
    })
