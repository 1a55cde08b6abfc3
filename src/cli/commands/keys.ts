// `heycloud keys`: makes key pairs and one-time links from the machine that runs HeyCloud.
import { Command, Option } from 'commander'
import { systemClock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { systemRandom } from '../../core/random.ts'
import { roles, type UserRole } from '../../core/user.ts'
import { createSetupLink, defaultOrganisation } from '../../server/auth/bootstrap.ts'
import { createKeyPair, keyName } from '../../server/auth/key-pairs.ts'
import { addKeyToFile, keepFirstKeyOfFile } from '../../store/secret-keys.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { keyFileOf, openSettings } from '../assemble.ts'
import { type Config, readConfig } from '../config.ts'

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

/** Of a key that the operator keeps only the operator can dispose. */
function refuseEnvironmentKeys(config: Config): void {
  if (config.secretKeys.length === 0) return
  throw new HeyCloudError(
    'configuration',
    `HEYCLOUD_SECRET_KEY holds the key, so you change it:
  1. Make a new one: openssl rand -hex 32
  2. Put it in front of the old one, with a comma between: HEYCLOUD_SECRET_KEY=<new>,<old>
  3. Start HeyCloud. It encrypts what is stored under the new key, and logs how many secrets that were.
  4. Take the old key out, and start HeyCloud again.`,
  )
}

const rotateSecret = new Command('rotate-secret')
  .description('Make a new key for the key file, and encrypt what is stored under it')
  .action(async () => {
    const config = readConfig(process.env)
    refuseEnvironmentKeys(config)
    await withSettings(async settings => {
      const file = keyFileOf(config)
      const version = addKeyToFile(file)
      const rewrapped = await settings.secrets.rewrap()
      // Whoever is killed before this has a file with both keys, of which the next run keeps what it makes.
      keepFirstKeyOfFile(file)
      process.stdout.write(
        `Stored secrets: ${rewrapped}, now under the key ${version} in ${file}. Keep a copy of that file.\n`,
      )
      const unreadable = await settings.secrets.unreadable()
      if (unreadable.length > 0)
        process.stdout.write(
          `No known key opens the secrets of these accounts; enter them again: ${unreadable.join(', ')}\n`,
        )
    })
  })

export const keysCommand = (): Command =>
  new Command('keys')
    .description('Key pairs, sign-in links, and the key of stored secrets')
    .addCommand(create)
    .addCommand(list)
    .addCommand(link)
    .addCommand(rotateSecret)
