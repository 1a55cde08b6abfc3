// `heycloud serve`: HeyCloud against the real AWS, or whatever AWS_ENDPOINT_URL names.
import { Command } from 'commander'
import { systemClock } from '../../core/clock.ts'
import { systemRandom } from '../../core/random.ts'
import { createSetupLink } from '../../server/auth/bootstrap.ts'
import { assemble } from '../assemble.ts'
import { readConfig } from '../config.ts'
import { untilStopped } from '../stop.ts'
import { ensureWebBuilt } from './web.ts'

export const serveCommand = (): Command =>
  new Command('serve').description('Start HeyCloud: web, API and collector').action(async () => {
    const config = readConfig(process.env)
    if (config.roles.includes('web')) await ensureWebBuilt()
    const heycloud = await assemble({ config, clock: systemClock, random: systemRandom })
    const { settings, url } = heycloud
    if (url) {
      process.stdout.write(`HeyCloud is at ${url}\n`)
      if ((await settings.people.count()) === 0) {
        const link = await createSetupLink({ settings, clock: systemClock, random: systemRandom }, url)
        process.stdout.write(`Make the first administrator (the link works once, for a day): ${link}\n`)
      }
    }
    await untilStopped()
    await heycloud.close()
  })
