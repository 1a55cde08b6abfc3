// `npm test`: lint, types, unused code and every test; its last line is plainly `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Assertion {
  title: string
  fullName: string
  status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo'
}
interface Report {
  testResults: { name: string; status: string; message: string; assertionResults: Assertion[] }[]
}

const checks: [name: string, command: string, ...args: string[]][] = [
  ['lint', 'biome', 'ci', '.'],
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['types of the web', 'tsc', '-p', 'web/tsconfig.json'],
  ['unused code', 'knip'],
]

const counts = { passed: 0, failed: 0, skipped: 0 }
const run = (command: string, args: string[]): boolean => spawnSync(command, args, { stdio: 'inherit' }).status === 0

for (const [name, command, ...args] of checks) {
  console.log(`\n# ${name}`)
  counts[run(command, args) ? 'passed' : 'failed'] += 1
}

console.log('\n# tests')
const directory = mkdtempSync(join(tmpdir(), 'heycloud-test-'))
const file = join(directory, 'report.json')
const ended = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
const report = JSON.parse(readFileSync(file, 'utf8')) as Report
rmSync(directory, { recursive: true })

/** A foreign program's tests stand under `witness: <name>`; where it is absent they are skipped, and named here. */
const witnessed = new Map<string, { ran: number; skipped: number }>()
const skipped: string[] = []
let failedTests = 0
for (const suite of report.testResults) {
  // A file that does not load has no tests to fail.
  if (suite.status === 'failed' && suite.assertionResults.length === 0) failedTests += 1
  for (const test of suite.assertionResults) {
    const witness = /witness: (@?[\w./-]+)/.exec(test.fullName)?.[1]
    const tally = witness ? (witnessed.get(witness) ?? { ran: 0, skipped: 0 }) : { ran: 0, skipped: 0 }
    if (witness) witnessed.set(witness, tally)
    if (test.status === 'failed') failedTests += 1
    else if (test.status === 'passed') {
      counts.passed += 1
      tally.ran += 1
    } else {
      counts.skipped += 1
      tally.skipped += 1
      if (!witness) skipped.push(test.fullName)
    }
  }
}
counts.failed += ended ? failedTests : Math.max(failedTests, 1)

const named = (kind: 'ran' | 'skipped') =>
  [...witnessed].filter(([, tally]) => tally[kind] > 0).map(([name, tally]) => `${name} (${tally[kind]} tests)`)
console.log(`\nForeign witnesses that ran: ${named('ran').join(', ') || 'none'}`)
console.log(`Foreign witnesses that are absent, their tests skipped: ${named('skipped').join(', ') || 'none'}`)
for (const title of skipped) console.log(`Skipped: ${title}`)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed === 0 ? 0 : 1
