// `demo.json` in the demo's data directory: where it runs and with which keys, for scripts and tests.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../../core/random.ts'

export interface DemoFile {
  url: string
  apiKey: string
  appKey: string
  simulator: {
    endpoint: string
    region: string
    accounts: { id: string; name: string; accessKeyId: string; secretAccessKey: string; connected: boolean }[]
  }
}

const fileIn = (directory: string): string => join(directory, 'demo.json')

/** The demo's key pair: the same at every start. */
export function demoKeys(directory: string, random: Random): Pick<DemoFile, 'apiKey' | 'appKey'> {
  if (existsSync(fileIn(directory))) {
    const { apiKey, appKey } = JSON.parse(readFileSync(fileIn(directory), 'utf8')) as DemoFile
    return { apiKey, appKey }
  }
  return { apiKey: `hc_api_${random.hex(20)}`, appKey: `hc_app_${random.hex(20)}` }
}

/** Readable by its owner alone: it holds keys, if only of a simulated AWS. */
export function writeDemoFile(directory: string, file: DemoFile): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(fileIn(directory), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
}
