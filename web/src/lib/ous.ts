// An Organization's roots and OUs as a list in the order of the tree: pure.

export interface Ou {
  id: string
  kind: 'root' | 'ou'
  name: string
  parent_id: string | null
}

export interface OuRow extends Ou {
  depth: number
  /** Names from the root down, the root's own left out. */
  path: string
}

/** Depth first, children by name; what has no parent among them stands at the top. */
export function ouRows(ous: readonly Ou[]): OuRow[] {
  const known = new Set(ous.map(ou => ou.id))
  const below = (parent: string | null) =>
    ous
      .filter(ou => (ou.parent_id !== null && known.has(ou.parent_id) ? ou.parent_id : null) === parent)
      .sort((a, b) => a.name.localeCompare(b.name))
  const rows: OuRow[] = []
  const walk = (parent: string | null, depth: number, path: string) => {
    for (const ou of below(parent)) {
      const own = ou.kind === 'root' ? '' : path === '' ? ou.name : `${path} / ${ou.name}`
      rows.push({ ...ou, depth, path: own || ou.name })
      walk(ou.id, depth + 1, own)
    }
  }
  walk(null, 0, '')
  return rows
}

/** Whether the OU, or one above it, is chosen. */
export function isIncluded(id: string | null, ous: readonly Ou[], chosen: ReadonlySet<string>): boolean {
  const parents = new Map(ous.map(ou => [ou.id, ou.parent_id]))
  for (let at = id; at !== null && parents.has(at); at = parents.get(at) ?? null) if (chosen.has(at)) return true
  return false
}
