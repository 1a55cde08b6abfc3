// `heycloud policy`: prints the permission policies that an account grants to HeyCloud, what each action is for, and the trust policy.
import { Command, Option } from 'commander'
import { externalIdPattern, type Partition, partitions } from '../../core/account.ts'
import { type Access, type Feature, features, mutatingFeatures } from '../../core/define.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { accountIdFault } from '../../delegation/accounts/role-name.ts'
import { featuresFrom } from '../../delegation/policies/choose.ts'
import {
  type Attachment,
  byName,
  inlinePolicyLimits,
  limitOf,
  managedPolicyLimit,
  type NamedPolicy,
  pretty,
  tooMuch,
} from '../../delegation/policies/document.ts'
import { createPolicies, type Policies } from '../../delegation/policies/policies.ts'
import { trustPolicy } from '../../delegation/trust/policy.ts'
import { actionsOf } from '../../services/index.ts'

interface Options {
  strict?: boolean
  features?: string
  explain?: boolean
  json?: boolean
  chunks: Attachment
  access: Access
  trust?: string
  account?: string
  partition: Partition
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)
/** What is not the document itself, so that the output can be piped. */
const remark = (text: string): void => void process.stderr.write(`${text}\n`)

function printTrust({ trust: externalId = '', account, partition }: Options): void {
  const trustedAccountId = account ?? process.env.HEYCLOUD_AWS_ACCOUNT_ID
  if (trustedAccountId === undefined)
    throw new HeyCloudError(
      'configuration',
      'give --account, or set HEYCLOUD_AWS_ACCOUNT_ID: the account that HeyCloud runs in',
    )
  if (!externalIdPattern.test(externalId))
    throw new HeyCloudError(
      'bad_request',
      '--trust takes the external ID that HeyCloud shows: 32 characters, 0-9 and a-f',
    )
  const fault = accountIdFault(trustedAccountId)
  if (fault) throw new HeyCloudError('bad_request', `--account ${fault}`)
  print(pretty(trustPolicy({ partition, trustedAccountId, externalId })))
}

/** `ec2: DescribeHosts, DescribeImages`, a line each service. */
function widthLines(extra: readonly string[]): string[] {
  const byService = Map.groupBy(extra, action => action.slice(0, action.indexOf(':')))
  return [...byService].map(
    ([service, actions]) =>
      `  ${service}: ${actions
        .map(action => action.slice(service.length + 1))
        .sort(byName)
        .join(', ')}`,
  )
}

async function printExplained(policies: Policies, chosen: readonly Feature[]): Promise<void> {
  for (const use of await policies.explain(chosen))
    print(
      [
        `${use.action}  [${use.accessLevel}; ${use.features.join(', ')}]`,
        `  ${use.why}`,
        `  Without it: ${use.stops}`,
        `  ${use.reference}`,
      ].join('\n'),
    )
  const { strict, wildcard, extra } = await policies.width(chosen)
  print(
    `\nHeyCloud calls ${strict} actions that read. The wildcards allow ${wildcard}; these are the ${extra.length} more:`,
  )
  for (const line of widthLines(extra)) print(line)
}

function printPolicies(reads: NamedPolicy[], writes: NamedPolicy[], { chunks, access }: Options): void {
  for (const { name, document, characters } of [...reads, ...writes]) {
    remark(`${name}: ${characters} of ${limitOf(chunks, access)} characters`)
    print(document)
  }
  const fault = tooMuch([...reads, ...writes], chunks, access)
  if (fault) remark(fault)
  if (writes.length > 0)
    remark(
      `${writes.map(({ name }) => name).join(', ')} writes, for ${mutatingFeatures.join(', ')}; the other policies read only.`,
    )
}

async function run(options: Options): Promise<void> {
  if (options.trust !== undefined) return printTrust(options)
  const chosen = featuresFrom(options.features, '--features')
  const policies = createPolicies(wanted => actionsOf(wanted, options.access))
  const limit = limitOf(options.chunks, options.access)
  const reads = options.strict
    ? policies.strict(chosen, undefined, limit)
    : await policies.wildcard(chosen, undefined, limit)
  const writes = policies.mutating(chosen, limit)
  if (options.json) {
    const explained = await policies.explain(chosen)
    // As GET /api/v2/integration/aws/permissions has them.
    const actions = explained.map(({ action, features: of, why, accessLevel, reference, stops }) => ({
      ...{ action, features: of, why, access_level: accessLevel, reference, stops },
    }))
    const width = await policies.width(chosen)
    return print(JSON.stringify({ features: chosen, policies: reads, mutating: writes, actions, width }, null, 2))
  }
  return options.explain ? printExplained(policies, chosen) : printPolicies(reads, writes, options)
}

export const policyCommand = (): Command =>
  new Command('policy')
    .description('Print the IAM policies for HeyCloud: what an account grants, why, and whom its role trusts')
    .option('--strict', 'complete action names only, no wildcards')
    .option('--features <list>', `separated by commas, of ${features.join(', ')} (default: all that need no opting in)`)
    .option('--explain', 'each action with what for, its access level, its API reference and what stops without it')
    .option('--json', 'policies, actions and the width of the wildcards as JSON')
    .addOption(
      new Option('--chunks <kind>', 'cut the policies to fit as managed or as inline ones')
        .choices(['managed', 'inline'])
        .default('managed'),
    )
    .addOption(
      new Option('--access <kind>', 'for a role, or for the user of an access key (aws-us-gov and aws-cn)')
        .choices(['role', 'key'])
        .default('role'),
    )
    .option('--trust <external id>', 'print the trust policy for this external ID instead')
    .option('--account <id>', 'the account that HeyCloud runs in (default: HEYCLOUD_AWS_ACCOUNT_ID)')
    .addOption(new Option('--partition <name>', 'of the trust policy').choices([...partitions]).default('aws'))
    .addHelpText(
      'after',
      `
Documents go to the standard output, everything else to the standard error.
IAM's limits, white space not counted: ${managedPolicyLimit} characters a managed policy; ${inlinePolicyLimits.role} for all inline policies
of a role together, ${inlinePolicyLimits.key} of a user.

Examples:
  heycloud policy --strict > policy.json
  heycloud policy --features metrics,tags --explain
  heycloud policy --features event_bus --json
  heycloud policy --trust 0123456789abcdef0123456789abcdef --account 111122223333`,
    )
    .action(run)
