// Whether a caller may assume a role: the trust policy on one side, the caller's own policies on the other.
import type { Caller } from '../contract.ts'
import { partitionOfArn } from '../partitions.ts'
import { policiesOf, type RequestOrigin } from './authorize.ts'
import { principalOf, requestContext } from './context.ts'
import { parseDocument } from './document.ts'
import { type Decision, evaluate } from './evaluate.ts'
import type { IamAccount, IamRole } from './model.ts'
import type { IamState } from './state.ts'

export interface AssumeRequest {
  caller: Caller
  roleArn: string
  /** `sts:AssumeRole`, and `sts:TagSession` or `sts:SetSourceIdentity` where the request asks for these too. */
  actions: string[]
  /** `sts:ExternalId`, `sts:RoleSessionName` and what else the request says. */
  context: Record<string, string | string[]>
  call: RequestOrigin
}

export type AssumeDecision =
  | { allowed: true; role: IamRole }
  | { allowed: false; action: string; decision: Decision | undefined }

/** Finds a role by its whole ARN: the name's case and the path have to be right. */
function findRole(account: IamAccount | undefined, roleArn: string): IamRole | undefined {
  return Object.values(account?.roles ?? {}).find(role => role.arn === roleArn)
}

/** A role that does not exist, or is of another partition, refuses as any other does: AWS does not tell them apart. */
export function decideAssume(iam: IamState, request: AssumeRequest): AssumeDecision {
  const { caller, roleArn, actions, context, call } = request
  const accountId = roleArn.split(':')[4] ?? ''
  const samePartition = partitionOfArn(caller.arn) === partitionOfArn(roleArn)
  const role = samePartition ? findRole(iam.effective(accountId), roleArn) : undefined
  if (!role) return { allowed: false, action: 'sts:AssumeRole', decision: undefined }
  const policies = {
    ...policiesOf(iam, caller),
    resource: { document: parseDocument(role.trust), principalIds: role.principalIds },
    resourceMustAllow: true,
  }
  const facts = {
    resource: roleArn,
    resourceAccountId: accountId,
    principal: principalOf(caller),
    context: requestContext(iam, { caller, call, extra: context }),
  }
  for (const action of actions) {
    const decision = evaluate({ action, ...facts }, policies)
    if (!decision.allowed) return { allowed: false, action, decision }
  }
  return { allowed: true, role }
}
