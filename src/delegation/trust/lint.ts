// Finds every fault of a trust policy offline, says where it is, and mends it.
import type { Partition, RoleTarget } from '../../core/account.ts'
import type { TrustFault } from '../../core/verification.ts'
import type { Caller } from './caller.ts'
import { conditionFaults, isMfa } from './conditions.ts'
import { readTrustDocument, type TrustDocument, type TrustStatement } from './document.ts'
import { type ExpectedId, externalIdFaults } from './external-id.ts'
import { error, firstDifference, warning } from './fault.ts'
import { mendTrustPolicy } from './mend.ts'
import { namesUs, principalFaults } from './principal.ts'
import { coversAssumeRole, denies, isOurs, letsUsIn } from './statement.ts'

export interface TrustExpectation extends ExpectedId {
  partition: Partition
  /** HeyCloud's account; null while it has no identity. */
  trustedAccountId: string | null
  /** What HeyCloud calls as, where it is known: conditions on the principal have to fit it. */
  ownArn?: string | undefined
  /** What was entered, to compare with a pasted ARN. */
  target?: Partial<Pick<RoleTarget, 'accountId' | 'roleName' | 'rolePath'>> | undefined
}

export interface TrustLint {
  faults: TrustFault[]
  /** The mended policy; null when there is nothing to mend or too little is known. */
  corrected: string | null
  /** The policy as it was understood: what the faults' paths refer to. */
  document: string
  roleArn: string | null
}

/** One document as it is looked at. */
interface Look {
  document: TrustDocument
  caller: Caller
  expected: ExpectedId
  roleAccount: string | undefined
}

function denyFaults(statement: TrustStatement, { caller, expected }: Look): TrustFault[] {
  const holding = denies(statement, caller, expected)
  if (holding === 'fails') return []
  const mfa = statement.conditions.find(entry => isMfa(entry.key))
  if (holding === 'holds' && mfa)
    return [
      error(
        'mfa_condition',
        mfa.path,
        'Callers without MFA are refused',
        'A program has no MFA device, so this Deny refuses HeyCloud. Remove the statement, or except HeyCloud’s account from it.',
      ),
    ]
  const path = statement.negated ? `${statement.path}.NotPrincipal` : statement.path
  const title = 'A statement denies the role to HeyCloud'
  if (holding === 'holds')
    return [
      error('deny_statement', path, title, 'A Deny wins over every Allow. Remove it, or except HeyCloud from it.'),
    ]
  return [
    warning(
      'deny_statement',
      path,
      title,
      statement.negated
        ? 'A Deny with NotPrincipal exempts a role only when its account, the role and each of its sessions are named. Use a condition on aws:PrincipalArn instead.'
        : 'Where its conditions match, a Deny wins over every Allow. Remove it, or check that it cannot match.',
    ),
  ]
}

function actionFaults(statement: TrustStatement, { document, caller }: Look): TrustFault[] {
  const path = `${statement.path}.${statement.actionElement}`
  if (coversAssumeRole(statement))
    return statement.actionElement === 'NotAction'
      ? [
          warning(
            'not_action',
            path,
            'Everything but some actions is allowed',
            `NotAction allows whatever is not ${statement.actions.join(', ')}. Use Action with sts:AssumeRole alone.`,
          ),
        ]
      : []
  // sts:TagSession and its like may stand in a statement of their own.
  const elsewhere = document.statements.some(other => isOurs(other, caller) && coversAssumeRole(other))
  if (elsewhere) return []
  const allowed = statement.actions.join(', ') || 'nothing'
  const does = statement.actionElement === 'Action' ? `allows ${allowed}` : `leaves out ${allowed}`
  return [
    error(
      'wrong_action',
      path,
      'The statement does not allow sts:AssumeRole',
      `It ${does}. The action must be sts:AssumeRole.`,
    ),
  ]
}

