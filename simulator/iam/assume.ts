// Whether a caller may assume a role: the trust policy on one side, the caller's own policies on the other.
import type { Caller } from '../contract.ts'
import { policiesOf, type RequestOrigin } from './authorize.ts'
import { principalOf, requestContext } from './context.ts'
import { parseDocument } from './document.ts'
import { type Decision, evaluate } from './evaluate.ts'
import type { IamAccount, IamRole } from './model.ts'
import type { IamState } from './state.ts'

export interface AssumeRequest {
  caller: Caller
  roleArn: string
  /** `sts:ExternalId`, `sts:RoleSessionName` and what else the request says. */
  context: Record<string, string>
  call: RequestOrigin
}

export type AssumeDecision = { allowed: true; role: IamRole } | { allowed: false; decision: Decision | undefined }

/** Finds a role by its whole ARN: the name's case and the path have to be right. */
function findRole(account: IamAccount | undefined, roleArn: string): IamRole | undefined {
  return Object.values(account?.roles ?? {}).find(role => role.arn === roleArn)
}

/** A role that does not exist refuses as any other does: AWS does not tell them apart. */
export function decideAssume(iam: IamState, { caller, roleArn, context, call }: AssumeRequest): AssumeDecision {
  const accountId = roleArn.split(':')[4] ?? ''
  const role = findRole(iam.effective(accountId), roleArn)
  if (!role) return { allowed: false, decision: undefined }
  const account = iam.effective(caller.accountId)
  const decision = evaluate(
    {
      action: 'sts:AssumeRole',
      resource: roleArn,
      resourceAccountId: accountId,
      principal: principalOf(caller),
      context: requestContext({ caller, call, account, now: iam.wallClock.now(), extra: context }),
    },
    {
      ...policiesOf(iam, caller),
      resource: { document: parseDocument(role.trust), principalIds: role.principalIds },
      resourceMustAllow: true,
    },
  )
  return decision.allowed ? { allowed: true, role } : { allowed: false, decision }
}
