// Facts of the account itself: which regions it has enabled and are wanted, and its alias.
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { observe } from '../../aws/observe.ts'
import { globalRegion, partitionOf } from '../../aws/partitions.ts'
import { traced } from '../../aws/trace.ts'
import type { AwsAccount } from '../../core/account.ts'
import { type CoverageKind, coverageKinds } from '../../core/coverage.ts'
import { clientOf, type Place, type Tools } from '../context.ts'
import type { CoverageLedger } from '../coverage.ts'
import { forgetAlarms } from './alarms.ts'

/** Where the account's own facts are asked, and the region their coverage is kept under. */
export const accountPlace = (account: AwsAccount): Place => ({ account, region: globalRegion(account.partition) })

/**
 * The regions to collect in. When the account does not let us ask, those that its owner named, else those that were
 * collected before; an account of which nothing is known is not guessed at.
 */
export async function readRegions(
  tools: Tools,
  account: AwsAccount,
  coverage: CoverageLedger,
  signal: AbortSignal,
): Promise<string[]> {
  const place = accountPlace(account)
  const client = clientOf(tools, place, 'verify', EC2Client)
  const read = async () => {
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({}), { abortSignal: signal })
    return Regions.flatMap(({ RegionName, OptInStatus }) =>
      RegionName === undefined || OptInStatus === 'not-opted-in' ? [] : [RegionName],
    )
  }
  const { value: enabled, trace } = await traced(() => observe('ec2:DescribeRegions', read, tools.clock))
  signal.throwIfAborted()
  const known = enabled.state === 'seen' ? enabled.value : await regionsKnown(tools, account, coverage)
  const regions = known
    .filter(region => partitionOf(region) === account.partition && regionWanted(account, region))
    .sort()
  const outcome = enabled.state === 'seen' ? { state: 'seen' as const, items: regions.length } : enabled
  await coverage.record(place, [{ kind: 'regions', namespace: null, outcome, trace }])
  return regions
}

/** The account's own facts are asked of one region, whichever are wanted. */
const ofRegions: readonly CoverageKind[] = coverageKinds.filter(kind => kind !== 'regions' && kind !== 'account')

/** Of regions that are not read any more nothing is overdue. Their jobs have to have ended, or one might still say that it failed. */
export async function leaveOthersOut(
  tools: Tools,
  account: AwsAccount,
  coverage: CoverageLedger,
  read: readonly string[],
): Promise<void> {
  const rows = (await coverage.rows({ account })).filter(({ kind }) => ofRegions.includes(kind))
  const others = new Set(rows.map(({ region }) => region)).difference(new Set(read))
  for (const region of others) {
    const reason = regionWanted(account, region)
      ? 'The region is not enabled in the account.'
      : 'The account’s settings leave this region out.'
    const place = { account, region }
    if (await coverage.leaveOut(place, ofRegions, reason)) await forgetAlarms(tools, place)
  }
}

export function regionWanted({ settings }: Pick<AwsAccount, 'settings'>, region: string): boolean {
  const chosen = settings.aws_regions
  return 'include_all' in chosen ? chosen.include_all : chosen.include_only.includes(region)
}

async function regionsKnown(tools: Tools, account: AwsAccount, coverage: CoverageLedger): Promise<string[]> {
  const chosen = account.settings.aws_regions
  const rows = await coverage.rows({ account })
  const collected = rows.filter(({ kind }) => kind === 'metrics').map(({ region }) => region)
  const verified = (await tools.settings.verifications.get(account.id))?.regions ?? []
  return [...new Set([...('include_only' in chosen ? chosen.include_only : []), ...collected, ...verified])]
}

/** Reads the account's alias and keeps it; resolves with the alias as it is known now. */
export async function readAlias(
  tools: Tools,
  account: AwsAccount,
  coverage: CoverageLedger,
  signal: AbortSignal,
): Promise<string | null> {
  const place = accountPlace(account)
  const client = clientOf(tools, place, 'verify', IAMClient)
  const read = async () => {
    const { AccountAliases = [] } = await client.send(new ListAccountAliasesCommand({}), { abortSignal: signal })
    return AccountAliases[0] ?? null
  }
  const { value: alias, trace } = await traced(() => observe('iam:ListAccountAliases', read, tools.clock))
  signal.throwIfAborted()
  const outcome = alias.state === 'seen' ? { state: 'seen' as const, items: alias.value === null ? 0 : 1 } : alias
  await coverage.record(place, [{ kind: 'account', namespace: null, outcome, trace }])
  if (alias.state !== 'seen') return account.alias
  if (alias.value !== account.alias)
    await tools.settings.accounts.note(account.organisation, account.id, { alias: alias.value })
  return alias.value
}
