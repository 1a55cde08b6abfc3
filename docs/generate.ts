// Writes docs/reference from the program's own declarations; with --check only says which pages are stale.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chargeableMetrics, prices } from '../src/aws/prices.ts'
import { endpointsPage } from '../src/aws/reference.ts'
import { defaultCadence } from '../src/collect/context.ts'
import { DAY, SECOND } from '../src/core/clock.ts'
import { cloudFormationTemplate, templateFileName } from '../src/delegation/setup/cloudformation.ts'
import { connectPage } from '../src/delegation/setup/reference.ts'
import { functionsPage } from '../src/query/reference.ts'
import { actionsOf, services } from '../src/services/index.ts'
import { actionsPage, type ReadingCosts, servicePage, servicesPage } from '../src/services/reference.ts'

const reference = fileURLToPath(new URL('./reference', import.meta.url))

/** At the default settings, in a month of thirty days. */
const costs: ReadingCosts = {
  watched: defaultCadence.metrics / SECOND,
  rest: defaultCadence.rest / SECOND,
  chargeOf: (statistics, every) =>
    chargeableMetrics(statistics) * prices.getMetricDataMetric * ((30 * DAY) / SECOND / every),
}

/** Every generated page by its path below docs/reference. */
export async function referencePages(): Promise<Map<string, string>> {
  return new Map([
    ['aws-endpoints.md', await endpointsPage()],
    ['connect.md', await connectPage()],
    [templateFileName, await cloudFormationTemplate(actionsOf)],
    ['iam-actions.md', actionsPage()],
    ['query-functions.md', functionsPage()],
    ['services/README.md', servicesPage()],
    ...services.map((service): [string, string] => [`services/${service.id}.md`, servicePage(service, costs)]),
  ])
}

function present(path: string): string | null {
  try {
    return readFileSync(join(reference, path), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Pages that are missing, differ, or belong to nothing any more. */
export function stalePages(pages: Map<string, string>): string[] {
  mkdirSync(reference, { recursive: true })
  const files = readdirSync(reference, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(reference, join(entry.parentPath, entry.name)))
  const differing = [...pages].filter(([path, text]) => present(path) !== text).map(([path]) => path)
  return [...differing, ...files.filter(path => !pages.has(path))].sort()
}

async function main(): Promise<void> {
  const pages = await referencePages()
  const stale = stalePages(pages)
  if (process.argv.includes('--check')) {
    for (const path of stale) console.error(`docs/reference/${path} is stale: run node docs/generate.ts`)
    process.exitCode = stale.length > 0 ? 1 : 0
    return
  }
  for (const path of stale) {
    const text = pages.get(path)
    if (text === undefined) rmSync(join(reference, path))
    else {
      mkdirSync(dirname(join(reference, path)), { recursive: true })
      writeFileSync(join(reference, path), text)
    }
  }
  console.log(`${pages.size} pages, ${stale.length} changed`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