function statementFaults(statement: TrustStatement, look: Look): TrustFault[] {
  const { document, caller, expected, roleAccount } = look
  const form =
    'Resource' in statement.raw || 'NotResource' in statement.raw
      ? [
          error(
            'prohibited_resource',
            `${statement.path}.${'Resource' in statement.raw ? 'Resource' : 'NotResource'}`,
            'A trust policy has no Resource',
            'IAM refuses to save it: the resource is the role itself. Remove the element.',
          ),
        ]
      : []
  if (statement.effect === 'Deny') return [...form, ...denyFaults(statement, look)]
  if (statement.effect !== 'Allow')
    return [
      ...form,
      error(
        'effect',
        `${statement.path}.Effect`,
        'The effect is neither Allow nor Deny',
        'IAM knows these two words alone, spelled so.',
      ),
    ]
  const faults = [...form, ...principalFaults(statement, caller, roleAccount)]
  if (!namesUs(statement, caller) && caller.accountId !== null) return faults
  faults.push(...actionFaults(statement, look))
  // A statement that allows something else leaves no hole, and needs no external ID.
  if (!coversAssumeRole(statement) && faults.every(fault => fault.id !== 'wrong_action')) return faults
  const elsewhere = document.statements.some(other => other !== statement && letsUsIn(other, caller, expected))
  return [...faults, ...externalIdFaults(statement, expected, elsewhere), ...conditionFaults(statement, caller)]
}

function nobodyFault({ document, caller }: Look): TrustFault[] {
  const { accountId, partition } = caller
  if (accountId === null || document.statements.some(one => one.effect === 'Allow' && namesUs(one, caller))) return []
  const first = document.statements.find(one => one.effect === 'Allow')
  return [
    error(
      'heycloud_not_trusted',
      first ? `${first.path}.Principal` : 'Statement',
      'HeyCloud’s account is not trusted',
      `No statement names arn:${partition}:iam::${accountId}:root as its principal.`,
    ),
  ]
}

/** The pasted ARN decides which role this is; what was entered is compared with it. */
function targetFaults(arn: string | null, { target, partition }: TrustExpectation): TrustFault[] {
  const [, own, accountId, path = '/', roleName] =
    /^arn:([^:]+):iam::(\d{12}):role(\/(?:.*\/)?)([^/]+)$/.exec(arn ?? '') ?? []
  if (accountId === undefined || roleName === undefined) return []
  const fault = (id: string, title: string, explanation: string) => [error(id, 'Role.Arn', title, explanation)]
  if (own !== partition)
    return fault(
      'partition_differs',
      'The role is in another partition',
      `The role is in ${own}, HeyCloud in ${partition}: no role can be assumed from one partition into another.`,
    )
  if (target?.accountId !== undefined && target.accountId !== accountId)
    return fault(
      'account_differs',
      'The role is in another account',
      `The role is in ${accountId}, you entered ${target.accountId}.`,
    )
  if (target?.roleName !== undefined && target.roleName !== roleName) {
    const onlyCase = target.roleName.toLowerCase() === roleName.toLowerCase()
    return fault(
      'role_name_differs',
      onlyCase ? 'The role name differs in upper and lower case' : 'The role has another name',
      `In AWS the role is ${roleName}, you entered ${target.roleName}. ${firstDifference(target.roleName, roleName)}`,
    )
  }
  if (target?.rolePath !== undefined && target.rolePath !== path)
    return fault(
      'role_path_differs',
      'The role has another path',
      `In AWS the path is ${path}, HeyCloud uses ${target.rolePath}. Enter ${path.slice(1)}${roleName}.`,
    )
  return []
}

/**
 * Pure. `text` is a policy, the output of `aws iam get-role` as JSON or YAML, or the URL-encoded document. What cannot be read is one
 * fault with an empty path.
 */
export function lintTrustPolicy(text: string, expected: TrustExpectation): TrustLint {
  const reading = readTrustDocument(text)
  if (!reading.ok)
    return {
      faults: [error('unreadable', '', 'This could not be read', reading.sentence)],
      ...{ corrected: null, document: text, roleArn: null },
    }
  const { document } = reading
  const { partition, trustedAccountId: accountId, ownArn: arn = null, target } = expected
  const roleAccount = /^arn:[^:]+:iam::(\d{12}):/.exec(document.roleArn ?? '')?.[1] ?? target?.accountId
  const look: Look = { document, caller: { partition, accountId, arn }, expected, roleAccount }
  const inPolicy = [...nobodyFault(look), ...document.statements.flatMap(statement => statementFaults(statement, look))]
  return {
    faults: [...targetFaults(document.roleArn, expected), ...inPolicy],
    corrected: inPolicy.length > 0 ? mendTrustPolicy(document, look.caller, expected) : null,
    document: JSON.stringify(document.policy, null, 2),
    roleArn: document.roleArn,
  }
}
