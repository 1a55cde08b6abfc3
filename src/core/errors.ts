// Every error that a person can meet: one row each, with its HTTP status and sentence. Documented in docs/guides/errors.md.

interface ErrorRow {
  status: number
  title: string
}

const rows = {
  invalid_parameter: { status: 400, title: 'Invalid Parameter' },
  bad_request: { status: 400, title: 'Bad Request' },
  invalid_external_id: { status: 400, title: 'Bad Request' },
  auth_kind_fixed: { status: 400, title: 'Generic Error' },
  query_syntax: { status: 400, title: 'The query could not be read' },
  query_range: { status: 400, title: 'The time range is not valid' },
  account_exists: { status: 409, title: 'Account already exists' },
  account_not_found: { status: 404, title: 'Account not found' },
  gone: { status: 410, title: 'Gone' },
  not_a_member: { status: 400, title: 'The account is not a member of the AWS Organization' },
  organization_exists: { status: 409, title: 'The AWS Organization is connected already' },
  event_source_exists: { status: 409, title: 'The event source exists already' },
  rotation_not_ready: { status: 409, title: 'The next external ID is not accepted yet' },
  not_found: { status: 404, title: 'Not found' },
  budget_reached: { status: 409, title: 'The monthly limit is reached' },
  own_role_refused: { status: 400, title: 'This is the role that HeyCloud itself runs as' },
  own_account_refused: { status: 400, title: "This is HeyCloud's own AWS account" },
  not_signed_in: { status: 403, title: 'Not signed in' },
  api_key_required: { status: 403, title: 'API key required' },
  forbidden: { status: 403, title: 'Forbidden' },
  bad_credentials: { status: 403, title: 'The e-mail address or the password is wrong' },
  setup_link_spent: { status: 403, title: 'This link has been used or has expired' },
  cross_origin: { status: 403, title: 'The request came from another site' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  no_credentials: { status: 503, title: 'HeyCloud has no AWS credentials, so no role can trust it yet' },
  credentials_refused: { status: 503, title: 'AWS does not accept HeyCloud’s credentials' },
  aws_unavailable: { status: 503, title: 'AWS does not answer' },
  unreachable: { status: 503, title: 'AWS STS cannot be reached' },
  not_authorized_to_assume: { status: 403, title: 'HeyCloud is not authorized to perform sts:AssumeRole' },
  assumable_without_external_id: { status: 403, title: 'The role can be assumed without the external ID' },
  assumable_with_wrong_external_id: { status: 403, title: 'The role can be assumed with a wrong external ID' },
  wrong_account: { status: 400, title: 'The role is in another account' },
  trust_weakened: { status: 403, title: 'The role’s trust policy has been weakened' },
  account_claimed: { status: 409, title: 'The account cannot be connected here' },
  access_key_refused: { status: 403, title: 'AWS does not accept the access key' },
  missing_permissions: { status: 403, title: 'Permissions are missing' },
  throttled: { status: 429, title: 'AWS is limiting this account' },
  configuration: { status: 500, title: 'The configuration is not valid' },
  data_directory_locked: { status: 500, title: 'Another HeyCloud uses this data directory' },
  secrets_unreadable: { status: 500, title: 'Stored secrets cannot be decrypted' },
  store_unavailable: { status: 503, title: 'The store does not answer' },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof rows
export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = rows

/** An error from the table. `detail` says what was wrong and what to do; `fields` maps a dotted field name to its fault. */
export class HeyCloudError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly fields: Record<string, string>

  constructor(code: ErrorCode, detail: string, fields: Record<string, string> = {}, options?: ErrorOptions) {
    super(`${rows[code].title}: ${detail}`, options)
    this.name = 'HeyCloudError'
    this.code = code
    this.status = rows[code].status
    this.title = rows[code].title
    this.detail = detail
    this.fields = fields
  }
}
