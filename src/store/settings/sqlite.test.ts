// The settings contract on SQLite, and what only SQLite has: one process, and a file that survives it.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { settingsContract } from './contract.ts'
import { openSqliteSettings } from './sqlite.ts'

const temporary = () => mkdtempSync(join(tmpdir(), 'heycloud-settings-'))

settingsContract('SQLite', async () => {
  const directory = temporary()
  const settings = await openSqliteSettings({ file: join(directory, 'settings.db') })
  return {
    first: settings,
    second: settings,
    async stop() {
      await settings.close()
      rmSync(directory, { recursive: true })
    },
  }
})

describe('a settings file', () => {
  const directories: string[] = []
  const file = () => {
    const directory = temporary()
    directories.push(directory)
    return join(directory, 'deep', 'settings.db')
  }
  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true })
  })

  it('is opened by one at a time, naming who has it, and again after close', async () => {
    const path = file()
    const settings = await openSqliteSettings({ file: path })
    await expect(openSqliteSettings({ file: path })).rejects.toMatchObject({
      code: 'data_directory_locked',
      detail: expect.stringContaining(`pid ${process.pid}`),
    })
    await settings.close()
    await settings.close()
    await (await openSqliteSettings({ file: path })).close()
  })

  it('is read by nobody else', async () => {
    const path = file()
    const settings = await openSqliteSettings({ file: path })
    await settings.migrate()
    const modes = readdirSync(dirname(path))
      .filter(name => /^settings\.db(-wal|-shm)?$/.test(name))
      .map(name => [name, (statSync(join(dirname(path), name)).mode & 0o777).toString(8)])
    expect(Object.fromEntries(modes)).toMatchObject({ 'settings.db': '600', 'settings.db-wal': '600' })
    expect((statSync(dirname(path)).mode & 0o777).toString(8)).toBe('700')
    await settings.close()
  })

  it('is refused while another process has it, and keeps what that process wrote when it is killed', async () => {
    const path = file()
    const module = join(import.meta.dirname, 'sqlite.ts')
    const script = `
      const { openSqliteSettings } = await import(${JSON.stringify(module)})
      const settings = await openSqliteSettings({ file: ${JSON.stringify(path)} })
      await settings.migrate()
      await settings.organisations.ensure('acme', 'Acme', 1)
      console.log('written')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve)
      child.once('exit', code => reject(new Error(`the child ended with ${code}`)))
    })
    await expect(openSqliteSettings({ file: path })).rejects.toMatchObject({
      code: 'data_directory_locked',
      detail: expect.stringContaining(`pid ${child.pid}`),
    })
    child.removeAllListeners('exit')
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    const settings = await openSqliteSettings({ file: path })
    await settings.migrate()
    expect(await settings.organisations.list()).toEqual([{ id: 'acme', name: 'Acme' }])
    await settings.close()
  })
})
