// The floors: a file imports from its own floor or a lower one, siblings keep apart, and time and chance have one door each.
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from './support/source-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each folder may import of the others, beside itself. Left out: nothing. */
const allowed: Record<string, string[]> = {
  'src/core': [],
  'src/services': ['src/core'],
  'src/aws': ['src/core'],
  'src/store': ['src/core'],
  'src/delegation': ['src/core', 'src/services', 'src/aws', 'src/store'],
  'src/collect': ['src/core', 'src/services', 'src/aws', 'src/store'],
  'src/query': ['src/core', 'src/services', 'src/aws', 'src/store'],
  'src/server': ['src/core', 'src/services', 'src/aws', 'src/store', 'src/delegation', 'src/collect', 'src/query'],
  'src/cli': ['src', 'simulator', 'bench', 'web'],
  web: ['src/server/schema'],
  simulator: ['src/core/clock.ts', 'src/core/random.ts'],
}
/** Ports are types that a lower floor publishes; the schema folder stands on core alone, so that the web may import it. */
const folderOf = (file: string): string =>
  file.startsWith('src/') ? file.split('/').slice(0, 2).join('/') : (file.split('/')[0] ?? file)

function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  const statics = module.staticImports.map(item => item.moduleRequest.value)
  const reexports = module.staticExports.flatMap(item =>
    item.entries.flatMap(entry => entry.moduleRequest?.value ?? []),
  )
  const dynamics = module.dynamicImports.flatMap(item => {
    const text = readFileSync(join(root, file), 'utf8').slice(item.moduleRequest.start, item.moduleRequest.end)
    return /^['"]/.test(text) ? [text.slice(1, -1)] : []
  })
  return [...new Set([...statics, ...reexports, ...dynamics])]
}

const isTest = (file: string): boolean => /\.test\.tsx?$|\/testing\//.test(file)
const within = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`)
const files = sourceFiles(root)
const productFiles = files.filter(file => !isTest(file) && Object.keys(allowed).includes(folderOf(file)))

describe('floors', () => {
  it('finds the program', () => {
    for (const folder of Object.keys(allowed))
      expect(
        files.some(file => within(file, folder)),
        folder,
      ).toBe(true)
  })

  it('are respected by every import', () => {
    const faults = productFiles.flatMap(file =>
      importsOf(file)
        .filter(target => target.startsWith('.'))
        .map(target => relative(root, resolve(root, dirname(file), target)))
        .filter(target => {
          const own = folderOf(file)
          return !within(target, own) && !(allowed[own] ?? []).some(place => within(target, place))
        })
        .map(target => `${file} imports ${target}`),
    )
    expect(faults).toEqual([])
  })

  it('keep the services apart from one another', () => {
    const faults = productFiles
      .filter(file => /^src\/services\/[^/]+\//.test(file))
      .flatMap(file =>
        importsOf(file)
          .filter(target => target.startsWith('.'))
          .map(target => relative(root, resolve(root, dirname(file), target)))
          .filter(target => /^src\/services\/[^/]+\//.test(target) && dirname(target) !== dirname(file))
          .map(target => `${file} imports ${target}`),
      )
    expect(faults).toEqual([])
  })

  it('let what the web imports stand on core alone', () => {
    const faults = productFiles
      .filter(file => within(file, 'src/server/schema'))
      .flatMap(file =>
        importsOf(file)
          .filter(target => target.startsWith('.'))
          .map(target => relative(root, resolve(root, dirname(file), target)))
          .filter(target => !within(target, 'src/core') && !within(target, 'src/server/schema'))
          .map(target => `${file} imports ${target}`),
      )
    expect(faults).toEqual([])
  })
})

describe('time and chance', () => {
  const doors = ['src/core/clock.ts', 'src/core/random.ts']
  const forbidden =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(|\brandomBytes\(|\brandomUUID\(|\bnow64?\(\)/

  it('enter the program by core/clock.ts and core/random.ts alone', () => {
    const faults = productFiles
      .filter(file => file.startsWith('src/') && !doors.includes(file))
      .flatMap(file =>
        readFileSync(join(root, file), 'utf8')
          .split('\n')
          .flatMap((line, i) =>
            forbidden.test(line.replaceAll('clock.now()', 'instant')) && !/^\s*(\/\/|\*|\/\*)/.test(line)
              ? [`${file}:${i + 1} ${line.trim()}`]
              : [],
          ),
      )
    expect(faults).toEqual([])
  })
})

describe('files', () => {
  it('open with one sentence on what they own', () => {
    const silent = productFiles.filter(file => {
      const text = readFileSync(join(root, file), 'utf8').replace(/^#!.*\n/, '')
      return !text.startsWith('//') && !text.startsWith('/*')
    })
    expect(silent).toEqual([])
  })
})
