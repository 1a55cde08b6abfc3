// The command line: one file a command in commands/, listed here.
import { Command } from 'commander'
import { HeyCloudError } from '../core/errors.ts'
import { benchCommand } from './commands/bench.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { keysCommand } from './commands/keys.ts'
import { policyCommand } from './commands/policy.ts'
import { serveCommand } from './commands/serve.ts'
import { simulateCommand } from './commands/simulate.ts'
import { webCommand } from './commands/web.ts'
import { environmentHelp } from './config.ts'
import { version } from './version.ts'

/** Runs one command; a fault of the operator's ends in its sentence and exit code 1, a fault of ours in its stack. */
export async function main(args: string[]): Promise<void> {
  const program = new Command('heycloud')
    .description('Self-hosted, open-source AWS monitoring.')
    .version(version)
    .addHelpText(
      'after',
      `\nEnvironment:\n${environmentHelp()}\n  AWS_*                     The AWS SDK's own, AWS_ENDPOINT_URL included`,
    )
    .showHelpAfterError()
  for (const command of [
    serveCommand,
    demoCommand,
    simulateCommand,
    policyCommand,
    doctorCommand,
    benchCommand,
    keysCommand,
    webCommand,
  ])
    program.addCommand(command())
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof HeyCloudError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
