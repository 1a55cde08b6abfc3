// `heycloud web build`: builds the web UI, when it is missing or older than its sources.
import { execFile } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { webDirectory } from '../../server/routes/web.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const program = `${root}bin/heycloud.mjs`
const sources = [
  'web/src/**',
  'web/index.html',
  'web/public/**',
  'web/*.ts',
  'src/server/schema/**',
  'package-lock.json',
]

const newest = (patterns: string[]): number =>
  Math.max(0, ...globSync(patterns, { cwd: root }).map(file => statSync(`${root}${file}`).mtimeMs))

const isFresh = (): boolean => {
  const index = `${webDirectory}index.html`
  return existsSync(index) && statSync(index).mtimeMs >= newest(sources)
}

/**
 * Builds web/dist if it is missing or stale. In a process of its own: what the bundler takes of memory, a server that runs
 * for months would keep.
 */
export async function ensureWebBuilt(): Promise<void> {
  if (isFresh()) return
  await promisify(execFile)(process.execPath, [program, 'web', 'build'])
}

async function build({ force }: { force?: boolean }): Promise<void> {
  if (!force && isFresh()) return
  const vite = await import('vite')
  await vite.build({ configFile: `${root}web/vite.config.ts`, logLevel: 'warn' })
}

export const webCommand = (): Command =>
  new Command('web')
    .description('The web UI')
    .addCommand(
      new Command('build')
        .description('Build the web UI if it is missing or older than its sources')
        .option('--force', 'build in any case')
        .action(build),
    )
