// The cost ledger: counts every call that leaves for AWS, what was asked in it, and what AWS charges for that.
import type { GetMetricDataInput, GetMetricDataOutput, Metric, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Pluggable } from '@smithy/types'
import type { Clock } from '../core/clock.ts'
import type { CallCost, CostLedger } from './access.ts'
import type { Attachment, Signer } from './clients.ts'
import { chargeableMetrics, prices, requestPrice } from './prices.ts'

/** What one call counts for in one namespace. */
interface Count {
  namespace: string
  calls: number
  queries: number
  chargeableMetrics: number
  datapoints: number
  charge: number
}

export interface Ledger extends CostLedger {
  attach: Attachment
}

export function createLedger(clock: Clock): Ledger {
  let lines = new Map<string, CallCost>()

  const add = (line: CallCost) => {
    const key = JSON.stringify([
      line.accountConfigId,
      line.accountId,
      line.region,
      line.namespace,
      line.day,
      line.operation,
    ])
    const sum = lines.get(key)
    if (!sum) {
      lines.set(key, { ...line })
      return
    }
    sum.calls += line.calls
    sum.queries += line.queries
    sum.chargeableMetrics += line.chargeableMetrics
    sum.datapoints += line.datapoints
    sum.charge += line.charge
  }

  const attach: Attachment = (client, signer, region) => {
    client.middlewareStack.add(
      (next, context) => async args => {
        const operation = operationOf(context)
        const { accountId, connection: accountConfigId } = chargedTo(context) ?? signer
        const day = new Date(clock.now()).toISOString().slice(0, 10)
        const write = (counts: Count[]) => {
          for (const count of counts) add({ accountConfigId, accountId, region, day, operation, ...count })
        }
        try {
          const result = await next(args)
          write(countsOf(operation, args.input, result.output))
          return result
        } catch (error) {
          // A call that AWS refused, throttled or never got costs nothing, but it was a call.
          write([{ ...nothing, namespace: firstNamespace(args.input), calls: 1 }])
          throw error
        }
      },
      // Within the retry: every attempt is a call.
      { step: 'finalizeRequest', name: 'heycloudLedger', priority: 'low' },
    )
  }

  return {
    attach,
    drain() {
      const drained = [...lines.values()]
      lines = new Map()
      return drained
    },
    putBack: lost => lost.forEach(add),
  }
}

/** `cloudwatch:GetMetricData`: the client's service in lower case, and the operation as AWS spells it. */
export function operationOf(context: { clientName?: string; commandName?: string }): string {
  const service = (context.clientName ?? 'unknown').replace(/Client$/, '').toLowerCase()
  return `${service}:${(context.commandName ?? 'Unknown').replace(/Command$/, '')}`
}

const nothing: Count = { namespace: '', calls: 0, queries: 0, chargeableMetrics: 0, datapoints: 0, charge: 0 }

function countsOf(operation: string, input: unknown, output: unknown): Count[] {
  if (operation === 'cloudwatch:GetMetricData')
    return metricDataCounts(input as GetMetricDataInput, output as GetMetricDataOutput)
  return [{ ...nothing, namespace: firstNamespace(input), calls: 1, charge: requestPrice(operation) }]
}

/**
 * By namespace; the call itself counts for the first. A page that follows a token is counted like the first: it is a request
 * for the same metrics (the dearer of two readings of AWS's page; calls are sized so that there are hardly any).
 */
function metricDataCounts(input: GetMetricDataInput, output: GetMetricDataOutput): Count[] {
  const counts = new Map<string, Count>()
  const namespaces = new Map<string, string>()
  const first = firstNamespace(input)
  counts.set(first, { ...nothing, namespace: first, calls: 1 })
  const countOf = (namespace: string): Count => {
    const count = counts.get(namespace) ?? { ...nothing, namespace }
    counts.set(namespace, count)
    return count
  }
  const queries = input.MetricDataQueries ?? []
  for (const query of queries) namespaces.set(query.Id ?? '', query.MetricStat?.Metric?.Namespace ?? '')
  for (const result of output.MetricDataResults ?? [])
    countOf(namespaces.get(result.Id ?? '') ?? first).datapoints += result.Values?.length ?? 0
  for (const { namespace, statistics } of metricGroups(queries)) {
    const count = countOf(namespace)
    const metrics = chargeableMetrics(statistics)
    count.queries += statistics
    count.chargeableMetrics += metrics
    count.charge += metrics * prices.getMetricDataMetric
  }
  return [...counts.values()]
}

interface MetricGroup {
  namespace: string
  statistics: number
}

/** The distinct metrics of a request, each with the number of its queries. */
function metricGroups(queries: MetricDataQuery[]): Iterable<MetricGroup> {
  const groups = new Map<string, MetricGroup>()
  let last: { metric: Metric | undefined; group: MetricGroup } | undefined
  for (const { Id, Expression, MetricStat } of queries) {
    const metric = MetricStat?.Metric
    // A metric's statistics are asked for side by side, of one and the same metric.
    if (last && metric !== undefined && last.metric === metric) {
      last.group.statistics += 1
      continue
    }
    const key = Expression === undefined ? keyOf(metric) : `${Id}`
    const group = groups.get(key) ?? { namespace: metric?.Namespace ?? '', statistics: 0 }
    group.statistics += 1
    groups.set(key, group)
    last = { metric, group }
  }
  return groups.values()
}

function keyOf({ Namespace, MetricName, Dimensions = [] }: Metric = {}): string {
  const dimensions = Dimensions.map(({ Name, Value }) => `${Name}\u0000${Value}`)
  return `${Namespace}\u0000${MetricName}\u0000${(dimensions.length > 1 ? dimensions.sort() : dimensions).join('\u0001')}`
}

function firstNamespace(input: unknown): string {
  const { Namespace, MetricDataQueries } = input as { Namespace?: unknown; MetricDataQueries?: MetricDataQuery[] }
  if (typeof Namespace === 'string') return Namespace
  return MetricDataQueries?.[0]?.MetricStat?.Metric?.Namespace ?? ''
}

type Payer = Pick<Signer, 'accountId' | 'connection'>
interface Charged {
  heycloudPayer?: Payer
}

/** Charges a command's call to another than its signer: AssumeRole is signed by HeyCloud itself, but is the account's whose role it is. */
export const chargeTo = <I extends object, O extends object>(payer: Payer): Pluggable<I, O> => ({
  applyToStack: stack =>
    stack.add(
      (next, context) => args => {
        ;(context as Charged).heycloudPayer = payer
        return next(args)
      },
      { step: 'initialize', name: 'heycloudPayer' },
    ),
})

const chargedTo = (context: object): Payer | undefined => (context as Charged).heycloudPayer
