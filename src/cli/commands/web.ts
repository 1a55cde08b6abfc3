// `heycloud web build`: builds the web UI, when it is missing or older than its sources.
import { existsSync, globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { webDirectory } from '../../server/routes/web.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
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

/** Builds web/dist if it is missing or stale; returns whether it built. */
export async function ensureWebBuilt(options: { force?: boolean } = {}): Promise<boolean> {
  const index = `${webDirectory}index.html`
  if (!options.force && existsSync(index) && statSync(index).mtimeMs >= newest(sources)) return false
  const { build } = await import('vite')
  await build({ configFile: `${root}web/vite.config.ts`, logLevel: 'warn' })
  return true
}

export const webCommand = (): Command =>
  new Command('web').description('The web UI').addCommand(
    new Command('build')
      .description('Build the web UI if it is missing or older than its sources')
      .option('--force', 'build in any case')
      .action(async (options: { force?: boolean }) => {
        await ensureWebBuilt(options)
      }),
  )
