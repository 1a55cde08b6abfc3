// Asks AWS whether a cost export is there, is whole and lies where it was said to lie; what was refused becomes an issue too.
import { BCMDataExportsClient, GetExportCommand, paginateListExports } from '@aws-sdk/client-bcm-data-exports'
import { GetBucketLocationCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import type { AccountSession, AwsAccess } from '../../aws/access.ts'
import { observe } from '../../aws/observe.ts'
import { globalRegion } from '../../aws/partitions.ts'
import { type AwsAccount, accountLabel, type Partition } from '../../core/account.ts'
import type { Clock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Denied, NotSeen } from '../../core/observation.ts'
import { isCollectableState } from '../verification/state.ts'
import type { ExportPlace } from './input.ts'
import { type ExportIssue, type IssueCode, issue, issuesOf, regionIssue } from './issues.ts'

export interface ValidationDependencies {
  aws: Pick<AwsAccess, 'session'>
  clock: Clock
}

/** One validation under way. */
interface Reading {
  account: AwsAccount
  place: ExportPlace
  session: AccountSession
  clock: Clock
}

/** Data Exports has one endpoint for a partition (SDK, endpoint rules); GovCloud has none. */
const exportsRegion: Record<Exclude<Partition, 'aws-us-gov'>, string> = { aws: 'us-east-1', 'aws-cn': 'cn-northwest-1' }

const credentials = (detail: string): ExportIssue => issue('CREDENTIAL_ERROR', detail)

/** S3 names the policy at fault only to the bucket's own account; a bare refusal is another account's, or the bucket's own policy's. */
function deniedIssue({ account, place }: Reading, denied: Denied, permission: IssueCode): ExportIssue {
  if (denied.action === 'sts:AssumeRole') return credentials(`The role cannot be assumed: ${denied.message}`)
  const isOfS3 = denied.action.startsWith('s3:')
  if (isOfS3 && (denied.cause === 'resource' || denied.cause === 'unknown'))
    return issue(
      'S3_BUCKET_NOT_ACCESSIBLE',
      `The bucket ${place.bucket_name} is another account’s, or its policy shuts the role out: ${denied.message}`,
    )
  const feature = account.settings.features.cost_management
    ? ''
    : ' The feature cost_management is off for this account, so its policy does not grant it: set features.cost_management to true.'
  return issue(permission, `Allow ${denied.action} in the role’s policy.${feature} AWS says: ${denied.message}`)
}

/** Codes by which AWS says that the session itself is no good. */
const credentialFault =
  /^(NoCredentials|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|Expired.*|RequestExpired)$/
const throttle = /throttl|TooManyRequests|SlowDown|RequestLimitExceeded/i

/**
 * A refusal and a lasting fault are issues. What will pass says nothing of the export, so that no verdict is given:
 * throws `throttled` or `aws_unavailable`.
 */
function notSeenIssue(reading: Reading, call: string, notSeen: NotSeen, permission: IssueCode): ExportIssue {
  if (notSeen.state === 'denied') return deniedIssue(reading, notSeen, permission)
  const words = `${call} failed (${notSeen.code}): ${notSeen.message}`.replace(/\.*$/, '.')
  if (throttle.test(notSeen.code)) throw new HeyCloudError('throttled', `${words} Try again in a minute.`)
  if (credentialFault.test(notSeen.code)) return credentials(words)
  if (notSeen.transient)
    throw new HeyCloudError('aws_unavailable', `${words} Nothing is known of the export; try again.`)
  return issue('ISSUE_CODE_UNSPECIFIED', words)
}

async function exportIssues(reading: Reading, region: string): Promise<ExportIssue[]> {
  const { session, clock, place } = reading
  const client = session.client(BCMDataExportsClient, region)
  const list = async () => {
    const found = []
    for await (const page of paginateListExports({ client }, {})) found.push(...(page.Exports ?? []))
    return found
  }
  const listed = await observe('bcm-data-exports:ListExports', list, clock)
  if (listed.state !== 'seen') return [notSeenIssue(reading, 'ListExports', listed, 'EXPORT_LIST_PERMISSION_MISSING')]
  const own = listed.value.find(({ ExportName }) => ExportName === place.report_name)
  if (!own) {
    const names = listed.value.flatMap(({ ExportName }) => ExportName ?? []).join(', ')
    return [
      issue(
        'EXPORT_NOT_FOUND',
        `There is no export ${place.report_name}; there ${names ? `are: ${names}` : 'is none'}.`,
      ),
    ]
  }
  const { StatusCode, StatusReason = 'no reason given' } = own.ExportStatus ?? {}
  const health =
    StatusCode === 'UNHEALTHY'
      ? [issue('EXPORT_STATUS_UNHEALTHY', `AWS cannot deliver the export ${place.report_name}: ${StatusReason}.`)]
      : []
  const get = () => client.send(new GetExportCommand({ ExportArn: own.ExportArn }))
  const shown = await observe('bcm-data-exports:GetExport', get, clock)
  if (shown.state !== 'seen')
    return [...health, notSeenIssue(reading, 'GetExport', shown, 'EXPORT_GET_PERMISSION_MISSING')]
  return [...health, ...(shown.value.Export ? issuesOf(shown.value.Export, place) : [])]
}

/** Virginia's name is the empty one, Ireland's at times the old one (S3 API reference, GetBucketLocation). */
const regionOfConstraint = (constraint: string | undefined): string =>
  constraint === 'EU' ? 'eu-west-1' : constraint || 'us-east-1'

const noBucket = ({ place }: Reading): ExportIssue =>
  issue('S3_BUCKET_NOT_ACCESSIBLE', `There is no bucket ${place.bucket_name}.`)

const isNowhere = (notSeen: NotSeen): boolean => notSeen.state === 'failed' && notSeen.code === 'NoSuchBucket'
const isElsewhere = (notSeen: NotSeen): boolean =>
  notSeen.state === 'failed' && /^(PermanentRedirect|AuthorizationHeaderMalformed)$/.test(notSeen.code)

async function listIssues(reading: Reading, region: string): Promise<ExportIssue[]> {
  const { session, clock, place } = reading
  const { report_prefix: prefix, report_name: name } = place
  const folder = prefix === null ? {} : { Prefix: `${prefix}/${name}/`.replaceAll(/^\/+|\/+(?=\/)/g, '') }
  const input = { Bucket: place.bucket_name, ...folder, MaxKeys: 1 }
  const list = () => session.client(S3Client, region).send(new ListObjectsV2Command(input))
  const listed = await observe('s3:ListBucket', list, clock)
  // No file yet is no fault: AWS delivers the first within a day.
  if (listed.state === 'seen') return []
  if (isNowhere(listed)) return [noBucket(reading)]
  if (isElsewhere(listed)) return [regionIssue(place, 'another region')]
  return [notSeenIssue(reading, 'ListObjectsV2', listed, 'S3_LIST_PERMISSION_MISSING')]
}

async function bucketIssues(reading: Reading): Promise<ExportIssue[]> {
  const { session, clock, place, account } = reading
  const client = session.client(S3Client, globalRegion(account.partition))
  const locate = () => client.send(new GetBucketLocationCommand({ Bucket: place.bucket_name }))
  const located = await observe('s3:GetBucketLocation', locate, clock)
  if (located.state !== 'seen' && isNowhere(located)) return [noBucket(reading)]
  if (located.state !== 'seen')
    return [
      notSeenIssue(reading, 'GetBucketLocation', located, 'S3_GET_PERMISSION_MISSING'),
      ...(await listIssues(reading, place.bucket_region)),
    ]
  const region = regionOfConstraint(located.value.LocationConstraint)
  const mismatch = region === place.bucket_region ? [] : [regionIssue(place, region)]
  return [...mismatch, ...(await listIssues(reading, region))]
}

/** Both halves may find the same. */
const eachOnce = (issues: ExportIssue[]): ExportIssue[] =>
  issues.filter(({ code }, index) => issues.findIndex(other => other.code === code) === index)

/**
 * Everything that AWS lets the account's role see of one export; empty where nothing is wrong. Rejects with `throttled` or
 * `aws_unavailable` where AWS gave no answer that tells.
 */
export async function validateExport(
  { aws, clock }: ValidationDependencies,
  account: AwsAccount,
  place: ExportPlace,
): Promise<ExportIssue[]> {
  if (account.partition === 'aws-us-gov')
    return [
      issue(
        'BUCKET_NAME_INVALID_GOVCLOUD',
        'The costs of a GovCloud account are billed to the standard account beside it, and AWS delivers exports to that one’s buckets. Connect it, and enter its bucket.',
      ),
    ]
  if (!isCollectableState(account.state))
    return [
      credentials(
        `HeyCloud uses no role before it is proven safe, and ${accountLabel(account)} is ${account.state}: look at its status.`,
      ),
    ]
  const reading = { account, place, clock, session: aws.session(account, 'cost-management') }
  const found = await Promise.all([bucketIssues(reading), exportIssues(reading, exportsRegion[account.partition])])
  return eachOnce(found.flat())
}
