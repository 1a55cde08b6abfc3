// Collection health and cost: how far behind HeyCloud is, what it does not see, how much it asks, and for how many dollars.
import { ownMetrics } from '../../services/own-metrics.ts'
import { ask, dashboard, draw, own, type Row, value } from './build.ts'

const scope = '$account,$region,$scope'
const namespaces = [ownMetrics.namespace]
const third = { width: 4, height: 4 }
const half = { width: 6, height: 4 }
const figure = { width: 3, height: 2 }
const alert = [{ comparator: '>' as const, value: 0, palette: 'alert' as const }]
const metrics = `${scope},kind:metrics`

const now: Row = {
  title: 'Is HeyCloud seeing everything?',
  widgets: [
    own('heycloud_coverage', 'Coverage', { width: 12, height: 1 }),
    value('Furthest behind', ask({ a: `max:heycloud.collection_lag{${metrics}}` }), {
      ...{ namespaces, size: figure, aggregator: 'last', unit: 'Seconds' },
    }),
    value('Not seen at the last try', ask({ a: `sum:heycloud.collection_not_seen{${scope}}` }), {
      ...{ namespaces, size: figure, aggregator: 'last', conditional_formats: alert },
    }),
    value('Metrics owed points', ask({ a: `sum:heycloud.collection_owed{${scope}}` }), {
      ...{ namespaces, size: figure, aggregator: 'last', conditional_formats: alert },
    }),
    value('Calculated charge this month', ask({ a: `sum:heycloud.cost_month_to_date{${scope}}` }), {
      ...{ namespaces, size: figure, aggregator: 'last', unit: 'USD' },
    }),
  ],
}

const health: Row = {
  title: 'Health',
  widgets: [
    draw(
      'timeseries',
      'Newest point, beyond AWS’s own delay',
      ask({ a: `max:heycloud.collection_lag{${metrics}} by {account_name}` }),
      {
        ...{ namespaces, size: half },
      },
    ),
    draw(
      'toplist',
      'Furthest behind',
      ask(
        { a: `max:heycloud.collection_lag{${metrics}} by {account_name,namespace}` },
        { lag: 'top(a, 10, "last", "desc")' },
      ),
      {
        ...{ namespaces, size: half, unit: 'Seconds' },
      },
    ),
    draw(
      'timeseries',
      'Points stored',
      ask({ a: `sum:heycloud.collection_points{${metrics}} by {account_name}.as_count()` }),
      {
        ...{ namespaces, size: third },
      },
    ),
    draw(
      'timeseries',
      'Reads refused and failed',
      ask(
        {
          refused: `sum:heycloud.collection_denials{${scope}}.as_count()`,
          failed: `sum:heycloud.collection_failures{${scope}}.as_count()`,
        },
        { refused: 'refused', failed: 'failed' },
      ),
      {
        ...{ namespaces, size: third },
      },
    ),
    draw(
      'timeseries',
      'Calls that AWS throttled',
      ask({ a: `sum:heycloud.collection_throttles{${scope}} by {account_name}.as_count()` }),
      {
        ...{ namespaces, size: third },
      },
    ),
  ],
}

const cost: Row = {
  title: 'Cost',
  widgets: [
    own('heycloud_cost', 'What HeyCloud’s reading costs', third),
    draw(
      'timeseries',
      'Charge by namespace',
      ask({ a: `sum:heycloud.cost_charge{${scope}} by {namespace}.as_count()` }),
      {
        ...{ namespaces, size: third, unit: 'USD' },
      },
    ),
    draw(
      'timeseries',
      'Metrics requested',
      ask({ a: `sum:heycloud.cost_metrics_requested{${scope}} by {account_name}.as_count()` }),
      {
        ...{ namespaces, size: third },
      },
    ),
    draw('timeseries', 'Calls to AWS', ask({ a: `sum:heycloud.collection_calls{${scope}} by {kind}.as_count()` }), {
      ...{ namespaces, size: half },
    }),
    draw(
      'toplist',
      'Dearest this month',
      ask(
        { a: `sum:heycloud.cost_month_to_date{${scope}} by {account_name,namespace}` },
        { dollars: 'top(a, 10, "last", "desc")' },
      ),
      {
        ...{ namespaces, size: half, unit: 'USD' },
      },
    ),
  ],
}

export const collectionHealth = dashboard(
  {
    id: 'collection-health',
    title: 'Collection health and cost',
    description: 'How far behind HeyCloud is, what it does not see, how much it asks of AWS, and what that costs.',
    template_variables: [
      { name: 'account', prefix: 'aws_account', default: '*' },
      { name: 'region', prefix: 'region', default: '*' },
      { name: 'scope', prefix: '', default: '*' },
    ],
  },
  [now, health, cost],
)
