// The tree of OUs as a list.
import { expect, it } from 'vitest'
import { isIncluded, type Ou, ouRows } from './ous.ts'

const ous: Ou[] = [
  { id: 'r-1', kind: 'root', name: 'Root', parent_id: null },
  { id: 'ou-b', kind: 'ou', name: 'Workloads', parent_id: 'r-1' },
  { id: 'ou-a', kind: 'ou', name: 'Infrastructure', parent_id: 'r-1' },
  { id: 'ou-c', kind: 'ou', name: 'Production', parent_id: 'ou-b' },
]

it('lists children below their parents, by name', () => {
  expect(ouRows(ous).map(row => [row.depth, row.path])).toEqual([
    [0, 'Root'],
    [1, 'Infrastructure'],
    [1, 'Workloads'],
    [2, 'Workloads / Production'],
  ])
})

it('shows an OU whose parent is not known at the top', () => {
  expect(ouRows(ous.slice(3)).map(row => [row.depth, row.path])).toEqual([[0, 'Production']])
})

it('includes what lies below a chosen OU, and nothing beside it', () => {
  const chosen = new Set(['ou-b'])
  expect(['ou-c', 'ou-b', 'ou-a', 'r-1', null, 'ou-x'].map(id => isIncluded(id, ous, chosen))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})
