// A dashboard in the public v1 shape, as far as HeyCloud draws it, with a few widgets of its own.
import { z } from 'zod'

const query = z.object({ data_source: z.literal('metrics'), name: z.string(), query: z.string() })
/** Formulas name the queries (`100 * a / b`); left out, every query is drawn. */
const request = z.object({
  queries: z.array(query),
  formulas: z.array(z.object({ formula: z.string(), alias: z.string().optional() })).optional(),
  response_format: z.enum(['timeseries', 'scalar']).optional(),
  display_type: z.enum(['line', 'area', 'bars']).optional(),
})
export type WidgetRequest = z.infer<typeof request>

/** `namespaces` (HeyCloud's own): whose coverage decides between "not in use", "denied" and "not read yet". */
const common = { title: z.string(), namespaces: z.array(z.string()).optional() }
const unit = z.string().optional()
const timeseries = z.object({ type: z.literal('timeseries'), ...common, requests: z.array(request), unit })
const toplist = z.object({ type: z.literal('toplist'), ...common, requests: z.array(request), unit })
const heatmap = z.object({ type: z.literal('heatmap'), ...common, requests: z.array(request), unit })
const queryValue = z.object({
  type: z.literal('query_value'),
  ...common,
  requests: z.array(request),
  unit,
  /** How the range becomes one number. */
  aggregator: z.enum(['avg', 'sum', 'min', 'max', 'last']),
  precision: z.number().optional(),
  /** The first rule whose comparison holds colours the number; none leaves it plain. */
  conditional_formats: z
    .array(
      z.object({
        comparator: z.enum(['>', '>=', '<', '<=']),
        value: z.number(),
        palette: z.enum(['alert', 'warning', 'good']),
      }),
    )
    .optional(),
})
const note = z.object({ type: z.literal('note'), content: z.string() })
/** HeyCloud's own widgets: each answers from its own endpoint. */
const own = z.object({
  type: z.enum(['heycloud_coverage', 'heycloud_alarms', 'heycloud_cost', 'heycloud_inventory']),
  title: z.string(),
})

/** x, y, width and height are in cells of a grid 12 wide. */
const layout = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
const leaf = z.discriminatedUnion('type', [timeseries, toplist, heatmap, queryValue, note, own])
export const leafWidget = z.object({ id: z.number(), definition: leaf, layout })
export type LeafWidget = z.infer<typeof leafWidget>
export type LeafDefinition = LeafWidget['definition']

export const groupWidget = z.object({
  id: z.number(),
  definition: z.object({
    type: z.literal('group'),
    layout_type: z.literal('ordered'),
    title: z.string(),
    widgets: z.array(leafWidget),
  }),
})
export type GroupWidget = z.infer<typeof groupWidget>

/** GET /api/v1/dashboard */
export const dashboardsReply = z.object({
  dashboards: z.array(z.object({ id: z.string(), title: z.string(), description: z.string() })),
})

/** GET /api/v1/dashboard/{id} */
export const dashboardReply = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  layout_type: z.literal('ordered'),
  template_variables: z.array(z.object({ name: z.string(), prefix: z.string(), default: z.string() })),
  widgets: z.array(groupWidget),
})
export type Dashboard = z.infer<typeof dashboardReply>
