// The principals that a trust policy names: kept by their unique ids when it is saved, shown by id when they are gone.
import { AwsError } from '../contract.ts'
import { partitionOfArn } from '../partitions.ts'
import { parseDocument } from './document.ts'
import type { IamAccount } from './model.ts'

/** Null where this simulated AWS knows nothing of the account. */
type AccountLookup = (accountId: string) => IamAccount | undefined

const forms = [
  /^\*$/,
  /^\d{12}$/,
  /^arn:aws[\w-]*:iam::\d{12}:(root|user\/.+|role\/.+)$/,
  /^arn:aws[\w-]*:sts::\d{12}:(assumed-role|federated-user)\/.+$/,
]

function invalid(principal: string): AwsError {
  return new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${principal}"`, 400)
}

function uniqueIdOf(account: IamAccount, arn: string): string | undefined {
  const identities = [...Object.values(account.roles), ...Object.values(account.users)]
  return identities.find(identity => identity.arn === arn)?.id
}

function awsPrincipals(text: string): string[] {
  return parseDocument(text).statements.flatMap(({ principals, notPrincipals }) => [
    ...(principals?.AWS ?? []),
    ...(notPrincipals?.AWS ?? []),
  ])
}

/**
 * The unique ids of the users and roles that the policy names. IAM keeps these, so a role that is deleted and made again
 * under its name is not trusted. Throws `MalformedPolicyDocument` for a principal that is not there, has no valid form or is of
 * another partition than `own`, the role's account.
 */
export function principalIdsOf(text: string, own: IamAccount, iam: { account: AccountLookup }): Record<string, string> {
  const accountOf: AccountLookup = accountId => (accountId === own.accountId ? own : iam.account(accountId))
  const partition = own.partition ?? 'aws'
  const ids: Record<string, string> = {}
  for (const principal of awsPrincipals(text)) {
    if (/^A(ROA|IDA)[A-Z0-9]{16,}$/.test(principal)) continue
    if (!forms.some(form => form.test(principal))) throw invalid(principal)
    if (principal.startsWith('arn:') && partitionOfArn(principal) !== partition) throw invalid(principal)
    const isIdentity = /:iam::\d{12}:(user|role)\//.test(principal)
    const account = isIdentity ? accountOf(principal.split(':')[4] ?? '') : undefined
    if (!account) continue
    const id = uniqueIdOf(account, principal)
    if (id === undefined) throw invalid(principal)
    ids[principal] = id
  }
  return ids
}

/** The policy as GetRole shows it: a principal that no longer exists stands there by its unique id. */
export function shownTrust(text: string, ids: Record<string, string>, accountOf: AccountLookup): string {
  const gone = Object.entries(ids).filter(([arn, id]) => {
    const account = accountOf(arn.split(':')[4] ?? '')
    return !account || uniqueIdOf(account, arn) !== id
  })
  return gone.reduce((shown, [arn, id]) => shown.replaceAll(JSON.stringify(arn), JSON.stringify(id)), text)
}
