// `npm test`: lint, types, unused code and every test; its last line is plainly `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Assertion {
  title: string
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

const witnesses: string[] = []
const skipped: string[] = []
let failedTests = 0
for (const suite of report.testResults) {
  // A file that does not load has no tests to fail.
  if (suite.status === 'failed' && suite.assertionResults.length === 0) failedTests += 1
  for (const test of suite.assertionResults) {
    if (test.status === 'passed') counts.passed += 1
    else if (test.status === 'failed') failedTests += 1
    else {
      counts.skipped += 1
      skipped.push(test.title)
    }
    const witness = /witness: ([^:]+)/.exec(test.title)?.[1]
    if (witness && test.status === 'passed') witnesses.push(witness.trim())
  }
}
counts.failed += ended ? failedTests : Math.max(failedTests, 1)

console.log(`\nForeign witnesses that ran: ${[...new Set(witnesses)].join(', ') || 'none'}`)
for (const title of skipped) console.log(`Skipped: ${title}`)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed === 0 ? 0 : 1
