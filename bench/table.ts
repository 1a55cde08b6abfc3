// What a benchmark returns and how it is printed.
import { cpus, totalmem } from 'node:os'

export interface BenchTable {
  title: string
  columns: string[]
  rows: (string | number)[][]
  /** What was assumed, and what stands in the way of a better figure. */
  notes: string[]
}

/** The machine, so that a figure never stands without it. */
export const machine = (): string =>
  `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.versions.node}`

export function printTable({ title, columns, rows, notes }: BenchTable): string {
  const cells = [columns, ...rows.map(row => row.map(String))]
  const widths = columns.map((_, i) => Math.max(...cells.map(row => row[i]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`
  const [head = [], ...body] = cells
  return [title, machine(), '', line(head), rule, ...body.map(line), '', ...notes.map(note => `- ${note}`)].join('\n')
}
