// The server whole, for tests: delegation over the simulated AWS, chDB, a collector that does not run, and a key pair.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { createCollector } from '../../src/collect/index.ts'
import { systemRandom } from '../../src/core/random.ts'
import type { UserRole } from '../../src/core/user.ts'
import { buildServer } from '../../src/server/app.ts'
import { createKey } from '../../src/server/auth/bootstrap.ts'
import { openTelemetry } from '../../src/store/telemetry/index.ts'
import { type DelegatingOptions, organisation, startDelegating } from './delegating.ts'

/** Not listening; `app.inject` speaks to it, or `app.listen` opens it. `keys` makes a pair of headers for a role. */
export async function startServing(
  options: DelegatingOptions & {
    /** Whether the demo's button is there; it is unless told otherwise. */
    simulated?: boolean
    trustedProxies?: string[]
    templateUrl?: string
    /** Silent unless given. */
    log?: Logger
  } = {},
) {
  const world = await startDelegating(options)
  const { settings, aws, clock, delegation, simulator } = world
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-serving-'))
  const telemetry = await openTelemetry({ directory, clock })
  await telemetry.migrate()
  const log = options.log ?? pino({ level: 'silent' })
  const collector = createCollector({
    ...{ settings, telemetry, aws, clock, log },
    random: systemRandom,
    isCollectable: account => delegation.verification.isCollectable(account),
  })
  const app = await buildServer({
    ...{ settings, telemetry, aws, delegation, collector, clock, log },
    random: systemRandom,
    version: '0.0.0',
    trustedProxies: options.trustedProxies,
    templateUrl: options.templateUrl,
    configuredAccountId: options.delegation?.configuredAccountId,
    simulated:
      options.simulated === false
        ? undefined
        : {
            endpoint: simulator.endpoint,
            region: 'us-east-1',
            accounts: simulator.accounts.map(({ accountId, name, accessKeyId, secretAccessKey }) => ({
              ...{ id: accountId, name, accessKeyId, secretAccessKey },
            })),
          },
  })
  const keys = async (role: UserRole = 'editor', org = organisation) => {
    const deps = { settings, clock, random: systemRandom }
    const api = await createKey(deps, 'api', 'test', role, org)
    const application = await createKey(deps, 'app', 'test', role, org)
    return { 'dd-api-key': api.token, 'dd-application-key': application.token }
  }
  return {
    ...world,
    telemetry,
    collector,
    app,
    keys,
    async close() {
      await app.close()
      await telemetry.close()
      rmSync(directory, { recursive: true, force: true })
      await world.close()
    },
  }
}

export type Serving = Awaited<ReturnType<typeof startServing>>
