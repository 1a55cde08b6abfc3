// What every widget of a dashboard shares: the variables, the range, the coverage of what is chosen.
import { createContext, use } from 'react'
import type { Dashboard } from '../../../../src/server/schema/dashboard.ts'
import type { CoverageRow } from '../../../../src/server/schema/web-reads.ts'
import type { Chosen } from '../../lib/template.ts'

export interface Board {
  variables: Dashboard['template_variables']
  chosen: Chosen
  from: number
  to: number
  /** Rows of the chosen account and region. */
  coverage: readonly CoverageRow[]
  onZoom: (from: number, to: number) => void
}

export const BoardContext = createContext<Board | null>(null)

export function useBoard(): Board {
  const board = use(BoardContext)
  if (board === null) throw new Error('A widget stands outside a dashboard')
  return board
}
