// Which calls a piece of work made, and what came of them, so that every gap can say why.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { AwsCall, CallTrace } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import type { Json } from '../core/resource.ts'
import type { Attachment } from './clients.ts'
import { operationOf } from './ledger.ts'
import { isThrottle } from './observe.ts'

const traces = new AsyncLocalStorage<CallTrace>()

/** Runs the work, and gives what it called beside what it resolves with. */
export async function traced<T>(work: () => Promise<T>): Promise<{ value: T; trace: CallTrace }> {
  const trace: CallTrace = { answered: null, refused: null, calls: 0, throttled: 0 }
  return { value: await traces.run(trace, work), trace }
}

/** What services are called by aws-cli, where it is not the SDK client's name in lower case. */
const cliNames: Record<string, string> = {
  bcmdataexports: 'bcm-data-exports',
  cloudwatchlogs: 'logs',
  cognitoidentityprovider: 'cognito-idp',
  costexplorer: 'ce',
  databasemigrationservice: 'dms',
  elasticloadbalancing: 'elb',
  elasticloadbalancingv2: 'elbv2',
  eventbridge: 'events',
  networkfirewall: 'network-firewall',
  redshiftserverless: 'redshift-serverless',
  s3: 's3api',
  sfn: 'stepfunctions',
}

/** Of lists of more members only so many are kept: a GetMetricData request holds five hundred queries. */
const members = 5

function shortened(value: unknown): Json {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.slice(0, members).map(shortened)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name, one]) => one !== undefined && !isToken(name))
        .map(([name, one]) => [name, shortened(one)]),
    )
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

const isToken = (name: string): boolean => /^(next|pagination)?token$|^marker$|^exclusivestart/i.test(name)

interface Answered {
  output?: { $metadata?: { requestId?: string } }
}
interface Refused extends Error {
  $metadata?: { requestId?: string }
}

/** Writes down each attempt of each call for whoever traces it. */
export const createTracing = (clock: Clock): Attachment => {
  return (client, _signer, region) => {
    client.middlewareStack.add(
      (next, context) => async args => {
        const trace = traces.getStore()
        if (!trace) return next(args)
        trace.calls += 1
        const at = clock.now()
        const told = (code: string | null, message: string, requestId: string | undefined): AwsCall => {
          const [service = '', operation = ''] = operationOf(context).split(':')
          return {
            ...{ service: cliNames[service] ?? service, operation, region, at, code, message },
            input: shortened(args.input) as AwsCall['input'],
            milliseconds: clock.now() - at,
            requestId: requestId ?? null,
          }
        }
        try {
          const result = await next(args)
          // Of thousands of calls that were answered the first stands for all; that a role was assumed for them goes without saying.
          if (operationOf(context) !== 'sts:AssumeRole')
            trace.answered ??= told(null, '', (result as Answered).output?.$metadata?.requestId)
          return result
        } catch (error) {
          const { name, message, $metadata } = error as Refused
          trace.refused = told(name, message, $metadata?.requestId)
          if (isThrottle(error)) trace.throttled += 1
          throw error
        }
      },
      // Within the retry: every attempt is a call.
      { step: 'finalizeRequest', name: 'heycloudTrace', priority: 'low' },
    )
  }
}
