// The account itself: its alias and a summary of what it holds.
import type { CreateAccountAliasCommandInput, ListAccountAliasesCommandInput } from '@aws-sdk/client-iam'
import { AwsError, type Operation } from '../../contract.ts'
import type { IamAccount } from '../../iam/model.ts'
import type { IamState } from '../../iam/state.ts'
import { operation, ownAccount } from './common.ts'

function checkedAlias(iam: IamState, alias: string | undefined): string {
  if (
    alias === undefined ||
    !/^[a-z0-9](([a-z0-9]|-(?!-))*[a-z0-9])?$/.test(alias) ||
    alias.length < 3 ||
    alias.length > 63
  )
    throw new AwsError(
      'ValidationError',
      `The account alias ${alias ?? ''} is invalid: 3 to 63 lower-case letters, digits and hyphens`,
    )
  if (iam.accountIds().some(id => iam.account(id)?.alias === alias))
    throw new AwsError('EntityAlreadyExists', `The account alias ${alias} already exists.`, 409)
  return alias
}

function summary(account: IamAccount): Record<string, number> {
  return {
    Users: Object.keys(account.users).length,
    Roles: Object.keys(account.roles).length,
    Policies: Object.keys(account.policies).length,
    Groups: Object.keys(account.groups ?? {}).length,
    MFADevices: 0,
    AccountMFAEnabled: 1,
    AccountAccessKeysPresent: 0,
    PolicySizeQuota: 6144,
    AssumeRolePolicySizeQuota: 2048,
    AttachedPoliciesPerRoleQuota: 10,
    VersionsPerPolicyQuota: 5,
    AccessKeysPerUserQuota: 2,
    RolesQuota: 1000,
    PoliciesQuota: 1500,
  }
}

export function accountOperations(iam: IamState): Record<string, Operation> {
  const anything = () => '*'
  return {
    ListAccountAliases: operation('ListAccountAliases', anything, (_input: ListAccountAliasesCommandInput, call) => {
      const { alias } = ownAccount(iam, call)
      return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false }
    }),
    CreateAccountAlias: operation('CreateAccountAlias', anything, (input: CreateAccountAliasCommandInput, call) => {
      const alias = checkedAlias(iam, input.AccountAlias)
      iam.change(call.caller.accountId, draft => {
        draft.alias = alias
      })
    }),
    DeleteAccountAlias: operation('DeleteAccountAlias', anything, (input: CreateAccountAliasCommandInput, call) =>
      iam.change(call.caller.accountId, draft => {
        if (draft.alias !== input.AccountAlias)
          throw new AwsError('NoSuchEntity', `The account alias ${input.AccountAlias ?? ''} cannot be found.`, 404)
        delete draft.alias
      }),
    ),
    GetAccountSummary: operation('GetAccountSummary', anything, (_input: unknown, call) => ({
      SummaryMap: summary(ownAccount(iam, call)),
    })),
  }
}
