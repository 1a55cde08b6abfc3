// `heycloud bench`: measurements that print a table, and the same as JSON.
import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { HeyCloudError } from '../../core/errors.ts'

export const benchCommand = (): Command =>
  new Command('bench')
    .description('Measure; see bench/README.md')
    .argument('<name>', 'collect, fleet, start, store or yace')
    .option('--json <file>', 'write the table as JSON too')
    .option('--scale <number>', 'how much larger or smaller than the default', '1')
    .action(async (name: string, options: { json?: string; scale: string }) => {
      const { benchmarks } = await import('../../../bench/index.ts')
      const { machine, printTable } = await import('../../../bench/table.ts')
      const run = benchmarks[name]
      if (!run)
        throw new HeyCloudError(
          'bad_request',
          `There is no benchmark ${name}; there are ${Object.keys(benchmarks).join(', ')}.`,
        )
      const table = await run({ scale: Number(options.scale) })
      process.stdout.write(`${printTable(table)}\n`)
      if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine: machine(), ...table }, null, 2)}\n`)
    })
