// `heycloud keys`: makes key pairs and one-time links from the machine that runs HeyCloud.
import { Command, Option } from 'commander'
import { systemClock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { systemRandom } from '../../core/random.ts'
import { roles, type UserRole } from '../../core/user.ts'
import { createSetupLink, defaultOrganisation } from '../../server/auth/bootstrap.ts'
import { createKeyPair, keyName } from '../../server/auth/key-pairs.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { openSettings } from '../assemble.ts'
import { readConfig } from '../config.ts'

/** SQLite has one user at a time, and HeyCloud is it while it runs: then its API makes keys. */
async function openIdle(): Promise<Settings> {
  try {
    return await openSettings(readConfig(process.env))
  } catch (error) {
    if (!(error instanceof HeyCloudError) || error.code !== 'data_directory_locked') throw error
    throw new HeyCloudError(
      error.code,
      `${error.detail}\nWhile HeyCloud runs, an administrator's keys or session list, make and revoke keys: GET, POST and DELETE /api/v2/heycloud/keys. For a sign-in link stop HeyCloud, run this, and start it again.`,
      {},
      { cause: error },
    )
  }
}

async function withSettings(work: (settings: Settings) => Promise<void>): Promise<void> {
  const settings = await openIdle()
  try {
    await settings.organisations.ensure(defaultOrganisation, 'Default', systemClock.now())
    await work(settings)
  } finally {
    await settings.close()
  }
}

const create = new Command('create')
  .description('Make an API key and an application key; they are shown once')
  .argument('<name>', 'what they are for')
  .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('viewer'))
  .action(async (given: string, { role }: { role: UserRole }) => {
    const name = keyName.safeParse(given)
    if (!name.success)
      throw new HeyCloudError('bad_request', `name: ${name.error.issues.map(issue => issue.message).join(', ')}`)
    await withSettings(async settings => {
      const deps = { settings, clock: systemClock, random: systemRandom }
      const pair = await createKeyPair(deps, { organisation: defaultOrganisation, name: 'heycloud' }, name.data, role)
      for (const { key, token } of pair)
        process.stdout.write(`${key.kind === 'api' ? 'DD-API-KEY' : 'DD-APPLICATION-KEY'}: ${token}\n`)
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
