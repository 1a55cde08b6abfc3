// The command line as a person meets it: help, faults in words, policy and keys. (The doctor has a file of its own.)
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultFeatures, type Feature } from '../src/core/define.ts'
import { actionsOf } from '../src/services/index.ts'

const program = fileURLToPath(new URL('../bin/heycloud.mjs', import.meta.url))
let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'heycloud-cli-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const environment = (over: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? '',
  HOME: directory,
  HEYCLOUD_DATA_DIR: directory,
  AWS_EC2_METADATA_DISABLED: 'true',
  ...over,
})
function run(args: string[], over: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    env: environment(over),
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('heycloud', () => {
  it.each(['serve', 'demo', 'simulate', 'policy', 'doctor', 'bench', 'keys', 'keys create', 'web build'])(
    '%s has --help',
    command => {
      const { status, stdout } = run([...command.split(' '), '--help'])
      expect(status).toBe(0)
      expect(stdout).toContain(`Usage: heycloud ${command.split(' ').join(' ')}`)
    },
  )

  it('lists its commands and its environment', () => {
    const { stdout } = run(['--help'])
    for (const word of [
      'serve',
      'demo',
      'simulate',
      'policy',
      'doctor',
      'bench',
      'keys',
      'HEYCLOUD_PORT',
      'DATABASE_URL',
    ])
      expect(stdout).toContain(word)
  })

  it('refuses a bad environment by name, without a stack', () => {
    const { status, stderr } = run(['serve'], { HEYCLOUD_PORT: 'x', HEYCLOUD_COLOUR: 'red' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/HEYCLOUD_PORT: /)
    expect(stderr).toMatch(/HEYCLOUD_COLOUR: is not known/)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  const actions = (features: readonly Feature[]) => [...new Set(actionsOf(features).map(({ action }) => action))].sort()

  it('prints the strict policy with every action that needs no opting in, and nothing else', () => {
    const { stdout } = run(['policy', '--strict'])
    const statements = JSON.parse(stdout).Statement as { Action: string[] }[]
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual(actions(defaultFeatures))
  })

  it('prints only the features asked for beside what every account needs, and says which there are', () => {
    const { stdout } = run(['policy', '--strict', '--features', 'tags'])
    expect(JSON.parse(stdout).Statement[0].Action).toEqual(actions(['account', 'tags']))
    const { status, stderr } = run(['policy', '--features', 'tagz'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('"tagz" is none of account, metrics')])
  })

  it('makes keys that are listed by their last characters alone', () => {
    const { stdout } = run(['keys', 'create', 'ci', '--role', 'editor'])
    const [api, app] = [...stdout.matchAll(/KEY: (\S+)/g)].map(([, key]) => key ?? '')
    expect(api).toMatch(/^hc_api_[0-9a-f]{40}$/)
    const listed = run(['keys', 'list']).stdout
    expect(listed).toContain(`…${api?.slice(-4)}`)
    expect(listed).toContain('editor')
    expect(listed).not.toContain(app)
  })
})
