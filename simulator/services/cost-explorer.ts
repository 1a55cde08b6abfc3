// The simulated Cost Explorer: what the calls of the world have cost, by day, filtered and grouped as a request asks.
import type {
  Dimension,
  Expression,
  GetCostAndUsageCommandInput,
  GetCostAndUsageCommandOutput,
  Group,
  MetricValue,
} from '@aws-sdk/client-cost-explorer'
import { AwsError, type BillLine, type Call, type SimulatedService } from '../contract.ts'
import { onAll, pageOf } from './here.ts'

/** Each page is a request of its own, and costs as much: https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/ */
const requestPrice = 0.01
const periodsPerPage = 100
const day = 86_400_000

const invalid = (message: string) => new AwsError('ValidationException', message)

/** What a line is by each dimension that can be asked for here. */
const dimensions: Partial<Record<Dimension, (line: BillLine) => string>> = {
  LINKED_ACCOUNT: ({ accountId }) => accountId,
  REGION: ({ region }) => region,
  SERVICE: ({ service }) => service,
  USAGE_TYPE: ({ usageType }) => usageType,
  // The simulated AWS gives no credits and refunds nothing.
  RECORD_TYPE: () => 'Usage',
}

function dimension(key: string | undefined): (line: BillLine) => string {
  const of = dimensions[key as Dimension]
  if (!of) throw invalid(`The dimension ${key} is not simulated.`)
  return of
}

/** API_Expression: one operator, or one leaf. */
function fits(line: BillLine, filter: Expression): boolean {
  const given = Object.values(filter).filter(part => part !== undefined)
  if (given.length !== 1) throw invalid('Expression must have exactly one root')
  if (filter.And) return filter.And.every(part => fits(line, part))
  if (filter.Or) return filter.Or.some(part => fits(line, part))
  if (filter.Not) return !fits(line, filter.Not)
  const { Key, Values = [] } = filter.Dimensions ?? {}
  return Values.includes(dimension(Key)(line))
}

const metrics: Record<string, (lines: readonly BillLine[]) => MetricValue> = {
  UnblendedCost: lines => ({ Amount: String(lines.reduce((sum, { charge }) => sum + charge, 0)), Unit: 'USD' }),
  UsageQuantity: lines => ({ Amount: String(lines.reduce((sum, { quantity }) => sum + quantity, 0)), Unit: 'N/A' }),
}

function measured(lines: readonly BillLine[], wanted: readonly string[]): Record<string, MetricValue> {
  return Object.fromEntries(
    wanted.map(name => {
      const of = metrics[name]
      if (!of) throw invalid(`Metric ${name} is not simulated.`)
      return [name, of(lines)]
    }),
  )
}

/** The days or months from start to end (exclusive), as begin and end each. */
function periods({ TimePeriod, Granularity }: GetCostAndUsageCommandInput, now: number): [string, string][] {
  const { Start = '', End = '' } = TimePeriod ?? {}
  if (![Start, End].every(text => /^\d{4}-\d{2}-\d{2}$/.test(text)))
    throw invalid('Dates must be of the form YYYY-MM-DD')
  if (Start >= End) throw invalid('Start date (and hour) should be before end date (and hour)')
  if (Date.parse(Start) > now) throw invalid('Start date must not be after the current date')
  if (Granularity !== 'DAILY') throw invalid(`The granularity ${Granularity} is not simulated.`)
  const count = (Date.parse(End) - Date.parse(Start)) / day
  const dateOf = (index: number) => new Date(Date.parse(Start) + index * day).toISOString().slice(0, 10)
  return Array.from({ length: count }, (_, index) => [dateOf(index), dateOf(index + 1)])
}

function groupsOf(lines: readonly BillLine[], input: GetCostAndUsageCommandInput): Group[] {
  const keys = (input.GroupBy ?? []).map(({ Type, Key }) => {
    if (Type !== 'DIMENSION') throw invalid(`Groups by ${Type} are not simulated.`)
    return dimension(Key)
  })
  if (keys.length > 2) throw invalid('GroupBy takes at most two definitions')
  const groups = Map.groupBy(lines, line => JSON.stringify(keys.map(of => of(line))))
  return [...groups].map(([key, own]) => ({ Keys: JSON.parse(key), Metrics: measured(own, input.Metrics ?? []) }))
}

/** Costs show up once a day: those of the present day are not there yet ("updated at least once every 24 hours"). */
function getCostAndUsage(
  bill: (accountId: string) => BillLine[],
  input: GetCostAndUsageCommandInput,
  call: Call,
): Omit<GetCostAndUsageCommandOutput, '$metadata'> {
  if ((input.Metrics ?? []).length === 0) throw invalid('At least one metric is required')
  const refuse = () => new AwsError('InvalidNextTokenException', 'The pagination token is invalid.')
  const { items, next } = pageOf('cost', periods(input, call.now), periodsPerPage, input.NextPageToken, refuse)
  const today = new Date(call.now).toISOString().slice(0, 10)
  const { Filter: filter } = input
  const lines = bill(call.caller.accountId).filter(line => line.day < today && (!filter || fits(line, filter)))
  return {
    ...(next !== undefined && { NextPageToken: next }),
    GroupDefinitions: input.GroupBy,
    ResultsByTime: items.map(([Start, End]) => {
      const own = lines.filter(line => line.day === Start)
      const grouped = (input.GroupBy ?? []).length > 0
      return {
        TimePeriod: { Start, End },
        Total: grouped ? {} : measured(own, input.Metrics ?? []),
        Groups: grouped ? groupsOf(own, input) : [],
        Estimated: Start.slice(0, 7) === today.slice(0, 7),
      }
    }),
  }
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html */
export function simulatedCostExplorer(bill: (accountId: string) => BillLine[]): SimulatedService {
  return {
    signingName: 'ce',
    client: '@aws-sdk/client-cost-explorer',
    protocol: 'awsJson1_1',
    target: 'AWSInsightsIndexService',
    operations: {
      GetCostAndUsage: {
        requires: onAll('ce:GetCostAndUsage'),
        answer: (input, call) => getCostAndUsage(bill, input, call),
      },
    },
    meter: () => ({
      charge: requestPrice,
      billed: { service: 'AWS Cost Explorer', usageType: 'USE1-APIRequest', quantity: 1 },
    }),
  }
}
