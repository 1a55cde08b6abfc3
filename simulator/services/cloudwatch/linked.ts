// Whose metrics a caller sees: its own and, in a monitoring account, those of the accounts that are linked to it.
import type { ListMetricsCommandInput } from '@aws-sdk/client-cloudwatch'
import type { Call } from '../../contract.ts'
import type { Metrics } from '../../world/metrics.ts'
import type { World } from '../../world/world.ts'
import { here } from '../here.ts'

/**
 * What ListMetrics looks through, by account: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html,
 * IncludeLinkedAccounts and OwningAccount. Links are of one region: only what a source has there is shared.
 */
export function metricsListed(world: World, call: Call, input: ListMetricsCommandInput): [string, Metrics][] {
  const own = call.caller.accountId
  const all: [string, Metrics][] = [[own, here(world, call).metrics]]
  if (!input.IncludeLinkedAccounts) return all
  for (const source of world.sourcesOf(own) ?? []) {
    const metrics = world.region(source, call.region)?.metrics
    if (metrics) all.push([source, metrics])
  }
  return input.OwningAccount === undefined ? all : all.filter(([accountId]) => accountId === input.OwningAccount)
}

/** What GetMetricData reads for an AccountId; undefined where that is neither the caller's own account nor linked to it. */
export function metricsOf(world: World, call: Call, accountId: string | undefined): Metrics | undefined {
  const own = call.caller.accountId
  if (accountId === undefined || accountId === own) return here(world, call).metrics
  return world.sourcesOf(own)?.includes(accountId) ? world.region(accountId, call.region)?.metrics : undefined
}
