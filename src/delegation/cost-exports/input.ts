// What a request may say of a cost export; each fault is named by its dotted field.
import type { AwsAccount } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { CostExport } from '../../store/settings-ports.ts'
import { textFault } from '../accounts/input.ts'
import { regionFault } from '../accounts/named-account.ts'

/** The one kind of report that the public API knows. */
const reportType = 'CUR2.0'

/**
 * S3's rules for the names of general purpose buckets (S3 User Guide, "Bucket naming rules"). Nothing else may pass: an ARN in a bucket's
 * place would lead to somebody's access point.
 */
function bucketFault(name: string): string | undefined {
  const fits = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..')
  return fits && !/^\d+(\.\d+){3}$/.test(name) ? undefined : 'is not the name of an S3 bucket'
}

/** Data Exports API reference, Export: Name. */
const nameFault = (name: string): string | undefined =>
  /^[0-9A-Za-z!\-_.*'()]{1,128}$/.test(name) ? undefined : 'is not the name of an export'

/** An S3 key has at most 1,024 bytes. */
const prefixFault = (prefix: string): string | undefined =>
  textFault(prefix) ?? (Buffer.byteLength(prefix) > 1_000 ? 'is too long for a prefix' : undefined)

/** Where an export lies, without its kind; the prefix is null where none was said. */
export type ExportPlace = Omit<CostExport, 'report_type' | 'report_prefix'> & { report_prefix: string | null }

/** Faults by field, of one export of this account. */
function faultsOf(place: ExportPlace, account: Pick<AwsAccount, 'partition'>): [string, string][] {
  const faults: [string, string | undefined][] = [
    ['bucket_name', bucketFault(place.bucket_name)],
    ['bucket_region', regionFault(place.bucket_region, account)],
    ['report_name', nameFault(place.report_name)],
    ['report_prefix', prefixFault(place.report_prefix ?? '')],
  ]
  return faults.flatMap(([field, fault]) => (fault === undefined ? [] : [[field, fault]]))
}

function refuse(faults: [string, string][]): void {
  if (faults.length > 0) throw new HeyCloudError('bad_request', 'invalid value', Object.fromEntries(faults))
}

export const checkPlace = (place: ExportPlace, account: Pick<AwsAccount, 'partition'>): void =>
  refuse(faultsOf(place, account))

/** Rejects with `bad_request`. */
export function checkExports(exports: readonly CostExport[], account: Pick<AwsAccount, 'partition'>): void {
  const list = 'ccm_config.data_export_configs'
  if (exports.length === 0) refuse([[list, 'holds no export']])
  refuse(
    exports.flatMap((one, index) => {
      const faults = faultsOf(one, account)
      if (one.report_type !== reportType) faults.push(['report_type', `must be ${reportType}`])
      return faults.map(([field, fault]): [string, string] => [`${list}.${index}.${field}`, fault])
    }),
  )
}
