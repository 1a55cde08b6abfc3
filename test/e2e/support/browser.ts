// A real Chromium for the tests: the system's where there is one, else the one that npm brought.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

/** Nothing of the browser's own leaves the machine; `--single-process` of the npm build's defaults breaks second contexts. */
const flags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

async function executable(): Promise<string> {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  // Read at import: makes the package unpack its libraries and put them on LD_LIBRARY_PATH. Nothing else is to take this for Lambda.
  const before = process.env.AWS_EXECUTION_ENV
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x'
  try {
    const { default: bundled } = await import('@sparticuz/chromium')
    return await bundled.executablePath()
  } finally {
    if (before === undefined) delete process.env.AWS_EXECUTION_ENV
    else process.env.AWS_EXECUTION_ENV = before
  }
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await executable(), args: flags })
}

const results = fileURLToPath(new URL('../../../test-results/', import.meta.url))
/** Where a picture of this name is kept; the directory is not part of the repository. */
export const screenshot = (name: string): string => `${results}${name.replaceAll(/[^\w-]+/g, '-').slice(0, 80)}.png`
