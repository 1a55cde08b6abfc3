// Small words for writing dashboards as data.
import type { Dashboard, GroupWidget, LeafDefinition, WidgetRequest } from '../schema/dashboard.ts'

/** Cells of the 12-wide grid. */
export interface Size {
  width: number
  height: number
}
export interface Placed {
  definition: LeafDefinition
  size: Size
}

/** `{a: query, b: query}`, drawn as they are, or combined by formulas that name them. */
export function ask(queries: Record<string, string>, formulas?: Record<string, string>): WidgetRequest[] {
  return [
    {
      queries: Object.entries(queries).map(([name, query]) => ({ data_source: 'metrics', name, query })),
      ...(formulas === undefined
        ? {}
        : { formulas: Object.entries(formulas).map(([alias, formula]) => ({ formula, alias })) }),
    },
  ]
}

interface About {
  namespaces: string[]
  size: Size
  /** As CloudWatch spells units; for what arithmetic has made of them. */
  unit?: string
}
type Drawn = 'timeseries' | 'toplist' | 'heatmap'

export const draw = (
  type: Drawn,
  title: string,
  requests: WidgetRequest[],
  { namespaces, size, unit }: About,
): Placed => ({
  definition: { type, title, namespaces, requests, ...(unit === undefined ? {} : { unit }) },
  size,
})

type Value = Extract<LeafDefinition, { type: 'query_value' }>
export const value = (
  title: string,
  requests: WidgetRequest[],
  about: About & Pick<Value, 'aggregator' | 'conditional_formats'>,
): Placed => ({
  definition: {
    type: 'query_value',
    title,
    namespaces: about.namespaces,
    requests,
    aggregator: about.aggregator,
    ...(about.unit === undefined ? {} : { unit: about.unit }),
    ...(about.conditional_formats === undefined ? {} : { conditional_formats: about.conditional_formats }),
  },
  size: about.size,
})

type Own = Extract<LeafDefinition, { type: `heycloud_${string}` }>['type']
export const own = (type: Own, title: string, size: Size): Placed => ({ definition: { type, title }, size })

export interface Row {
  title: string
  widgets: Placed[]
}

/** Lays each row's widgets out from left to right, breaking at 12, and numbers everything in reading order. */
export function lay(rows: Row[]): GroupWidget[] {
  let id = 0
  return rows.map(row => {
    const group = ++id
    let x = 0
    let y = 0
    let tallest = 0
    const widgets = row.widgets.map(({ definition, size }) => {
      if (x + size.width > 12) {
        x = 0
        y += tallest
        tallest = 0
      }
      const placed = { id: ++id, definition, layout: { x, y, ...size } }
      x += size.width
      tallest = Math.max(tallest, size.height)
      return placed
    })
    return { id: group, definition: { type: 'group', layout_type: 'ordered', title: row.title, widgets } }
  })
}

export const dashboard = (
  head: Pick<Dashboard, 'id' | 'title' | 'description' | 'template_variables'>,
  rows: Row[],
): Dashboard => ({ ...head, layout_type: 'ordered', widgets: lay(rows) })
