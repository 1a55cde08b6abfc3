// `heycloud keys`: makes key pairs and one-time links from the machine that runs HeyCloud.
import { Command } from 'commander'
import { systemClock } from '../../core/clock.ts'
import { systemRandom } from '../../core/random.ts'
import { roles, type UserRole } from '../../core/user.ts'
import { bootstrap, createKey, createSetupLink, defaultOrganisation } from '../../server/auth/bootstrap.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { openSettings } from '../assemble.ts'
import { readConfig } from '../config.ts'

async function withSettings(work: (settings: Settings) => Promise<void>): Promise<void> {
  const settings = await openSettings(readConfig(process.env))
  try {
    await bootstrap({ settings, clock: systemClock, random: systemRandom }, {})
    await work(settings)
  } finally {
    await settings.close()
  }
}

const create = new Command('create')
  .description('Make an API key and an application key; they are shown once')
  .argument('<name>', 'what they are for')
  .option('--role <role>', roles.join(', '), 'viewer')
  .action(async (name: string, { role }: { role: UserRole }) => {
    if (!roles.includes(role)) throw new Error(`--role: ${role} is none of ${roles.join(', ')}`)
    await withSettings(async settings => {
      for (const kind of ['api', 'app'] as const) {
        const { token } = await createKey({ settings, clock: systemClock, random: systemRandom }, kind, name, role)
        process.stdout.write(`${kind === 'api' ? 'DD-API-KEY' : 'DD-APPLICATION-KEY'}: ${token}\n`)
      }
    })
  })

const list = new Command('list').description('List the keys').action(() =>
  withSettings(async settings => {
    for (const key of await settings.keys.list(defaultOrganisation))
      process.stdout.write(`${key.id}  ${key.kind}  …${key.lastFour}  ${key.role.padEnd(7)} ${key.name}\n`)
  }),
)

const link = new Command('link').description('Print a one-time link that makes an administrator').action(() =>
  withSettings(async settings => {
    const { host, port } = readConfig(process.env)
    const deps = { settings, clock: systemClock, random: systemRandom }
    process.stdout.write(`${await createSetupLink(deps, `http://${host}:${port}`)}\n`)
  }),
)

export const keysCommand = (): Command =>
  new Command('keys').description('Key pairs and sign-in links').addCommand(create).addCommand(list).addCommand(link)
