// A call to AWS as a line of aws-cli, so that whoever doubts an answer can ask again.
import type { AwsCall } from '../core/call.ts'
import { shellQuote, shellWord } from '../delegation/setup/shell.ts'

/** `GetMetricData` -> `get-metric-data`, `ListWebACLs` -> `list-web-acls`: as aws-cli makes its names (botocore, xform_name). */
export const cliName = (operation: string): string =>
  operation
    .replace(/(.)([A-Z]{2,}s)$/, (_, before: string, plural: string) => `${before}-${plural.toLowerCase()}`)
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/-{2,}/g, '-')

/** The request itself as JSON, which takes what the flags of single members would take. */
export function asAwsCli({ service, operation, region, input }: AwsCall): string {
  const words = ['aws', service, cliName(operation), '--region', shellWord(region)]
  // aws-cli would follow the pages by itself otherwise.
  const request = Object.keys(input).length === 0 ? [] : ['--cli-input-json', shellQuote(JSON.stringify(input))]
  return [...words, ...request].join(' ')
}
