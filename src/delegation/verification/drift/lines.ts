// Two documents line by line: what stands in both, what only now, what only then.

/** A list's last item has no comma, which is no difference of the item. */
const bare = (line: string): string => line.replace(/,$/, '')

/** Lengths of the longest common subsequences of all tails. */
function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number): number => table[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i]
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  return table
}

/** ` ` both, `-` only now, `+` only then; empty when nothing differs. Lines that both have are shown as they then are. */
export function diffLines(now: string, then: string): string[] {
  const [before, after] = [now.split('\n'), then.split('\n')]
  const [a, b] = [before.map(bare), after.map(bare)]
  const common = lengths(a, b)
  const lines: string[] = []
  let [i, j, changed] = [0, 0, false]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(` ${after[j]}`)
      i += 1
      j += 1
      continue
    }
    changed = true
    const removed = i < a.length && (j >= b.length || (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))
    lines.push(removed ? `-${before[i++]}` : `+${after[j++]}`)
  }
  return changed ? lines : []
}
