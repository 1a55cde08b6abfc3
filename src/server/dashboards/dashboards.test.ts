// Every dashboard has the public shape, fits its grid, and asks only for metrics that the registry declares.
import { describe, expect, it } from 'vitest'
import { metricByName } from '../../services/index.ts'
import { dashboardReply } from '../schema/dashboard.ts'
import { dashboards } from './index.ts'

const metricOf = (query: string) => /[a-z]+:((?:aws|heycloud)\.[a-z0-9_.]+?)\{/g[Symbol.matchAll](query)

describe.each(dashboards.map(found => [found.id, found] as const))('dashboard %s', (_, found) => {
  const leaves = found.widgets.flatMap(group => group.definition.widgets)

  it('has the public shape', () => {
    expect(dashboardReply.parse(found)).toEqual(found)
  })

  it('numbers its widgets once each and keeps them inside the grid without overlap', () => {
    const ids = [...found.widgets, ...leaves].map(widget => widget.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const group of found.widgets) {
      const cells = new Set<string>()
      for (const { layout } of group.definition.widgets) {
        expect(layout.x + layout.width).toBeLessThanOrEqual(12)
        for (let x = layout.x; x < layout.x + layout.width; x++)
          for (let y = layout.y; y < layout.y + layout.height; y++) {
            expect(cells.has(`${x} ${y}`), `${x} ${y} of ${group.definition.title}`).toBe(false)
            cells.add(`${x} ${y}`)
          }
      }
    }
  })

  it('asks for metrics that are declared, of the namespaces that it names', () => {
    let seen = 0
    for (const { definition } of leaves) {
      if (!('requests' in definition)) continue
      for (const { query } of definition.requests.flatMap(request => request.queries)) {
        const names = [...metricOf(query)].map(match => match[1] ?? '')
        expect(names.length, query).toBeGreaterThan(0)
        for (const name of names) {
          seen++
          const metric = metricByName(name)
          expect(metric, name).toBeDefined()
          expect(definition.namespaces, name).toContain(metric?.namespace)
        }
      }
    }
    expect(seen).toBeGreaterThan(0)
  })
})
